"""Answers that their reader may keep: asked again, they are sent only if something has changed."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

PROGRAM = Path(__file__).parent
WORDS = {".py", ".html", ".css", ".js", ".yml"}


def tag_of(*parts: object) -> str:
    """Return the ETag of an answer that is made of ``parts`` and of nothing else.

    A weak one: a proxy may pack the answer, which changes its bytes and not what it says.
    """
    whole = "\0".join(map(str, (program(), *parts)))
    return f'W/"{sha256(whole.encode()).hexdigest()[:24]}"'


def unchanged(request: Request, headers: Mapping[str, str]) -> Response | None:
    """Return 304 for a reader who has the answer that goes with ``headers`` already."""
    asked = ",".join(request.headers.getlist("if-none-match"))
    known = {part.strip().removeprefix("W/") for part in asked.split(",")}
    if known & {"*", headers["ETag"].removeprefix("W/")}:
        return Response(status_code=304, headers=headers)
    return None


@cache
def program() -> str:
    """Return what changes with the program, which words the answers, and not with the machine."""
    digest = sha256()
    for file in sorted(PROGRAM.rglob("*")):
        if file.suffix in WORDS:
            digest.update(str(file.relative_to(PROGRAM)).encode() + file.read_bytes())
    return digest.hexdigest()
