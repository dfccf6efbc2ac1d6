"""The papers of a record, fitted to what is known of the citizen's case."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.catalogue.facts import holds
from bot.catalogue.record import UNKNOWN, Document, Procedure
from bot.catalogue.short import LONGEST_NAME, short

TITLES = {"submit": "Giấy tờ phải nộp", "bring": "Giấy tờ mang theo để xuất trình"}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper; what is not known or not needed is empty.

    Attributes:
        counts: how many originals and copies.
        cases: the cases in which it is needed, as long as the citizen's is not known.
    """

    name: str
    counts: str
    cases: str
    note: str
    form: str
    form_url: str


@dataclass(frozen=True, slots=True)
class Papers:
    """What to hand in, or what to bring and show."""

    title: str
    items: tuple[Paper, ...]


def papers(procedure: Procedure, options: Collection[str]) -> tuple[Papers, ...] | None:
    """Return the papers that are needed under the chosen ``options``; ``None`` if not known."""
    if procedure.documents == UNKNOWN:
        return None
    fitting = [d for d in procedure.documents if holds(d.when, procedure, options)]
    groups = (
        Papers(title, tuple(_paper(d, procedure, options) for d in fitting if d.handling == way))
        for way, title in TITLES.items()
    )
    return tuple(group for group in groups if group.items)


def line(paper: Paper, *, shortened: bool) -> str:
    """Return a paper in one line, as a chat shows it."""
    text = short(paper.name, LONGEST_NAME) if shortened else paper.name
    text += f" ({paper.counts})" if paper.counts else ""
    text += f" [khi: {paper.cases}]" if paper.cases else ""
    return f"{text}. {paper.note}" if paper.note else text


def _paper(document: Document, procedure: Procedure, options: Collection[str]) -> Paper:
    form = document.form or ""
    return Paper(
        name=document.name,
        counts=", ".join(_counts(document)),
        cases=" và ".join(_open_cases(document, procedure, options)),
        note=document.note or "",
        form="" if form.casefold() in document.name.casefold() else form,
        form_url=str(document.form_url or ""),
    )


def _counts(document: Document) -> Iterator[str]:
    for count, what in ((document.originals, "bản chính"), (document.copies, "bản sao")):
        if count not in (UNKNOWN, 0):
            yield f"{count} {what}"


def _open_cases(
    document: Document, procedure: Procedure, options: Collection[str]
) -> Iterator[str]:
    """Of each question that is still open, the answers under which the paper is needed."""
    for situation in procedure.situations:
        labels = [o.label for o in situation.options if o.id in document.when]
        if labels and not any(o.id in options for o in situation.options):
            yield " hoặc ".join(labels)
