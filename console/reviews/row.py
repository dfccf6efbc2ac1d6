"""The rows in which somebody reviews turn after turn, and where in one they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.audit import Deed
from bot.records.reviews.samples import SqlSamples
from bot.records.reviews.verdicts import SqlReviews
from bot.records.staff.accounts import Staff
from console.guard import MOUNT, Office

SAMPLE, WANTED = "sample", "wanted"
QUEUE = 50  # turns of the queue at once


@dataclass(frozen=True, slots=True)
class Row:
    """Turns to review one after the other, those of ``done`` already; ``name`` is in addresses."""

    name: str
    turns: Sequence[int] = ()
    done: frozenset[int] = frozenset()

    def place(self, turn: int) -> int:
        """Return which one ``turn`` is, from 1 on; 0 if it is not in the row."""
        return self.turns.index(turn) + 1 if turn in self.turns else 0

    def after(self, turn: int) -> str:
        """Return the page of the next turn that is open; after the last one, of the first.

        ``turn`` itself need not be in the row any more: what is reviewed has left the queue.
        """
        left = [one for one in self.turns if one != turn and one not in self.done]
        ahead = [one for one in left if (one < turn) == (self.name == WANTED)]  # newest first there
        following = next(iter(ahead or left), None)
        if following is None:
            return f"{MOUNT}/reviews/wanted" if self.name == WANTED else f"{MOUNT}/reviews"
        return f"{MOUNT}/reviews/turns/{following}?of={self.name}"


def row_of(office: Office, staff: Staff, name: str, deed: Deed) -> Row:
    """Return the row of that name as it is now; an unknown one is empty."""
    if name == SAMPLE:
        sample = SqlSamples(office.engine, office.clock).today(staff, deed)
        done = frozenset(one.turn for one in sample if one.is_done)
        return Row(name, [one.turn for one in sample], done)
    if name == WANTED:
        return Row(name, SqlReviews(office.engine).wanted_numbers(staff, QUEUE))
    return Row("")
