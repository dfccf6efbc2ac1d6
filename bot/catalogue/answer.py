"""Fits a record to what was asked. Every fact comes from the record; what it lacks is said."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.catalogue.aspects import BODIES
from bot.catalogue.facts import Answer, fees, own_deadline, places
from bot.catalogue.record import Procedure
from bot.catalogue.short import shorten
from bot.catalogue.wording import AS_PUBLISHED, ASPECT_LABELS, NOT_KNOWN
from bot.reply import (
    Aspect,
    Block,
    Button,
    FactBlock,
    LinkBlock,
    ListBlock,
    ProcedureRef,
    Reply,
    SourceRef,
    TextBlock,
    WarningBlock,
)

# The three things people ask next, after each aspect.
NEXT: Mapping[Aspect, tuple[Aspect, ...]] = {
    "documents": ("fee", "place", "online"),
    "fee": ("documents", "time", "online"),
    "time": ("documents", "fee", "online"),
    "place": ("documents", "fee", "online"),
    "online": ("documents", "fee", "time"),
}
FIT = "fit_my_case"
NEXT_BY_DEFAULT: tuple[Aspect, ...] = ("documents", "fee", "online")


def reply(
    procedure: Procedure,
    aspect: Aspect,
    options: Collection[str] = (),
    also: Collection[Aspect] = (),
) -> Reply:
    """Answer ``aspect`` of ``procedure``, and ``also`` others, fitted to the known options.

    ``partial`` when a fact that was asked for is not known.
    """
    blocks = (
        TextBlock(text=f"{procedure.name} ({procedure.code})"),
        *_as_published(procedure),
        *_fit(procedure, _body(procedure, (aspect, *also), options)),
    )
    unknown = any(NOT_KNOWN in text for block in blocks for text in _texts(block))
    return Reply(
        outcome="partial" if unknown else "answered",
        procedure=ref(procedure),
        aspect=aspect,
        situations={s.id: o.id for s in procedure.situations for o in s.options if o.id in options},
        blocks=(*blocks, *(_partial() if unknown else ()), _link(procedure)),
        buttons=(*_next_buttons(procedure, aspect), *_fit_button(procedure, options)),
        sources=sources(procedure),
    )


def checklist(procedure: Procedure, options: Collection[str]) -> Reply:
    """Answer with all that one takes along: papers, fee, place and deadline, fitted to the case."""
    papers = reply(procedure, "documents", options)
    facts = (*fees(procedure, options), *places(procedure), *own_deadline(procedure, options))
    extra = tuple(_fit(procedure, facts))
    head, *middle, link = papers.blocks
    partial = any(NOT_KNOWN in text for block in extra for text in _texts(block))
    return papers.model_copy(
        update={
            "blocks": (head, *middle, *extra, link),
            "outcome": "partial" if partial else papers.outcome,
        }
    )


def asking(reply: Reply, question: str, choices: Iterable[Button]) -> Reply:
    """Return ``reply`` with a question at its end, and its choices before the other buttons."""
    blocks = (*reply.blocks, TextBlock(text=question))
    fitting = [b for b in reply.buttons if not b.payload.startswith(f"/{FIT}")]
    return reply.model_copy(update={"blocks": blocks, "buttons": (*choices, *fitting)})


def ref(procedure: Procedure) -> ProcedureRef:
    """Return which record, at which version."""
    return ProcedureRef(code=procedure.code, name=procedure.name, version=procedure.version)


def sources(procedure: Procedure) -> tuple[SourceRef, ...]:
    """Return the record's sources as a citizen sees them."""
    return tuple(
        SourceRef(title=s.title, url=str(s.url), checked=s.checked) for s in procedure.sources
    )


def payload(intent: str, procedure: Procedure) -> str:
    """Return what the engine gets when a button about ``procedure`` is pressed."""
    return f'/{intent}{{"code":"{procedure.code}"}}'


def _body(procedure: Procedure, aspects: Collection[Aspect], options: Collection[str]) -> Answer:
    for aspect in aspects:
        yield from BODIES[aspect](procedure, options)
    yield from _notes(procedure, options)


def _as_published(procedure: Procedure) -> Answer:
    if procedure.origin == "national":
        yield TextBlock(text=AS_PUBLISHED)


def _fit(procedure: Procedure, blocks: Iterable[Block]) -> Answer:
    """People write short; the portal does not."""
    for block in blocks:
        yield from shorten(block) if procedure.origin == "national" else (block,)


def _notes(procedure: Procedure, options: Collection[str]) -> Answer:
    for situation in procedure.situations:
        for option in situation.options:
            if option.id in options and option.note:
                yield WarningBlock(text=option.note)


def _partial() -> Answer:
    yield WarningBlock(
        text="Có phần em chưa có thông tin nên câu trả lời chưa đủ. "
        "Anh/chị xem thêm ở trang chính thức bên dưới giúp em ạ."
    )


def _link(procedure: Procedure) -> LinkBlock:
    can_submit = procedure.online.level in ("full", "partial")
    title = "Nộp trực tuyến trên Cổng Dịch vụ công" if can_submit else "Xem trên Cổng Dịch vụ công"
    return LinkBlock(title=title, url=str(procedure.online.url))


def _next_buttons(procedure: Procedure, aspect: Aspect) -> Iterator[Button]:
    for following in NEXT.get(aspect, NEXT_BY_DEFAULT):
        yield Button(title=ASPECT_LABELS[following], payload=payload(f"ask_{following}", procedure))


def _fit_button(procedure: Procedure, options: Collection[str]) -> Iterator[Button]:
    if procedure.situations and not options:
        yield Button(title="Trường hợp của tôi", payload=payload(FIT, procedure))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case ListBlock(items=items):
            yield from items
        case FactBlock(text=text) | TextBlock(text=text) | WarningBlock(text=text):
            yield text
