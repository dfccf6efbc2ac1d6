"""The pages that everybody finds at the top, by role."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.records.staff.accounts import Staff


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the navigation, for those who have one of ``roles``; none means everybody."""

    path: str
    title: str
    roles: tuple[str, ...] = ()


ENTRIES = (
    Entry("/conversations", "Hội thoại", ("helpdesk", "officer", "analyst", "admin")),
    Entry("/queue", "Hàng chờ", ("helpdesk", "officer")),
    Entry("/needs", "Câu hỏi", ("officer", "helpdesk", "analyst", "editor", "admin")),
    Entry("/reviews", "Đánh giá", ("helpdesk", "analyst")),
    Entry("/proposals", "Đề xuất", ("analyst", "editor")),
    Entry("/lessons", "Dạy trợ lý", ("editor", "admin")),
    Entry("/canned", "Câu soạn sẵn", ("helpdesk", "officer", "admin")),
    Entry("/people", "Nhân sự", ("admin",)),
    Entry("/audit", "Nhật ký", ("admin",)),
)


def entries(staff: Staff) -> Iterator[Entry]:
    """Yield what ``staff`` may open."""
    return (entry for entry in ENTRIES if not entry.roles or set(entry.roles) & set(staff.roles))
