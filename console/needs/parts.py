"""What the pages of needs have in common: the records behind them, and names for what they show."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.catalogue.wording import ASPECT_LABELS
from bot.needs.work import WorkingTime
from bot.records.messages.telling import Told
from bot.records.needs.answering import SqlAnswers
from bot.records.needs.board import Card
from bot.records.needs.lessons import SqlLessons
from bot.records.needs.moves import SqlMoves
from bot.records.needs.opening import Rules
from console.guard import Office

ROLES: Final = ("officer", "helpdesk", "analyst", "editor", "admin")
HANDLE: Final = ("officer", "helpdesk", "admin")
VIEWS: Mapping[str, str] = {
    "open": "Đang mở", "late": "Quá hạn", "mine": "Của tôi", "done": "Đã xong", "all": "Tất cả",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "question": "Câu hỏi",
    "missing_procedure": "Thiếu thủ tục",
    "missing_fact": "Thiếu thông tin",
    "broken_link": "Liên kết, biểu mẫu hỏng",
    "suggestion": "Góp ý",
    "complaint": "Phản ánh",
}
STATUSES: Mapping[str, str] = {
    "new": "Mới",
    "accepted": "Đang xử lý",
    "waiting": "Chờ người dân",
    "drafted": "Chờ duyệt",
    "reopened": "Mở lại",
    "answered": "Đã trả lời",
    "confirmed": "Đã rõ",
    "withdrawn": "Người dân rút",
    "merged": "Đã gộp",
}
REASONS: Mapping[str, str] = {
    "procedure": "theo thủ tục {detail}",
    "keyword": "vì có chữ “{detail}”",
    "field": "theo lĩnh vực {detail}",
    "commune": "theo địa bàn {detail}",
    "fallback": "vì chưa có quy tắc nào khớp",
    "sent_on": "do {detail} chuyển đến",
    "given": "theo hàng chờ của phòng, ban",
    "": "theo lĩnh vực",
}
EVENTS: Mapping[str, str] = {
    "opened": "Người dân gửi",
    "accepted": "Nhận xử lý",
    "assigned": "Giao việc",
    "sent on": "Chuyển đi",
    "asked the citizen": "Hỏi lại người dân",
    "resumed": "Tiếp tục xử lý",
    "added": "Người dân bổ sung",
    "drafted": "Soạn câu trả lời, chờ duyệt",
    "sent back": "Trả lại bản soạn",
    "answered": "Gửi câu trả lời",
    "confirmed": "Người dân đã rõ",
    "reopened": "Người dân chưa rõ, mở lại",
    "withdrawn": "Người dân rút lại",
    "merged": "Gộp vào việc khác",
    "joined by": "Gộp thêm một việc",
    "split": "Tách ra",
    "alike": "Có việc giống",
    "noted": "Ghi chú",
    "told: warn": "Nhắc sắp đến hạn",
    "told: due": "Nhắc đã đến hạn",
    "told: head": "Báo lãnh đạo phòng, ban",
    "told: province": "Báo cấp tỉnh",
}


def rules_of(office: Office) -> Rules:
    """Return by what needs are routed and timed; there are none without a province."""
    if office.place is None:
        raise ValueError("needs have no owners without a province")
    return Rules(office.place, WorkingTime(office.calendar))


def moves_of(office: Office) -> SqlMoves:
    """Return what staff do with needs before they are answered."""
    return SqlMoves(office.engine, rules_of(office), office.clock)


def answers_of(office: Office) -> SqlAnswers:
    """Return what answers needs."""
    return SqlAnswers(office.engine, rules_of(office), office.catalogue().get, office.clock)


def lessons_of(office: Office) -> SqlLessons:
    """Return what answers have taught."""
    catalogue = office.catalogue()
    return SqlLessons(office.engine, lambda code: catalogue.get(code) is not None, office.clock)


def ring_all(office: Office, told: Sequence[Told | None]) -> None:
    """Have replies sent at once."""
    for one in told:
        if one:
            office.ring(one.chat)
            office.ring(one.channel)


def colour(card: Card, now: datetime) -> str:
    """Return how urgent a need looks: bad when late, look on its last day, else nothing."""
    if card.due_at is None or card.status == "waiting":  # the clock stands still
        return ""
    if card.due_at <= now:
        return "bad"
    return "look" if (card.due_at - now).total_seconds() < 24 * 3600 else ""


NAMES: Mapping[str, Any] = {
    "kinds": KINDS,
    "statuses": STATUSES,
    "reasons": REASONS,
    "events": EVENTS,
    "views": VIEWS,
    "aspects": ASPECT_LABELS,
    "colour": colour,
}
