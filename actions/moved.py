"""Places by their old names: what became of them, and where one hands in papers there today."""

from collections.abc import Iterator

from actions.blocks import end_of, inserted
from actions.desk import Decision, Desk
from actions.message import Message
from bot.places import Place, note, places, within, without_places
from bot.reply import Block, FactBlock, Reply, TextBlock
from bot.understanding.aspect_words import subject

NOTED = ("answered", "partial", "clarify", "unmet")
# What such a message says besides the place, when it asks about nothing else.
_SAID = """
cu truoc day nay moi o song nha minh que tru thuong tam sap nhap ten thanh thuoc doi sang goi thi la
ra den dau uy ban ubnd phuong xa huyen quan tinh mot cua trung tam hanh chinh cong phuc vu giay to
khu noi cho con vua da nguoi dan bay gio
"""
_WORDS = frozenset(_SAID.split())
WHICH_TASK = "Anh/chị cần làm thủ tục gì, viết cho em để em nói rõ giấy tờ và nơi nộp ạ."
ELSEWHERE = "Nếu anh/chị ở tỉnh khác thì viết thêm tên tỉnh giúp em ạ."


def placed(desk: Desk, reply: Reply, message: Message) -> Reply:
    """Say beside an answer what became of a place that the message calls by its old name."""
    if reply.outcome not in NOTED or message.is_button or _tells_already(reply):
        return reply
    notes = dict.fromkeys(note(place) for place, _ in _here(desk, message.text))
    told = [TextBlock(text=text) for text in notes if text]
    at = end_of("place", reply) if reply.aspect == "place" else 0
    return inserted(reply, at or len(reply.blocks), told[:1])


def where_now(desk: Desk, message: Message) -> Decision | None:
    """Answer a message that names an old commune or district and no procedure."""
    if message.is_button or not _WORDS.issuperset(_besides(message.text)):
        return None
    found = [(p, asked) for p, asked in _here(desk, message.text) if p.level != "province"]
    if not found or not any(place.former for place, _ in found):
        return None
    place, narrowed = found[0]
    blocks = (*_said(place), *([TextBlock(text=ELSEWHERE)] if narrowed else ()))
    return Decision(
        Reply(outcome="clarify", aspect="place", blocks=(*blocks, TextBlock(text=WHICH_TASK)))
    )


def _said(place: Place) -> Iterator[Block]:
    unchanged = f"{place.said} vẫn là {place.present[0].short}, {place.present[0].province}."
    yield TextBlock(text=note(place) or unchanged[0].upper() + unchanged[1:])
    if len({unit.province for unit in place.present}) == 1:
        offices = ", ".join(unit.short for unit in place.present)
        which = f"{offices}, nơi anh/chị đang ở" if len(place.present) > 1 else offices
        text = f"Trung tâm Phục vụ hành chính công {which}"
        yield FactBlock(label="Việc làm ở cấp xã thì nộp tại", text=text)


def _here(desk: Desk, text: str) -> Iterator[tuple[Place, bool]]:
    """Yield the places of ``text``, those of the desk's province first meant there."""
    for place in places(text):
        here = within(place, desk.province.unit)
        yield here, here is not place


def _besides(text: str) -> list[str]:
    return subject(without_places(text)).folded.split()


def _tells_already(reply: Reply) -> bool:
    texts = (block.text for block in reply.blocks if isinstance(block, TextBlock))
    return any(WHICH_TASK in text for text in texts)
