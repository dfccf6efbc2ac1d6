"""Pages of conversations with a turn that is looked for, by the newest such turn."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select

from bot.records.looking import EPOCH, Found, Look, numbers
from bot.records.tables import Conversation, Turn
from bot.records.talks.many import one_of
from bot.records.talks.turn_search import matching, newest

MANY = 10_000  # conversations of which all turns are looked at, if going back hardly finds any
HARDLY = 200  # turns for one conversation
_WALKED = 1000
_MOST_AT_ONCE = 10_000


def by_turns(look: Look, older: str) -> Found:
    """Return the page after ``older``."""
    first, last = _span(look)
    top, end = numbers(older, 2) or (last, last + 1)
    top, end = min(top, last), min(end, last + 1)
    found = _of_few(look, first, top, end) if look.known is not None else None
    if found is None:
        found = _of_many(look, first, top, end)
    page = dict(list(found.items())[: look.size])
    is_more = len(found) > look.size
    return Found(dict(page), f"{top}.{min(page.values())}" if is_more else "")


def _span(look: Look) -> tuple[int, int]:
    """Return the first and the last turn of the days that are looked for."""
    since, until = look.wanted.since, look.wanted.until
    oldest = select(Turn.id).order_by(Turn.created_at).limit(1)
    latest = select(Turn.id).order_by(Turn.created_at.desc()).limit(1)
    if since is None and until is None:
        return 0, look.db.execute(select(func.max(Turn.id))).scalar() or 0
    first = look.db.execute(oldest.where(Turn.created_at >= (since or EPOCH))).scalar()
    if until:
        latest = latest.where(Turn.created_at < until)
    return first or 1, look.db.execute(latest).scalar() or 0 if first else 0


def _of_few(look: Look, first: int, top: int, end: int) -> dict[str, int]:
    """Look at all turns of the few conversations in question."""
    of_them = one_of(look.db, Turn.conversation_id, look.known or ())
    turns = select(Turn.id, Turn.conversation_id).where(of_them, Turn.id.between(first, top))
    whose = dict(look.db.execute(turns).all())
    found: dict[str, int] = {}
    for turn in sorted(matching(look.db, look.wanted.query, whose), reverse=True):
        found.setdefault(whose[turn], turn)
    return {conversation: turn for conversation, turn in found.items() if turn < end}


def _of_many(look: Look, first: int, top: int, end: int) -> dict[str, int]:
    """Go back through the turns that match until a page is full."""
    found: dict[str, int] = {}
    at_once, last, count, is_slow = 4 * look.size, end - 1, 0, False
    while turns := newest(look.db, look.wanted.query, first, last, at_once):
        fresh = _conversations(look, turns)
        if end <= top:
            _drop_shown(look, fresh, end, top)
        found = fresh | found
        if len(found) > look.size or len(turns) < at_once:
            break
        last, count = turns[-1] - 1, count + len(turns)
        if count >= max(_WALKED, HARDLY * len(found)) and not is_slow:
            is_slow, known = True, look.known_of(MANY)
            if known is not None:
                return _of_few(replace(look, known=known), first, top, end)
        at_once = _needed(look.size + 1, len(found), count)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _needed(wanted: int, found: int, turns: int) -> int:
    """Return how many more turns should be enough, if things go on as they went so far."""
    if not found:
        return min(8 * turns, _MOST_AT_ONCE)
    return min(max(4 * wanted, (wanted - found) * turns * 3 // (2 * found)), _MOST_AT_ONCE)


def _conversations(look: Look, turns: Sequence[int]) -> dict[str, int]:
    """Return the conversations of ``turns`` that may be shown, each with the newest of them."""
    theirs = select(Turn.conversation_id, func.max(Turn.id)).where(one_of(look.db, Turn.id, turns))
    if look.conditions:
        theirs = theirs.join(Conversation).where(*look.conditions)
    return dict(look.db.execute(theirs.group_by(Turn.conversation_id)).all())


def _drop_shown(look: Look, found: dict[str, int], end: int, top: int) -> None:
    """Drop what an earlier page had, because of a newer turn that matches as well."""
    newer = one_of(look.db, Turn.conversation_id, found), Turn.id.between(end, top)
    rows = look.db.execute(select(Turn.id, Turn.conversation_id).where(*newer))
    whose = dict(rows.all())
    for turn in matching(look.db, look.wanted.query, whose):
        found.pop(whose[turn], None)
