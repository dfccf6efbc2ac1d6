"""The rows behind a need's way: each change is one conditional update with its event."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.errors import NeedRefused
from bot.records.needs.tables import NeedEvent
from bot.records.tables import Need
from bot.records.text import storable

OPEN = ("new", "accepted", "waiting", "drafted", "reopened")  # somebody still has to do something
RUNNING = ("new", "accepted", "drafted", "reopened")  # the clock runs: no citizen is asked
LONGEST = 2_000
GONE = "Việc này vừa được người khác thay đổi hoặc đã đóng; hãy tải lại trang."


def need_row(db: Connection, need: int) -> Row[Any] | None:
    """Return a need as it is, kept from others until the end of the transaction."""
    return db.execute(select(Need.__table__).where(Need.id == need).with_for_update()).first()


def change(db: Connection, need: int, statuses: Collection[str], values: Mapping[str, Any]) -> None:
    """Change a need that has one of ``statuses``.

    Raises:
        NeedRefused: it has another by now.
    """
    row = update(Need).where(Need.id == need, Need.status.in_(statuses))
    if not db.execute(row.values(**values)).rowcount:
        raise NeedRefused(GONE)


def happened(
    db: Connection, need: int, at: datetime, who: str, what: str, text: str = "", **detail: Any
) -> None:
    """Write down what happened to a need, and by whom; empty for the system itself."""
    row = insert(NeedEvent).values(
        need_id=need, at=at, who=who, what=what, text=storable(text, LONGEST), detail=detail
    )
    db.execute(row)


def followers(db: Connection, need: int) -> list[Row[Any]]:
    """Return the need and those merged into it: everybody who waits for its answer."""
    theirs = select(Need.__table__).where((Need.id == need) | (Need.merged_into == need))
    return list(db.execute(theirs.order_by(Need.id)).all())


def open_questions(db: Connection, after: int = 0) -> Sequence[Any]:
    """Return number, department and text of the needs that are open and not merged."""
    wanted = (Need.status.in_(OPEN), Need.id > after)
    columns = (Need.id, Need.department, Need.question, Need.conversation_id)
    return db.execute(select(*columns).where(*wanted).order_by(Need.id)).all()
