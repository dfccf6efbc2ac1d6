"""Reads one posted message: bounded, mended, checked; every refusal is a sentence."""

import json
import re
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import HTTPException, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.conversation.ports import Incoming

LIMIT = 64 * 1024

NOT_JSON_TYPE = "Yêu cầu phải gửi dưới dạng JSON ạ."
TOO_LARGE = "Tin nhắn dài quá, anh/chị vui lòng chia nhỏ rồi gửi lại ạ."
NOT_JSON = "Tin nhắn bị hỏng trên đường truyền, anh/chị vui lòng gửi lại ạ."
BAD_FIELDS = "Tin nhắn chưa đúng mẫu ở phần “{}”, anh/chị vui lòng tải lại trang rồi gửi lại ạ."

PAYLOAD = re.compile(r"(?=.{2,64}$)/[a-z_]+(\{.*\})?")


def _mend(text: Any) -> Any:
    """Replace lone surrogates, which no database takes."""
    if not isinstance(text, str):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Text = Annotated[str, BeforeValidator(_mend)]


class PostedMessage(BaseModel):
    """A message as the page sends it; ``id`` is the page's own, so that it may send it twice."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    kind: Literal["text", "button", "media"] = "text"
    text: Text = ""
    label: Annotated[Text, Field(max_length=200)] = ""
    media: Literal["", "photo", "sticker", "voice", "file", "location"] = ""

    @model_validator(mode="after")
    def _check_payload(self) -> Self:
        if self.kind == "button" and not PAYLOAD.fullmatch(self.text):
            raise ValueError("not the payload of a button")
        return self

    def incoming(self, chat: str) -> Incoming:
        """Return the message as the inbox takes it."""
        return Incoming(
            channel="web",
            chat=chat,
            external_id=external_id(chat, str(self.id)),
            kind=self.kind,
            text=self.text,
            label=self.label,
            media=self.media,
        )


def external_id(chat: str, page_id: str) -> str:
    """Bind the page's id to its chat: nobody can use up the ids of someone else."""
    return f"{chat}:{page_id}"


def page_id(stored: str) -> str:
    """Return the page's own id from an ``external_id``."""
    return stored.rpartition(":")[2]


async def read_message(request: Request) -> PostedMessage:
    """Read the message of a request.

    Raises:
        HTTPException: 400, 413, 415 or 422 with a sentence for the sender.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, NOT_JSON_TYPE)
    data = _parse(await _read(request))
    try:
        return PostedMessage.model_validate(data)
    except ValidationError as error:
        raise HTTPException(422, BAD_FIELDS.format(_fields(error))) from error


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise HTTPException(413, TOO_LARGE)
    return bytes(body)


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, NOT_JSON) from error


def _fields(error: ValidationError) -> str:
    names = {str(part["loc"][0]) if part["loc"] else "nội dung" for part in error.errors()}
    return ", ".join(sorted(names))
