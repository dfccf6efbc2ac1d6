"""What a department is told each working morning, if there is anything to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import LOCAL
from bot.needs.words import short

MOST = 10  # needs that are named; the others are counted


@dataclass(frozen=True, slots=True)
class Due:
    """One open need of a department."""

    number: int
    question: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, by whatever means."""

    subject: str
    text: str


def digest(name: str, open_needs: Sequence[Due], now: datetime, board: str) -> Letter | None:
    """Return the digest of the department ``name``; nothing when it has no open need.

    ``board`` is the address of the board, empty when it is not known.
    """
    if not open_needs:
        return None
    late = [need for need in open_needs if need.due_at and need.due_at <= now]
    today = [need for need in open_needs if need not in late and _is_today(need, now)]
    parts = [f"{name}: {len(open_needs)} câu hỏi của người dân đang chờ trả lời."]
    parts += _part(f"Quá hạn ({len(late)}):", late)
    parts += _part(f"Đến hạn hôm nay ({len(today)}):", today)
    parts += [f"Xem và trả lời: {board}"] if board else []
    return Letter(_subject(name, len(open_needs), len(late)), "\n\n".join(parts))


_STEPS = {
    "warn": "sắp đến hạn trả lời",
    "due": "đã đến hạn trả lời",
    "head": "đã quá hạn, báo lãnh đạo",
    "province": "đã quá hạn một ngày làm việc, báo cấp tỉnh",
}


def alert(name: str, step: str, need: Due, board: str) -> Letter:
    """Return what is told of one need of the department ``name``; ``step`` as in the records."""
    what = f"{name}: câu hỏi số {need.number} {_STEPS.get(step, step)}"
    parts = [f"{what}, {_due(need)}.", f"“{short(need.question)}”"]
    parts += [f"Xem và trả lời: {board}/{need.number}"] if board else []
    return Letter(f"[Một Cửa] {what}", "\n\n".join(parts))


def _subject(name: str, count: int, late: int) -> str:
    overdue = f", {late} quá hạn" if late else ""
    return f"[Một Cửa] {name}: {count} câu hỏi đang chờ{overdue}"


def _part(title: str, needs: Sequence[Due]) -> list[str]:
    if not needs:
        return []
    lines = [f"- Số {need.number}, {_due(need)}: {short(need.question)}" for need in needs[:MOST]]
    more = len(needs) - MOST
    lines += [f"… và {more} câu khác"] if more > 0 else []
    return ["\n".join([title, *lines])]


def _is_today(need: Due, now: datetime) -> bool:
    due = need.due_at
    return due is not None and due.astimezone(LOCAL).date() == now.astimezone(LOCAL).date()


def _due(need: Due) -> str:
    return f"hạn {need.due_at.astimezone(LOCAL):%H:%M %d/%m}" if need.due_at else "chưa có hạn"
