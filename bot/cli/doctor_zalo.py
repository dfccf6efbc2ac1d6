"""What `motcua doctor` says of the Zalo channel; asks nobody outside."""

from bot.channels.zalo.tokens import Health
from bot.clock import LOCAL
from bot.settings import Settings
from bot.wiring import System

NAMES = ("zalo_app_id", "zalo_secret", "zalo_oa_secret")
_CONNECT = "hãy lấy refresh token mới (docs/runbooks/zalo.md) rồi chạy: motcua zalo connect"
_STATES = {
    "expired": f"khóa đã hết hạn; {_CONNECT}",
    "expiring": "khóa sắp hết hạn mà chưa gia hạn được; hãy bật motcua up, rồi xem lại bằng: "
    "motcua zalo status",
}


def look(settings: Settings) -> tuple[str, str]:
    """Return what was looked at, and what is to be mended; the latter is empty if all is well."""
    if not any(getattr(settings, name) for name in NAMES):
        return "Kênh Zalo đang tắt", ""
    if missing := [f"MOTCUA_{n.upper()}" for n in NAMES if not getattr(settings, n)]:
        return "Kênh Zalo", f"còn thiếu {', '.join(missing)}; hãy ghi vào tệp .env"
    system = System(settings)
    try:
        health = system.zalo_tokens.health()
    finally:
        system.database.dispose()
    return _named(health), _mend(health)


def _named(health: Health) -> str:
    if health.refreshed_at is None:
        return "Kênh Zalo"
    return f"Kênh Zalo, khóa gia hạn lúc {health.refreshed_at.astimezone(LOCAL):%H:%M %d/%m/%Y}"


def _mend(health: Health) -> str:
    if health.state == "missing":
        return health.trouble
    told = _STATES.get(health.state, "")
    return f"{told or 'lần gia hạn gần nhất hỏng'} ({health.trouble})" if health.trouble else told
