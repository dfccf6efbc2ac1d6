"""All that one takes along for a procedure, fitted to one's case: for the chat and for paper."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.catalogue.facts import authority, fees, own_deadline, places, times
from bot.catalogue.papers import Papers, papers
from bot.catalogue.record import Procedure
from bot.catalogue.wording import NOT_KNOWN
from bot.reply import Block, FactBlock, ListBlock

PAGE = "/giay-to"  # where the web channel shows a checklist; the options are in the query's “co”


@dataclass(frozen=True, slots=True)
class Checklist:
    """What holds in a case. Every fact is the record's; of what it lacks, that is said.

    Attributes:
        chosen: each question that is answered, with the label of its answer.
        open: the questions that are not answered; what depends on them is listed with its case.
        papers: ``None`` when they are not known.
        facts: place, fee, time and the citizen's own deadline.
        notes: what goes with the chosen answers.
        path: the address of the printable page, without personal data.
    """

    procedure: Procedure
    chosen: tuple[tuple[str, str], ...]
    open: tuple[str, ...]
    papers: tuple[Papers, ...] | None
    facts: tuple[FactBlock | ListBlock, ...]
    notes: tuple[str, ...]
    path: str

    @property
    def is_partial(self) -> bool:
        """Whether something in it is not known."""
        said = (text for fact in self.facts for text in _texts(fact))
        return self.papers is None or any(NOT_KNOWN in text for text in said)


def checklist_of(procedure: Procedure, options: Collection[str]) -> Checklist:
    """Return the checklist of ``procedure`` under the chosen ``options``."""
    answers = [(s, o) for s in procedure.situations for o in s.options if o.id in options]
    answered = {situation.id for situation, _ in answers}
    return Checklist(
        procedure=procedure,
        chosen=tuple((situation.question, option.label) for situation, option in answers),
        open=tuple(s.question for s in procedure.situations if s.id not in answered),
        papers=papers(procedure, options),
        facts=tuple(_facts(procedure, options)),
        notes=tuple(option.note for _, option in answers if option.note),
        path=_path(procedure, [option.id for _, option in answers]),
    )


def read_options(procedure: Procedure, asked: Sequence[str]) -> tuple[str, ...] | None:
    """Return the chosen options that an address names.

    ``None`` when one of them is not the procedure's, or two answer the same question.
    """
    wanted = {option for part in asked for option in part.split(",") if option}
    chosen = [[o.id for o in s.options if o.id in wanted] for s in procedure.situations]
    known = tuple(option for options in chosen for option in options)
    is_one_case = all(len(options) < 2 for options in chosen)
    return known if is_one_case and wanted <= set(known) else None


def _facts(procedure: Procedure, options: Collection[str]) -> Iterator[FactBlock | ListBlock]:
    facts: tuple[Block, ...] = (
        *fees(procedure, options),
        *places(procedure),
        authority(procedure),
        *times(procedure),
        *own_deadline(procedure, options),
    )
    yield from (fact for fact in facts if isinstance(fact, FactBlock | ListBlock))


def _path(procedure: Procedure, options: Sequence[str]) -> str:
    query = f"?co={','.join(options)}" if options else ""
    return f"{PAGE}/{procedure.code}{query}"


def _texts(fact: FactBlock | ListBlock) -> Sequence[str]:
    return (fact.text,) if isinstance(fact, FactBlock) else fact.items
