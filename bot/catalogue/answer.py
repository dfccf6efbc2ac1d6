"""Fits a record to what was asked. Every fact comes from the record; what it lacks is said."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.catalogue.aspects import BODIES, listed_papers
from bot.catalogue.checklist import Checklist, checklist_of
from bot.catalogue.facts import Answer
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
FIT, MY_CASE, MY_LIST = "fit_my_case", "Trường hợp của tôi", "Danh sách của tôi"
TO_PRINT = "Bản để in"
AFTER_CHECKLIST: tuple[Aspect, ...] = ("steps", "form", "online")
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
    following = NEXT.get(aspect, NEXT_BY_DEFAULT)
    buttons = (*_buttons(procedure, following), *_fit_button(procedure, aspect, options))
    body = _body(procedure, (aspect, *also), options)
    return _reply(procedure, aspect, options, body).model_copy(update={"buttons": buttons})


def checklist(procedure: Procedure, options: Collection[str]) -> Reply:
    """Answer with all that one takes along, fitted to the case, and with the page to print."""
    whole = checklist_of(procedure, options)
    made = _reply(procedure, "documents", options, _whole(whole))
    link = LinkBlock(title=TO_PRINT, url=whole.path)
    buttons = tuple(_buttons(procedure, AFTER_CHECKLIST))
    return made.model_copy(update={"blocks": (*made.blocks, link), "buttons": buttons})


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


def _reply(
    procedure: Procedure, aspect: Aspect, options: Collection[str], body: Iterable[Block]
) -> Reply:
    blocks = (
        TextBlock(text=f"{procedure.name} ({procedure.code})"),
        *_as_published(procedure),
        *_fit(procedure, body),
    )
    unknown = any(NOT_KNOWN in text for block in blocks for text in _texts(block))
    return Reply(
        outcome="partial" if unknown else "answered",
        procedure=ref(procedure),
        aspect=aspect,
        situations={s.id: o.id for s in procedure.situations for o in s.options if o.id in options},
        blocks=(*blocks, *(_partial() if unknown else ()), _link(procedure)),
        sources=sources(procedure),
    )


def _whole(whole: Checklist) -> Answer:
    if whole.chosen:
        labels = "; ".join(label for _, label in whole.chosen)
        yield FactBlock(label="Trường hợp", text=labels)
    yield from listed_papers(whole.procedure, whole.papers)
    yield from whole.facts
    yield from (WarningBlock(text=note) for note in whole.notes)


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


def _buttons(procedure: Procedure, aspects: Iterable[Aspect]) -> Iterator[Button]:
    for following in aspects:
        yield Button(title=ASPECT_LABELS[following], payload=payload(f"ask_{following}", procedure))


def _fit_button(procedure: Procedure, aspect: Aspect, options: Collection[str]) -> Iterator[Button]:
    """Offer to ask about the case, or the checklist once all of it is known."""
    is_open = [s for s in procedure.situations if not {o.id for o in s.options} & set(options)]
    if aspect == "documents" and not is_open:
        yield Button(title=MY_LIST, payload=payload(FIT, procedure))
    elif procedure.situations and not options:
        yield Button(title=MY_CASE, payload=payload(FIT, procedure))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case ListBlock(items=items):
            yield from items
        case FactBlock(text=text) | TextBlock(text=text) | WarningBlock(text=text):
            yield text
