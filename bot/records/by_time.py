"""Pages of conversations as a whole, by their newest message."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select

from bot.records.looking import EPOCH, Found, Look, numbers
from bot.records.tables import Conversation, InboxMessage
from bot.records.talks.many import one_of

Place = tuple[datetime, str]


def by_time(look: Look, older: str) -> Found:
    """Return the page after ``older``."""
    cursor = numbers(older.rpartition(".")[0], 2)
    top = EPOCH + timedelta(microseconds=cursor[0]) if cursor else None
    end = None
    if cursor:
        end = EPOCH + timedelta(microseconds=cursor[1]), older.rpartition(".")[2]
    places = sorted({*_unmoved(look, top, end), *(_moved(look, top) if top else ())}, reverse=True)
    left = [place for place in places if end is None or place < end]
    page = left[: look.size]
    at = top or (left[0][0] if left else EPOCH)
    is_more = len(left) > look.size
    after = f"{_micro(at)}.{_micro(page[-1][0])}.{page[-1][1]}" if is_more else ""
    return Found({conversation: None for _, conversation in page}, after)


def _unmoved(look: Look, top: datetime | None, end: Place | None) -> Iterator[Place]:
    """Yield the conversations in which nothing was said since the first page."""
    of = select(Conversation.last_at, Conversation.id)
    if top is not None:
        of = of.where(Conversation.last_at <= top)
    if look.known is not None:
        yield from _rows(look, of.where(one_of(look.db, Conversation.id, look.known)))
        return
    if end is not None:
        earlier = or_(Conversation.last_at < end[0], Conversation.id < end[1])
        of = of.where(and_(Conversation.last_at <= end[0], earlier))
    of = of.where(*look.conditions)
    in_order = of.order_by(Conversation.last_at.desc(), Conversation.id.desc())
    yield from _rows(look, in_order.limit(look.size + 1))


def _moved(look: Look, top: datetime) -> Iterator[Place]:
    """Yield the others where they were then."""
    then = (
        select(func.max(InboxMessage.received_at))
        .where(InboxMessage.conversation_id == Conversation.id, InboxMessage.received_at <= top)
        .scalar_subquery()
    )
    begun = Conversation.last_at > top, Conversation.created_at <= top
    moved = select(then, Conversation.id).where(*begun, *look.conditions)
    yield from (place for place in _rows(look, moved) if place[0])


def _rows(look: Look, of: Select[datetime, str]) -> Iterator[Place]:
    return iter(look.db.execute(of).all())


def _micro(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)
