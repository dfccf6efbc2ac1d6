"""The columns of an export, for people who open it in a spreadsheet."""

from datetime import datetime

from bot.clock import LOCAL
from bot.records.talks.exports import TalkLine, TurnLine
from console.conversations.plain import plain
from console.conversations.sheets import Cell, Row
from console.outcomes import mark_of
from console.said import channel_name, reason_name, sent_name
from console.words import _

RATINGS = {"up": 1, "down": -1}


def turn_heading() -> list[str]:
    """Return the names of the columns of ``turn_row``."""
    return [
        _("Hội thoại"),
        _("Lượt"),
        _("Lúc"),
        _("Nơi nhắn"),
        _("Xã, phường"),
        _("Người dân"),
        _("Trợ lý"),
        _("Cán bộ"),
        _("Kết quả"),
        _("Mã thủ tục"),
        _("Thủ tục"),
        _("Phiên bản"),
        _("Khía cạnh"),
        _("Ý định"),
        _("Độ chắc chắn"),
        _("Đánh giá của người dân"),
        _("Lý do"),
        _("Lời người dân"),
    ]


def turn_row(line: TurnLine) -> Row:
    """Return the cells of one turn."""
    return [
        line.conversation,
        line.turn,
        _moment(line.at),
        channel_name(line.channel),
        line.commune,
        f"[{sent_name(line.media)}] {line.text}".strip() if line.media else line.text,
        plain(line.reply),
        "\n\n".join(map(plain, line.by_staff)),
        _(mark_of(line.outcome).label),
        line.procedure_code or "",
        line.procedure_name or "",
        line.procedure_version or "",
        line.aspect or "",
        line.intent,
        round(line.confidence, 3),
        _rating(line.rating),
        reason_name(line.reason or ""),
        line.word or "",
    ]


def talk_heading() -> list[str]:
    """Return the names of the columns of ``talk_row``."""
    return [
        _("Hội thoại"),
        _("Nơi nhắn"),
        _("Xã, phường"),
        _("Bắt đầu"),
        _("Tin cuối"),
        _("Số lượt"),
        _("Số lượt chưa đáp ứng"),
        _("Khen"),
        _("Chê"),
        _("Số lần gặp cán bộ"),
        _("Gắn cờ"),
        _("Giữ lại"),
    ]


def talk_row(line: TalkLine) -> Row:
    """Return the cells of one conversation."""
    return [
        line.conversation,
        channel_name(line.channel),
        line.commune,
        _moment(line.created_at),
        _moment(line.last_at),
        line.turns,
        line.unmet,
        line.up,
        line.down,
        line.handoffs,
        _("có") if line.flagged else "",
        _("có") if line.kept else "",
    ]


def _rating(rating: str | None) -> Cell:
    return RATINGS.get(rating or "", "")


def _moment(at: datetime) -> str:
    """Return the local time so that a spreadsheet sorts it."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M:%S}"
