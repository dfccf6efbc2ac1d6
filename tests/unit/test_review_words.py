"""What reviews call by a code is said in English too, and so is every refusal."""

from collections.abc import Iterator
from types import ModuleType

from bot.catalogue.wording import ASPECT_LABELS
from bot.records.reviews import draft as review_draft
from bot.records.reviews import labels as review_labels
from bot.records.reviews import proposal_list
from console.outcomes import marks
from console.reviews import proposals
from console.reviews import turn as review_turn
from console.words import english

REFUSING = (review_draft, review_labels, proposal_list, proposals, review_turn)


def sentences(module: ModuleType) -> Iterator[str]:
    """Yield what a module says when something cannot be done."""
    for name, said in vars(module).items():
        if name.isupper() and isinstance(said, str) and said.endswith("."):
            yield said


def test_every_refusal_has_its_english() -> None:
    said = {sentence for module in REFUSING for sentence in sentences(module)}
    assert len(said) > 15
    assert said - english().keys() == set()


def test_every_name_of_a_code_has_its_english() -> None:
    names = (
        *review_draft.VERDICTS.values(),
        *review_labels.KINDS.values(),
        *proposals.STATUSES.values(),
        *proposals.KINDS.values(),
        *ASPECT_LABELS.values(),
        *(mark.label for mark in marks().values()),
    )
    assert set(names) - english().keys() == set()
