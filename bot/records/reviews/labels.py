"""The institution's own words for reviews. One that is no longer wanted is retired, not deleted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, select, update

from bot.errors import ReviewRefused
from bot.records.audit import Deed, note
from bot.records.insert import insert
from bot.records.messages.inbox import utc_now
from bot.records.read import reading
from bot.records.takeover.tables import ReviewLabel
from bot.records.text import storable

KINDS: Final[Mapping[str, str]] = {
    "theme": "Chủ đề",
    "quality": "Chất lượng",
    "follow_up": "Việc cần làm tiếp",
}
LONGEST = 60

NO_KIND = "Hãy chọn loại nhãn."
NO_NAME = "Hãy đặt tên cho nhãn."
TAKEN = "Đã có nhãn mang tên này."
GONE = "Nhãn này không còn dùng."


@dataclass(frozen=True, slots=True)
class Label:
    """One word for reviews, and whether it may still be given."""

    id: int
    kind: str
    name: str
    is_retired: bool


class SqlReviewLabels:
    """All labels of the installation."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def all(self) -> Sequence[Label]:
        """Return every label by name, the retired ones too."""
        with reading(self._engine) as db:
            return _labels(db)

    def add(self, kind: str, name: str, deed: Deed) -> None:
        """Offer a new label, or one again that was retired.

        Raises:
            ReviewRefused: it has no kind or name, or the name is in use.
        """
        name = storable(" ".join(name.split()), LONGEST)
        if kind not in KINDS or not name:
            raise ReviewRefused(NO_NAME if kind in KINDS else NO_KIND)
        with self._engine.begin() as db:
            _check_free(db, kind, name)
            row = insert(db, ReviewLabel).values(kind=kind, name=name)
            same, again = ["kind", "name"], {"retired_at": None}
            db.execute(row.on_conflict_do_update(index_elements=same, set_=again))
            note(db, self._clock(), deed, "review label added", name, kind=kind)

    def retire(self, number: int, deed: Deed) -> None:
        """Offer a label no longer; reviews that have it keep it.

        Raises:
            ReviewRefused: nobody offers it.
        """
        now = self._clock()
        offered = (ReviewLabel.id == number, ReviewLabel.retired_at.is_(None))
        with self._engine.begin() as db:
            row = update(ReviewLabel).where(*offered).values(retired_at=now)
            name = db.execute(row.returning(ReviewLabel.name)).scalar()
            if name is None:
                raise ReviewRefused(GONE)
            note(db, now, deed, "review label retired", name)


def offered(db: Connection) -> frozenset[str]:
    """Return the names that a review may be given now."""
    return frozenset(label.name for label in _labels(db) if not label.is_retired)


def _labels(db: Connection) -> list[Label]:
    rows = select(ReviewLabel.id, ReviewLabel.kind, ReviewLabel.name, ReviewLabel.retired_at)
    ordered = rows.order_by(ReviewLabel.name, ReviewLabel.id)
    return [Label(row.id, row.kind, row.name, bool(row.retired_at)) for row in db.execute(ordered)]


def _check_free(db: Connection, kind: str, name: str) -> None:
    """A review keeps names alone, so that no two labels in use may share one."""
    same = [label for label in _labels(db) if label.name.casefold() == name.casefold()]
    if any(not one.is_retired or one.kind != kind or one.name != name for one in same):
        raise ReviewRefused(TAKEN)
