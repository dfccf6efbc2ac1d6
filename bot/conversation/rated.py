"""What pressing “👍” or “👎” does, and saying why.

All of it happens without the engine, whose dialogue goes on as if nothing had been said: numbers
mean the buttons of the answer again as soon as nothing else is offered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.catalogue.catalogue import Catalogue
from bot.clock import LOCAL
from bot.conversation import rating
from bot.conversation.handing import CLOSING
from bot.conversation.ports import Stored, Understood
from bot.conversation.rating import DOWN, RATE, UP, Memory, memory, with_memory
from bot.conversation.remark import is_remark
from bot.reply import Block, Button, FeedbackDraft, NeedDraft, Reply, TextBlock
from bot.understanding.fold import fold

LATE = 24 * 3600.0  # seconds after which nobody knows any more which answer was meant

REASONS: Mapping[str, str] = {
    "wrong_procedure": "Không đúng thủ tục",
    "missing": "Thiếu thông tin",
    "wrong": "Thông tin chưa đúng",
    "unclear": "Khó hiểu",
    "other": "Lý do khác",
}
TO_DEPARTMENT, SKIP = "Chuyển bộ phận phụ trách", "Bỏ qua"
THANKS = "Dạ, em cảm ơn anh/chị đã cho biết ạ."
KEPT = "Dạ, em ghi lại rồi, em cảm ơn anh/chị ạ."
WHY = "Dạ, em xin lỗi anh/chị. Câu trả lời vừa rồi chưa đúng ở chỗ nào ạ?"
A_WORD = "Dạ, em ghi lại rồi ạ. Anh/chị nói thêm giúp em một câu được không ạ?"
PASSED_ON = (
    "Em đã ghi lại câu hỏi “{}” để chuyển cho bộ phận phụ trách xem ạ. Việc gấp, anh/chị liên hệ:"
)


class _Press(BaseModel):
    model_config = ConfigDict(extra="forbid")

    r: Literal["up", "down"]
    why: Literal["", "wrong_procedure", "missing", "wrong", "unclear", "other"] = ""
    then: Literal["", "end", "desk"] = ""


class Rating:
    """Asks whether an answer helped, and takes what is said."""

    def __init__(
        self,
        catalogue: Callable[[], Catalogue] = lambda: Catalogue([]),
        contacts: Sequence[Block] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(LOCAL),
    ) -> None:
        """``contacts`` are told to whoever has a question passed on."""
        self._catalogue, self._contacts, self._clock = catalogue, tuple(contacts), clock

    def asking(self, understood: Understood, message: Stored) -> Understood:
        """Put the two buttons under what the engine answered, if this is the moment for them."""
        return rating.asking(understood, message, self._clock())

    def taken(self, message: Stored, said: str) -> Understood | None:
        """Return the turn of a message that says what the last answer was like, else ``None``.

        ``said`` is what the conversation made of the message: the payload of what was chosen.
        """
        kept = memory(message.state)
        if message.state.get(CLOSING):  # a person has asked something since
            kept = kept.model_copy(update={"fresh": False, "offered": (), "why": None})
        payload = _payload(message, said, kept)
        if payload is not None:
            return self._pressed(payload, kept, message)
        if kept.why is not None and message.kind == "text":
            return self._word(kept.why, kept, message)
        return None

    def _pressed(self, payload: str, kept: Memory, message: Stored) -> Understood:
        try:
            press = _Press.model_validate_json(payload.removeprefix(f"/{RATE}"))
        except ValidationError:
            return _turn(message, kept, _reply(THANKS))
        if self._clock().timestamp() - kept.at > LATE:
            return _turn(message, kept, _reply(THANKS))
        if press.r == "up":
            return _turn(message, kept, _reply(THANKS, FeedbackDraft(rating="up")))
        return self._disliked(press, kept, message)

    def _disliked(self, press: _Press, kept: Memory, message: Stored) -> Understood:
        draft = FeedbackDraft(rating="down", reason=press.why)
        if press.then == "desk" and kept.question:
            return self._passed_on(kept, message)
        if press.then:
            return _turn(message, kept, _reply(KEPT))
        if not press.why:
            return _turn(message, kept, _reply(WHY, draft, tuple(_reasons())))
        reply = _reply(A_WORD, draft, tuple(_after_reason(press.why, kept)))
        return _turn(message, kept, reply, press.why)

    def _word(self, why: str, kept: Memory, message: Stored) -> Understood | None:
        if not is_remark(message.text, self._catalogue()):
            return None
        draft = FeedbackDraft(rating="down", reason=why, word=message.text)
        return _turn(message, kept, _reply(KEPT, draft))

    def _passed_on(self, kept: Memory, message: Stored) -> Understood:
        """Make a need of the question; only once, since it is forgotten then."""
        procedure = self._catalogue().get(kept.code)
        need = NeedDraft(question=kept.question, field=procedure.field if procedure else None)
        blocks = (TextBlock(text=PASSED_ON.format(kept.question)), *self._contacts)
        reply = Reply(outcome="handoff", blocks=blocks, need=need)
        return _turn(message, kept.model_copy(update={"question": ""}), reply)


def _payload(message: Stored, said: str, kept: Memory) -> str | None:
    """Return what was chosen if it is a choice of ours: by a button, its number or its words."""
    if message.kind == "button":
        return message.text if message.text.partition("{")[0] == f"/{RATE}" else None
    if message.kind != "text":
        return None
    typed = fold(message.text).strip(" .)")
    for number, (title, payload) in enumerate(kept.offered, 1):
        if typed in (str(number), fold(title)):
            return payload
    if said.startswith(f"/{RATE}{{"):
        return said
    return next((b.payload for b in (UP, DOWN) if typed in _words(b, kept)), None)


def _words(button: Button, kept: Memory) -> tuple[str, ...]:
    """Zalo sends back what stands on a button, however old; people type less of a new one."""
    title = fold(button.title)
    thumb, _, words = title.partition(" ")
    return (title, words, thumb) if kept.fresh else (title,)


def _reasons() -> Iterator[Button]:
    for why, title in REASONS.items():
        yield Button(title=title, payload=f'/{RATE}{{"r":"down","why":"{why}"}}')


def _after_reason(why: str, kept: Memory) -> Iterator[Button]:
    start = f'/{RATE}{{"r":"down","why":"{why}","then"'
    if kept.question:
        yield Button(title=TO_DEPARTMENT, payload=f'{start}:"desk"}}')
    yield Button(title=SKIP, payload=f'{start}:"end"}}')


def _reply(
    text: str, draft: FeedbackDraft | None = None, buttons: tuple[Button, ...] = ()
) -> Reply:
    blocks = (TextBlock(text=text),)
    return Reply(outcome="smalltalk", blocks=blocks, buttons=buttons, feedback=draft)


def _turn(message: Stored, kept: Memory, reply: Reply, why: str | None = None) -> Understood:
    offered = tuple((button.title, button.payload) for button in reply.buttons)
    now = kept.model_copy(update={"offered": offered, "why": why})
    return Understood([reply], RATE, 1.0, [], [], with_memory(message.state, now))
