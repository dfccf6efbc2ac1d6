"""`motcua zalo`: connect an Official Account, and see how the channel is."""

import asyncio
import os
import sys
from getpass import getpass

import typer

from bot.channels.sender import DeliveryError
from bot.channels.zalo.tokens import Health
from bot.clock import LOCAL
from bot.errors import MotcuaError, SettingsInvalid, ZaloNotConnected
from bot.records.database import check, upgrade
from bot.records.read import Unsent, unsent
from bot.settings import load_settings
from bot.wiring import System

app = typer.Typer(help="Kênh Zalo: kết nối, xem trạng thái.", no_args_is_help=True)

VARIABLE = "MOTCUA_ZALO_REFRESH_TOKEN"
_OFF = "Kênh Zalo đang tắt; hãy ghi {} vào tệp .env, xem docs/runbooks/zalo.md."
_STATES = {
    "missing": "chưa kết nối",
    "expired": "ĐÃ HẾT HẠN",
    "expiring": "sắp hết hạn",
    "ok": "tốt",
}


@app.command()
def connect() -> None:
    """Kết nối OA bằng refresh token: đọc từ bàn phím, hoặc biến MOTCUA_ZALO_REFRESH_TOKEN."""
    system = _system()
    token = _refresh_token()
    if not token:
        raise MotcuaError("Chưa có refresh token; xem docs/runbooks/zalo.md để lấy.")
    upgrade(system.database)
    system.zalo_tokens.connect(token)  # from here on the token given is spent
    print("Đã nhận khóa mới từ Zalo và lưu vào cơ sở dữ liệu.")
    account = asyncio.run(_account(system))
    system.zalo_tokens.name(account)
    print(f"Đã kết nối OA: {account}")


@app.command()
def status() -> None:
    """Xem khóa còn hạn bao lâu, và tin nào chưa gửi được. Mã thoát 1 nếu cần làm gì."""
    system = _system()
    check(system.database)
    health = system.zalo_tokens.health()
    print("\n".join(_told(health)))
    counts = unsent(system.database, "zalo")
    print("\n".join(_told_unsent(counts)))
    raise typer.Exit(0 if health.state == "ok" and not health.trouble else 1)


def _system() -> System:
    """Return the installation, or say what is missing in its settings."""
    settings = load_settings()
    names = ("zalo_app_id", "zalo_secret", "zalo_oa_secret")
    missing = [f"MOTCUA_{name.upper()}" for name in names if not getattr(settings, name)]
    if missing:
        raise SettingsInvalid(_OFF.format(", ".join(missing)))
    return System(settings)


def _refresh_token() -> str:
    """Never from the command line, where other users of the machine could read it."""
    if token := os.environ.get(VARIABLE, "").strip():
        return token
    if sys.stdin.isatty():
        return getpass("Refresh token (không hiện khi gõ): ").strip()
    return sys.stdin.readline().strip()


async def _account(system: System) -> str:
    client = system.zalo_client()
    try:
        return await client.account()
    except DeliveryError as error:
        raise ZaloNotConnected(
            f"Khóa đã lưu, nhưng chưa hỏi được tên OA ({error}); hãy xem: motcua zalo status"
        ) from None
    finally:
        await client.close()


def _told(health: Health) -> list[str]:
    lines = [f"OA: {health.account or 'chưa rõ'}", f"Khóa: {_STATES[health.state]}"]
    if health.refreshed_at:
        when = health.refreshed_at.astimezone(LOCAL)
        lines.append(f"Gia hạn lần cuối: {when:%d/%m/%Y %H:%M}")
        lines.append(f"Còn hạn: {health.seconds_left / 3600:.1f} giờ")
    return [*lines, f"Trục trặc: {health.trouble}"] if health.trouble else lines


def _told_unsent(counts: Unsent) -> list[str]:
    return [
        f"Tin chờ gửi: {counts.waiting}",
        f"Tin giữ lại đến khi người dân nhắn tiếp: {counts.held}",
        f"Tin không rõ đã đến hay chưa: {counts.ambiguous}",
        f"Tin không gửi được: {counts.failed}",
        f"Sự kiện không đọc được: {counts.unreadable}",
    ]
