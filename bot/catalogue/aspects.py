"""What is said of each aspect of a procedure."""

from collections.abc import Callable, Collection, Mapping, Sequence

from bot.catalogue.facts import (
    Answer,
    authority,
    deadline,
    fees,
    holds,
    listed,
    own_deadline,
    places,
    submissions,
    times,
    unknown,
)
from bot.catalogue.papers import Papers, line, papers
from bot.catalogue.record import UNKNOWN, Procedure
from bot.catalogue.wording import ASPECT_LABELS, ONLINE
from bot.reply import Aspect, FactBlock, LinkBlock, ListBlock, TextBlock


def _overview(procedure: Procedure, options: Collection[str]) -> Answer:
    yield TextBlock(text=procedure.summary)
    yield from places(procedure)
    yield from times(procedure)
    yield from fees(procedure, options)
    yield from own_deadline(procedure, options)


def _documents(procedure: Procedure, options: Collection[str]) -> Answer:
    yield from listed_papers(procedure, papers(procedure, options))


def _steps(procedure: Procedure, _: Collection[str]) -> Answer:
    yield listed("steps", procedure.steps, ordered=True)


def _place(procedure: Procedure, _: Collection[str]) -> Answer:
    yield from places(procedure)
    yield authority(procedure)


def _fee(procedure: Procedure, options: Collection[str]) -> Answer:
    yield from fees(procedure, options)


def _time(procedure: Procedure, _: Collection[str]) -> Answer:
    yield from times(procedure)


def _online(procedure: Procedure, _: Collection[str]) -> Answer:
    yield TextBlock(text=ONLINE[procedure.online.level])
    for submission in submissions(procedure):
        if submission.way == "online" and submission.where != UNKNOWN:
            yield FactBlock(label="Nộp tại", text=submission.where)


def _form(procedure: Procedure, options: Collection[str]) -> Answer:
    if procedure.documents == UNKNOWN:
        yield unknown("form")
        return
    forms = [d for d in procedure.documents if d.form and holds(d.when, procedure, options)]
    if not forms:
        yield unknown("form")
    else:
        yield ListBlock(title=ASPECT_LABELS["form"], items=tuple(str(d.form) for d in forms))
    for document in forms:
        if document.form_url:
            yield LinkBlock(title=f"Tải {document.form}", url=str(document.form_url))


def _conditions(procedure: Procedure, _: Collection[str]) -> Answer:
    yield listed("conditions", procedure.conditions)


def _result(procedure: Procedure, _: Collection[str]) -> Answer:
    yield listed("result", procedure.result)


def _legal_basis(procedure: Procedure, _: Collection[str]) -> Answer:
    laws = procedure.legal_basis
    yield listed(
        "legal_basis", laws if laws == UNKNOWN else tuple(f"{x.number}: {x.title}" for x in laws)
    )


def listed_papers(procedure: Procedure, groups: Sequence[Papers] | None) -> Answer:
    """List the papers, what to hand in and what to show."""
    if groups is None:
        yield unknown("documents")
    for group in groups or ():
        items = (line(p, shortened=procedure.origin == "national") for p in group.items)
        yield ListBlock(title=group.title, items=tuple(items))


BODIES: Mapping[Aspect, Callable[[Procedure, Collection[str]], Answer]] = {
    "overview": _overview,
    "documents": _documents,
    "steps": _steps,
    "place": _place,
    "fee": _fee,
    "time": _time,
    "online": _online,
    "form": _form,
    "conditions": _conditions,
    "result": _result,
    "legal_basis": _legal_basis,
    "deadline": deadline,
}
