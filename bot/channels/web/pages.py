"""What all pages for reading have in common: their template, their pace and how long they hold."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request, Response
from fastapi.templating import Jinja2Templates

from bot.catalogue.wording import AS_PUBLISHED, NOT_KNOWN
from bot.channels.web.address import address_of
from bot.channels.web.ports import Desk
from bot.unchanged import tag_of

READING_FAST = "Anh/chị mở trang hơi nhanh, vui lòng chờ vài giây rồi tải lại ạ."

templates = Jinja2Templates(Path(__file__).parent / "templates")


def desk_of(request: Request) -> Desk:
    """Return what the pages work with."""
    desk: Desk = request.app.state.desk
    return desk


Here = Annotated[Desk, Depends(desk_of)]


async def keep_reading_pace(request: Request, desk: Here) -> None:
    """Let one address read so fast and no faster.

    Raises:
        HTTPException: 429 when it is too fast.
    """
    address = request.client.host if request.client else ""
    if desk.pace and not await desk.pace.admits_reader(address):
        raise HTTPException(429, READING_FAST, {"Retry-After": "5"})


READERS = [Depends(keep_reading_pace)]


def kept(request: Request, desk: Desk) -> dict[str, str]:
    """Return the headers of a page that holds until its records, or the day, are others.

    All records count, since a page names others than its own.
    """
    address = address_of(request, desk.public_url)
    tag = tag_of(desk.listing().tag, desk.today(), desk.site, desk.banners(), address)
    return {"ETag": tag, "Cache-Control": address.keeping}


def page(
    request: Request,
    desk: Desk,
    name: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Return the page that the template ``name`` makes of ``more``."""
    address = address_of(request, desk.public_url)
    context = {
        "site": desk.site,
        "banners": desk.banners(),
        "assets": request.app.state.assets,
        "today": desk.today(),
        "public": address.base if address.is_sure else "",
        "not_known": NOT_KNOWN,
        "as_published": AS_PUBLISHED,
    }
    return templates.TemplateResponse(request, name, {**context, **more}, status, headers)
