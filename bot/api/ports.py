"""What the open data needs from the outside; ``wiring`` chooses the parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Protocol

from fastapi import Depends, HTTPException, Request

from bot.catalogue.listing import Listing
from bot.clock import today

PATH = "/api/v1"  # where the program serves it
TOO_FAST = "Địa chỉ này gửi yêu cầu nhanh quá. Hãy chờ vài giây rồi gửi lại ạ."


Count = tuple[str, str, int | None]  # field, commune, how many: ``None`` for too few to be told


class Paced(Protocol):
    """The one thing of the web channel's ``Pace`` that open data uses."""

    async def admits_reader(self, address: str) -> bool:
        """Count one answer for the address; ``False`` when it is too fast."""
        ...


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the open data is made of.

    Attributes:
        listing: the catalogue as it is now.
        pace: how fast one address may read; ``None`` sets no bound.
        public_url: where citizens reach our pages; without it links are paths. ``Host`` is never
            used: anybody may keep these answers, so nobody may write into them.
        needs: counts the needs between two moments, where there are at least so many.
    """

    listing: Callable[[], Listing]
    pace: Paced | None = None
    today: Callable[[], date] = today
    public_url: str = ""
    needs: Callable[[datetime, datetime, int], Sequence[Count]] = lambda _begin, _end, _least: ()

    def link(self, path: str) -> str:
        """Return the address of a page of our own."""
        return self.public_url.rstrip("/") + path


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


Here = Annotated[Library, Depends(_library)]


async def keep_pace(request: Request, library: Here) -> None:
    """Let one address read so fast and no faster.

    Raises:
        HTTPException: 429 when it is too fast.
    """
    address = request.client.host if request.client else ""
    if library.pace and not await library.pace.admits_reader(address):
        raise HTTPException(429, TOO_FAST, {"Retry-After": "5"})
