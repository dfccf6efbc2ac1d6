"""Where citizens reach our pages: where the operator says, else where their browser found them."""

import re
from dataclasses import dataclass

from fastapi import Request

_HOST = re.compile(r"(?:[a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """The beginning of our addresses; empty when it is not known.

    Attributes:
        is_sure: the operator set it. Otherwise it is what the sender of the request wrote into
            ``Host``: good enough for the answer to that sender, and for nobody else.
    """

    base: str
    is_sure: bool

    @property
    def keeping(self) -> str:
        """Who may keep a page that shows the address, and how long."""
        return "public, max-age=300" if self.is_sure else "private, no-cache"


def address_of(request: Request, public_url: str) -> Address:
    """Return the address to print on a page; a ``Host`` that is none is left out."""
    if public_url:
        return Address(public_url.rstrip("/"), is_sure=True)
    host = request.headers.get("host", "")
    base = f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""
    return Address(base, is_sure=False)
