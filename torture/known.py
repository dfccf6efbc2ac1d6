"""What the database knows of each update, in numbers and in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from torture.places import Place

_REPLIES = """
    SELECT i.external_id, i.trace, i.status, i.attempts, t.outcome, t.fault, t.conversation_id,
           o.status, o.attempts, o.error
    FROM inbox i LEFT JOIN turns t ON t.inbox_id = i.id LEFT JOIN outbox o ON o.turn_id = t.id
    ORDER BY t.id, o.id
"""
_LETTERS = "SELECT external_id, why FROM dead_letters"


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of update ``number``; empty where there is no turn or no reply yet."""

    number: int
    trace: str
    inbox: str
    claims: int
    outcome: str
    fault: str
    conversation: str
    status: str
    sends: int
    error: str

    def __str__(self) -> str:
        turn = f"turn {self.outcome} {self.fault}".strip() if self.outcome else "no turn"
        reply = f"reply {self.status}, {self.sends} attempts {self.error}".strip()
        return (
            f"{self.number} ({self.trace}): inbox {self.inbox}, {self.claims} attempts; {turn}; "
            f"{reply if self.status else 'no reply'}"
        )


def replies(place: Place) -> list[Reply]:
    """Return all replies in the order of their turns."""
    return [
        Reply(
            number_in(key), trace, inbox, claims, outcome or "", fault or "", talk or "",
            status or "", sends or 0, error or "",
        )
        for key, trace, inbox, claims, outcome, fault, talk, status, sends, error in place.rows(
            _REPLIES
        )
    ]  # fmt: skip


def put_aside(place: Place) -> Mapping[int, str]:
    """Return the updates among the dead letters, and why they are there."""
    return {number_in(key): why for key, why in place.rows(_LETTERS)}


def number_in(key: str) -> int:
    """Return the update of a key such as ``4242:17``; -1 if it holds none."""
    digits = key.split(":")[-1]
    return int(digits) if digits.isdigit() else -1
