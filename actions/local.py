"""What the desk's province adds to an answer about a procedure: hours, address and its own fees."""

from collections.abc import Iterator
from datetime import timedelta

from actions.blocks import before_link, end_of, inserted
from actions.desk import Desk
from actions.hours import asks_for_hours
from actions.message import Message
from actions.opening import are_known, opening, opening_sources, source_ref
from bot.catalogue.freshness import OLD
from bot.catalogue.record import Procedure
from bot.catalogue.wording import ASPECT_LABELS
from bot.province.fees import Charged, charged
from bot.province.wording import fee_text
from bot.reply import Block, FactBlock, Reply, WarningBlock

OLD_FEE = (
    "Mức thu của {} được kiểm tra lần cuối ngày {}, có thể đã thay đổi; anh/chị hỏi lại nơi nộp "
    "giúp em ạ."
)


def localised(desk: Desk, reply: Reply, procedure: Procedure, message: Message) -> Reply:
    """Return an answer about ``procedure`` with what holds in the desk's province."""
    return _with_hours(desk, _with_fees(desk, reply, procedure), procedure, message)


def _with_fees(desk: Desk, reply: Reply, procedure: Procedure) -> Reply:
    """Put the province's figures under the fee, where the record leaves it to the province."""
    at = end_of("fee", reply)
    found = [*charged(desk.province, procedure, reply.situations.values())] if at else []
    blocks = [block for one in found for block in _fee_blocks(desk, one)]
    return inserted(reply, at, blocks, [source_ref(one.source) for one in found])


def _fee_blocks(desk: Desk, one: Charged) -> Iterator[Block]:
    unit = desk.province.unit
    yield FactBlock(label=f"{ASPECT_LABELS['fee']} ở {unit}", text=fee_text(one))
    if desk.today() - one.source.checked > timedelta(days=OLD):
        yield WarningBlock(text=OLD_FEE.format(unit, f"{one.source.checked:%d/%m/%Y}"))


def _with_hours(desk: Desk, reply: Reply, procedure: Procedure, message: Message) -> Reply:
    """Say when the place is open, if that is asked for or belongs to where it is."""
    asked = "" if message.is_button or not asks_for_hours(message.text) else message.text
    at = end_of("place", reply)
    if not asked and not (at and "place" in (reply.aspect, *message.aspects)):
        return reply
    offices = [*desk.province.offices_for(procedure.level)]
    blocks, sources = opening(desk, offices, asked), opening_sources(desk, offices, asked)
    told = inserted(reply, at or before_link(reply), blocks, sources)
    partial = asked and not are_known(desk, offices)
    return told.model_copy(update={"outcome": "partial"}) if partial else told
