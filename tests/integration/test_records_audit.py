"""What stands in the audit stays there, in order, or it shows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.records.audit import Deed, audited, note
from bot.records.audit_chain import CUT, INSERTED, MISFIT, Finding, head, verify
from bot.records.audit_list import Wanted, every, listed
from bot.records.operations.tables import AuditEntry
from bot.records.tables import Conversation
from tests.integration.records_kit import Clock, in_threads

LAN = Deed("lan", "bảo trì", "192.0.2.7")


def noted(database: Engine, number: int, deed: Deed = LAN, clock: Clock | None = None) -> None:
    """Keep ``number`` deeds, each in a transaction of its own."""
    time = clock or Clock()
    for done in range(number):
        with database.begin() as db:
            note(db, time(), deed, "switch off", f"số {done}", before={"b": [1, 2.5], "a": None})


def unprotected(database: Engine) -> None:
    """Take away what keeps rows from being changed, as who owns the database can."""
    with database.begin() as db:
        if database.dialect.name == "sqlite":
            db.execute(text("DROP TRIGGER audit_no_update"))
            db.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            db.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_only_grows"))


@pytest.mark.parametrize(
    "change", [update(AuditEntry).values(who="minh"), delete(AuditEntry)], ids=["update", "delete"]
)
def test_the_database_itself_refuses_to_change_or_delete_a_deed(
    database: Engine, change: object
) -> None:
    noted(database, 1)
    with pytest.raises(DBAPIError, match="the audit only grows"), database.begin() as db:
        db.execute(change)  # type: ignore[call-overload]
    assert [done.who for done in audited(database)] == ["lan"]


def test_each_deed_is_sealed_together_with_the_one_before(database: Engine) -> None:
    noted(database, 3)
    assert verify(database) == Finding(checked=3, before=0)
    assert len({*hashes(database)}) == 3
    assert head(database) == hashes(database)[-1]


def test_several_deeds_of_one_transaction_stand_in_their_order(database: Engine) -> None:
    with database.begin() as db:
        for name in ("một", "hai", "ba"):
            note(db, Clock()(), LAN, "switch off", name)
    assert [done.subject for done in audited(database)] == ["ba", "hai", "một"]
    assert verify(database).checked == 3


def test_a_deed_that_was_taken_back_leaves_nothing_not_even_for_the_next(database: Engine) -> None:
    with database.connect() as db:
        note(db, Clock()(), LAN, "switch off", "bot")
        db.execute(select(AuditEntry.id))
        db.rollback()
    noted(database, 1)
    assert [done.subject for done in audited(database)] == ["số 0"]
    assert verify(database).why == ""


def change(database: Engine) -> None:
    with database.begin() as db:
        db.execute(update(AuditEntry).where(AuditEntry.id == 5).values(reason="khác"))


def change_detail(database: Engine) -> None:
    with database.begin() as db:
        db.execute(update(AuditEntry).where(AuditEntry.id == 5).values(detail={"before": {}}))


def take_out(database: Engine) -> None:
    with database.begin() as db:
        db.execute(delete(AuditEntry).where(AuditEntry.id == 4))


def take_out_the_first(database: Engine) -> None:
    with database.begin() as db:
        db.execute(delete(AuditEntry).where(AuditEntry.id <= 4))


def swap(database: Engine) -> None:
    with database.begin() as db:
        for old, new in ((5, 99), (6, 5), (99, 6)):
            db.execute(update(AuditEntry).where(AuditEntry.id == old).values(id=new))


@pytest.mark.parametrize("tamper", [change, change_detail, take_out, take_out_the_first, swap])
def test_what_was_tampered_with_is_found_at_the_first_row(
    fresh_database: Engine, tamper: Callable[[Engine], None]
) -> None:
    noted(fresh_database, 10)
    unprotected(fresh_database)
    tamper(fresh_database)
    found = verify(fresh_database)
    assert (found.broken, found.why) == (5, MISFIT)


def test_a_row_from_elsewhere_is_found(database: Engine) -> None:
    noted(database, 2)
    with database.begin() as db:
        db.execute(insert(AuditEntry).values(**plain("minh")))
    assert (verify(database).broken, verify(database).why) == (3, INSERTED)


def test_a_missing_end_shows_to_who_has_noted_the_newest_hash(fresh_database: Engine) -> None:
    noted(fresh_database, 10)
    known = head(fresh_database)
    noted(fresh_database, 1)
    assert verify(fresh_database, expect=known).why == ""
    unprotected(fresh_database)
    with fresh_database.begin() as db:
        db.execute(delete(AuditEntry).where(AuditEntry.id >= 9))
    assert verify(fresh_database).why == ""
    assert verify(fresh_database, expect=known).why == CUT


def test_deeds_from_before_the_chain_may_stand_before_it_only(database: Engine) -> None:
    with database.begin() as db:
        db.execute(insert(AuditEntry).values(**plain("lan")))
    noted(database, 2)
    assert verify(database) == Finding(checked=2, before=1)


def test_the_newest_rows_can_be_looked_at_alone(database: Engine) -> None:
    noted(database, 8)
    assert verify(database, batch=3).checked == 8
    assert verify(database, newest=5, batch=3).checked == 5
    assert verify(database, newest=100).checked == 8


def test_threads_that_lock_in_any_order_neither_wait_for_ever_nor_break_the_chain(
    database: Engine,
) -> None:
    with database.begin() as db:
        db.execute(insert(Conversation).values(**CONVERSATION))

    def work() -> None:
        for number in range(10):
            with database.begin() as db:
                if number % 2:
                    note(db, Clock()(), LAN, "switch off", "bot")
                    db.execute(update(Conversation).values(chat=str(number)))
                else:
                    db.execute(update(Conversation).values(chat=str(number)))
                    note(db, Clock()(), LAN, "switch on", "bot")

    in_threads(8, work)
    assert verify(database) == Finding(checked=80, before=0)


def test_the_audit_is_read_by_person_deed_subject_and_day(database: Engine) -> None:
    clock = Clock()
    noted(database, 2, clock=clock)
    clock.skip(86_400)
    noted(database, 3, Deed("minh", ""), clock)
    day = clock() - timedelta(hours=1)
    for wanted, number in (
        (Wanted(), 5),
        (Wanted(who="minh"), 3),
        (Wanted(action="switch off", subject="số 0"), 2),
        (Wanted(since=day), 3),
        (Wanted(until=day), 2),
        (Wanted(action="khác"), 0),
    ):
        assert len(list(every(database, wanted))) == number, wanted


def test_pages_of_the_audit_follow_each_other(database: Engine) -> None:
    noted(database, 5)
    first = listed(database, Wanted(), limit=3)
    noted(database, 1)
    second = listed(database, Wanted(), first[-1].id, limit=3)
    assert [done.id for done in (*first, *second)] == [5, 4, 3, 2, 1]


def test_the_address_that_a_deed_came_from_is_kept(database: Engine) -> None:
    noted(database, 1)
    assert audited(database)[0].place == "192.0.2.7"


CONVERSATION = {
    "id": "c",
    "channel": "web",
    "chat": "a",
    "state": {},
    "created_at": Clock()(),
    "last_at": Clock()(),
}


def plain(who: str) -> dict[str, object]:
    """Return a row as it was before there was a chain."""
    empty = {"action": "switch on", "subject": "bot", "reason": "", "detail": {}}
    return {"at": Clock()(), "who": who, **empty}


def hashes(database: Engine) -> list[str]:
    with database.begin() as db:
        return list(db.execute(select(AuditEntry.hash).order_by(AuditEntry.id)).scalars())
