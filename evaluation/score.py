"""What the answers are worth: every figure of the table, from questions and answers alone.

An answer is a line as ``motcua ask --jsonl`` writes it; its last reply is scored.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.understanding.fold import fold
from evaluation.interval import Share
from evaluation.questions import Question

Answer = Mapping[str, Any]
Names = Mapping[str, Sequence[str]]
"""The catalogue's codes, each with the names of its procedure."""

GIVEN = frozenset({"answered", "partial"})
BROKEN = "error"
OVERALL = "tất cả"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One question beside the reply to it."""

    question: Question
    right: frozenset[str]
    """The codes of the procedures that would be right."""
    outcome: str
    offered: tuple[str, ...]
    """The codes of the reply's procedure and of its candidates, in order."""
    aspect: str | None

    @property
    def given(self) -> str | None:
        """The code of the procedure whose facts were given."""
        return self.offered[0] if self.outcome in GIVEN and self.offered else None

    @property
    def is_answerable(self) -> bool:
        """Whether the catalogue holds what is asked."""
        return self.question.expect.outcome == "answered" and bool(self.right)

    @property
    def is_lacking(self) -> bool:
        """Whether an answer is expected that the catalogue has no procedure for."""
        return self.question.expect.outcome == "answered" and not self.right

    @property
    def gist(self) -> tuple[str | None, str | None]:
        """What two answers to the same question must share to agree."""
        return self.given, self.aspect if self.given else None


class Row(NamedTuple):
    """The figures of one set."""

    set: str
    n: int
    lacking: int
    ranked: Share
    top_1: Share
    top_3: Share
    aspect: Share
    not_answerable: Share
    refused: Share
    clarify: Share
    agreement: Share

    @property
    def shares(self) -> dict[str, Share]:
        """The figures that are shares, by name."""
        return {name: part for name, part in self._asdict().items() if isinstance(part, Share)}


def judge(questions: Iterable[Question], answers: Iterable[Answer], names: Names) -> list[Verdict]:
    """Put each question beside its answer; one without an answer ended in an error."""
    by_id = {answer.get("id"): answer for answer in answers}
    folded = {code: [fold(name) for name in known] for code, known in names.items()}
    return [_verdict(question, by_id.get(question.id, {}), folded) for question in questions]


def table(verdicts: Sequence[Verdict], stripped: Sequence[Verdict] = ()) -> list[Row]:
    """Return a row for each set, then one for all together.

    ``stripped`` are the verdicts on the same questions asked without accents.
    """
    bare = {verdict.question.id: verdict for verdict in stripped}
    sets = sorted({verdict.question.set for verdict in verdicts})
    rows = [_row(name, [v for v in verdicts if v.question.set == name], bare) for name in sets]
    return [*rows, _row(OVERALL, verdicts, bare)]


def lacking(verdicts: Iterable[Verdict]) -> list[tuple[str, int]]:
    """Return the topics that the catalogue has no procedure for, with the number of questions."""
    return Counter(_wanted(v) for v in verdicts if v.is_lacking).most_common()


def confusions(verdicts: Iterable[Verdict], names: Names, most: int = 15) -> list[str]:
    """Return the commonest mistakes as text, each with an example."""
    examples: dict[tuple[str, str], list[str]] = {}
    for verdict in verdicts:
        if mistake := _mistake(verdict, names):
            examples.setdefault(mistake, []).append(" / ".join(verdict.question.turns))
    worst = sorted(examples.items(), key=lambda item: -len(item[1]))[:most]
    return [f"{len(said)}× {want} → {got}: “{said[0]}”" for (want, got), said in worst]


def _verdict(question: Question, answer: Answer, names: Names) -> Verdict:
    reply = (answer.get("replies") or [{}])[-1]
    procedure = reply.get("procedure")
    offered = [part["code"] for part in [procedure, *reply.get("candidates", ())] if part]
    return Verdict(
        question,
        _right(question, names),
        BROKEN if answer.get("error") else reply.get("outcome", BROKEN),
        tuple(dict.fromkeys(offered)),
        reply.get("aspect"),
    )


def _right(question: Question, names: Names) -> frozenset[str]:
    expect = question.expect
    if expect.procedure:
        return frozenset({expect.procedure} & names.keys())
    if not expect.procedure_name:
        return frozenset()
    matches = expect.procedure_name.search
    return frozenset(code for code, known in names.items() if any(map(matches, known)))


def _row(name: str, verdicts: Sequence[Verdict], stripped: Mapping[str, Verdict]) -> Row:
    answerable = [v for v in verdicts if v.is_answerable]
    hopeless = [v for v in verdicts if v.question.expect.outcome == "not_answerable"]
    with_aspect = [v for v in answerable if v.question.expect.aspect]
    compared = [v for v in verdicts if v.question.id in stripped]
    return Row(
        name,
        len(verdicts),
        sum(v.is_lacking for v in verdicts),
        _share(answerable, _is_first),
        _share(answerable, _is_right),
        _share(answerable, lambda v: bool(v.right & set(v.offered[:3]))),
        _share(with_aspect, lambda v: v.aspect == v.question.expect.aspect),
        _share(hopeless, lambda v: v.outcome not in GIVEN | {BROKEN}),
        _share(answerable, lambda v: v.outcome not in GIVEN | {"clarify"}),
        _share(answerable, lambda v: v.outcome == "clarify"),
        _share(compared, lambda v: v.gist == stripped[v.question.id].gist),
    )


def _share(verdicts: Sequence[Verdict], holds: Callable[[Verdict], bool]) -> Share:
    return Share(sum(map(holds, verdicts)), len(verdicts))


def _is_first(verdict: Verdict) -> bool:
    """Whether the right procedure is answered, or stands first in the choice."""
    seen = verdict.outcome in GIVEN | {"clarify"}
    return seen and bool(verdict.offered) and verdict.offered[0] in verdict.right


def _is_right(verdict: Verdict) -> bool:
    return verdict.given in verdict.right


def _mistake(verdict: Verdict, names: Names) -> tuple[str, str] | None:
    """Return what was wanted and what was got, if they differ."""
    got = _named(verdict.given, names) if verdict.given else f"({verdict.outcome})"
    expect = verdict.question.expect
    if expect.outcome == "not_answerable":
        wrong = verdict.given or verdict.outcome == BROKEN
        return (f"({verdict.question.set}: not answerable)", got) if wrong else None
    if verdict.is_lacking:
        return None
    if not _is_right(verdict):
        return _wanted_name(verdict, names), got
    if expect.aspect and verdict.aspect != expect.aspect:
        return f"(aspect {expect.aspect})", f"(aspect {verdict.aspect})"
    return None


def _wanted(verdict: Verdict) -> str:
    expect = verdict.question.expect
    pattern = expect.procedure_name.pattern if expect.procedure_name else ""
    return expect.procedure or pattern or verdict.question.set


def _wanted_name(verdict: Verdict, names: Names) -> str:
    if len(verdict.right) == 1:
        return _named(next(iter(verdict.right)), names)
    return _wanted(verdict)


def _named(code: str, names: Names) -> str:
    return f"{names[code][0]} {code}" if names.get(code) else code
