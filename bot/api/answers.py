"""Answers that may be kept, and are made only when the reader does not have them yet."""

from collections.abc import Callable

from fastapi import Request, Response
from pydantic import BaseModel

from bot.api.ports import Library
from bot.unchanged import tag_of, unchanged

KEEPING = "public, max-age=300"


def headers_of(library: Library, *parts: object) -> dict[str, str]:
    """Return the headers of what holds until a record, the day, or one of ``parts`` is another."""
    tag = tag_of(library.listing().tag, library.today(), library.public_url, *parts)
    return {"ETag": tag, "Cache-Control": KEEPING}


def answer(request: Request, library: Library, make: Callable[[], BaseModel]) -> Response:
    """Return what ``make`` makes as JSON, or 304 for who has it already."""
    headers = headers_of(library)
    return unchanged(request, headers) or Response(
        make().model_dump_json(), headers=headers, media_type="application/json"
    )
