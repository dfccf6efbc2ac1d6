"""Single facts of a record as blocks, fitted to what is known of the citizen's situation."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from bot.catalogue.record import UNKNOWN, Procedure, Submission
from bot.catalogue.wording import ASPECT_LABELS, NOT_KNOWN, WAYS
from bot.reply import Aspect, Block, FactBlock, ListBlock, TextBlock

Answer = Iterator[Block]


def submissions(procedure: Procedure) -> tuple[Submission, ...]:
    """Return the ways of handing in; none when they are not known."""
    return () if procedure.submissions == UNKNOWN else procedure.submissions


def places(procedure: Procedure) -> Answer:
    """Say where to hand in."""
    texts = {WAYS[s.way]: known(s.where) for s in submissions(procedure)}
    yield from _by_way("place", texts)


def authority(procedure: Procedure) -> FactBlock:
    """Say who decides."""
    return FactBlock(label="Cơ quan giải quyết", text=known(procedure.authority))


def times(procedure: Procedure) -> Answer:
    """Say how long it takes."""
    yield from _by_way("time", {WAYS[s.way]: known(s.time) for s in submissions(procedure)})


def fees(procedure: Procedure, options: Collection[str]) -> Answer:
    """Say what it costs in the citizen's situation."""
    yield from _by_way(
        "fee", {WAYS[s.way]: _fee_text(s, procedure, options) for s in submissions(procedure)}
    )


def _by_way(aspect: Aspect, texts: Mapping[str, str]) -> Answer:
    """One fact when all ways agree, otherwise a list with a line for the ways that agree."""
    label = ASPECT_LABELS[aspect]
    ways: dict[str, list[str]] = {}
    for way, text in texts.items():
        ways.setdefault(text, []).append(way)
    if not ways:
        yield unknown(aspect)
    elif len(ways) == 1:
        yield FactBlock(label=label, text=next(iter(ways)))
    else:
        items = tuple(f"{_either(names)}: {text}" for text, names in ways.items())
        yield ListBlock(title=label, items=items)


def _either(ways: Sequence[str]) -> str:
    return " hoặc ".join([ways[0], *(way.lower() for way in ways[1:])])


def _fee_text(submission: Submission, procedure: Procedure, options: Collection[str]) -> str:
    if submission.fees == UNKNOWN:
        return NOT_KNOWN
    return (
        "; ".join(f.text for f in submission.fees if holds(f.when, procedure, options)) or NOT_KNOWN
    )


def holds(when: Collection[str], procedure: Procedure, options: Collection[str]) -> bool:
    """Whether a part applies: unless an answer that we have rules it out."""
    for situation in procedure.situations:
        ids = {o.id for o in situation.options}
        chosen = ids & set(options)
        if chosen and ids & set(when) and not chosen & set(when):
            return False
    return True


def own_deadline(procedure: Procedure, options: Collection[str]) -> Answer:
    """Say by when the citizen has to act, if there is a deadline or it is not known."""
    if procedure.deadline is not None:
        yield from deadline(procedure, options)


def deadline(procedure: Procedure, _: Collection[str]) -> Answer:
    """Say by when the citizen has to act, or that no deadline is set."""
    if procedure.deadline is None:
        yield TextBlock(text="Thủ tục này không quy định hạn anh/chị phải đi làm ạ.")
    else:
        text = NOT_KNOWN if procedure.deadline == UNKNOWN else procedure.deadline.text
        yield FactBlock(label=ASPECT_LABELS["deadline"], text=text)


def listed(aspect: Aspect, items: tuple[str, ...] | Any, *, ordered: bool = False) -> Block:
    """Return a titled list, or that the aspect is not known."""
    if items == UNKNOWN or not items:
        return unknown(aspect)
    return ListBlock(title=ASPECT_LABELS[aspect], items=tuple(items), ordered=ordered)


def unknown(aspect: Aspect) -> FactBlock:
    """Say that an aspect is not known."""
    return FactBlock(label=ASPECT_LABELS[aspect], text=NOT_KNOWN)


def known(text: str) -> str:
    """Return the text, or that it is not known."""
    return NOT_KNOWN if text == UNKNOWN else text
