"""What the web chat needs from the outside; ``wiring`` chooses the parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.listing import Listing
from bot.catalogue.record import Procedure
from bot.channels.web.pace import Pace
from bot.clock import today
from bot.conversation.bell import Bell
from bot.conversation.bulletin import ReadBulletin, nothing_told
from bot.conversation.ports import Incoming, Reader

CLOSED = "Trợ lý đang tạm nghỉ nên chưa trả lời trong khung chat, anh/chị thông cảm ạ."

EXAMPLES = (
    "Con tôi mới sinh, làm giấy khai sinh thế nào?",
    "Đăng ký kết hôn cần mang theo giấy tờ gì?",
    "Làm lại thẻ căn cước bị mất ở đâu?",
    "Đăng ký tạm trú qua mạng được không?",
    "Mở hộ kinh doanh hết bao nhiêu tiền?",
    "Đổi bằng lái xe mất mấy ngày?",
)


class Takes(Protocol):
    """The one thing of the conversation's ``Inbox`` that the web chat uses."""

    def accept(self, incoming: Incoming) -> int | None:
        """Store one message; ``None`` if it was stored before. Called in threads."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """What the page says about the place it serves; ``notice`` is shown on top when set."""

    province: str = ""
    hotline: str = ""
    portal: str = "https://dichvucong.gov.vn"
    notice: str = ""
    examples: Sequence[str] = EXAMPLES
    hotline_title: str = "Tổng đài hỗ trợ"

    @property
    def hotline_link(self) -> str:
        """The hotline as a ``tel:`` address."""
        return "tel:" + "".join(mark for mark in self.hotline if mark.isdigit() or mark == "+")


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the web chat works with.

    Attributes:
        wake: called after a message was stored, so that a worker starts on it at once.
        bell: rung by whoever stores a reply in this process.
        pace: how fast one sender may write, or one address read; ``None`` sets no bound.
        poll_seconds: how often a stream looks for replies that another process stored.
        beat_seconds: how often a stream shows that it is alive.
        listing: the catalogue as it is now, for the pages that show it.
        today: says which day is printed on a list.
        public_url: where citizens reach our pages; without it, it is taken from the request.
        embed_hosts: whose pages may show the chat in a frame.
        bulletin: what operators have switched off, and what they tell everybody.
    """

    inbox: Takes
    reader: Reader
    wake: Callable[[], None]
    bell: Bell
    site: Site = field(default_factory=Site)
    pace: Pace | None = field(default_factory=Pace)
    poll_seconds: float = 1.0
    beat_seconds: float = 15.0
    listing: Callable[[], Listing] = lambda: Listing(Catalogue([]))
    today: Callable[[], date] = today
    public_url: str = ""
    bulletin: ReadBulletin = nothing_told
    embed_hosts: Sequence[str] = ()

    def procedure(self, code: str) -> Procedure | None:
        """Return the record of ``code`` as it is now."""
        return self.listing().get(code)

    def banners(self) -> tuple[str, ...]:
        """Return what stands on top of each page, the most urgent first."""
        told = self.bulletin()
        closing = told.closing("web")
        closed = "" if closing is None else closing or CLOSED
        return tuple(filter(None, (told.notice, closed, self.site.notice)))
