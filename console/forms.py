"""What a form of ours sends: a small body of names and values."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, HTTPException, Request

LONGEST = 65_536  # a message of 4,096 letters has up to nine bytes for each of them here
TOO_LONG = "Nội dung gửi lên quá dài."


class Form:
    """The values of one form; what was not sent is empty."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        """Return the only value of ``name``."""
        return self.all(name)[0] if self.all(name) else ""

    def all(self, name: str) -> Sequence[str]:
        """Return all values of ``name``."""
        return self._values.get(name, ())


async def read_form(request: Request) -> Form:
    """Read the form of a request, bounded.

    Raises:
        HTTPException: 413 when it is too long.
    """
    if request.method in {"GET", "HEAD"}:
        return Form({})
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413, TOO_LONG)
    return Form(parse_qs(body.decode("utf-8", "replace"), max_num_fields=None))


Sent = Annotated[Form, Depends(read_form)]
