"""What is said to a person is kept whole for three days, and then nobody can read it."""

from datetime import timedelta

from sqlalchemy import Engine

from bot.records.audit import Deed, audited
from bot.records.messages.sealed import LIFETIME, Sealer, drop_expired, keep_sealed, unsealed
from bot.records.takeover.tables import SealedText
from tests.integration.records_kit import inbox_of, incoming, rows
from tests.integration.takeover_kit import HelpDesk, desk_of

KEY, OTHER = "0" * 43, "A" * 43
WHOLE = "số tôi là 0912 345 678"


def sealed(database: Engine) -> tuple[HelpDesk, str, int]:
    """Return a desk, and a conversation with a message that is kept whole."""
    desk = desk_of(database)
    talk = desk.writes("a", "xin chào")
    number = inbox_of(database, desk.clock).accept(incoming(WHOLE, "a")) or 0
    with database.begin() as db:
        keep_sealed(db, number, WHOLE, Sealer(KEY), desk.clock())
    return desk, talk, number


def opened(desk: HelpDesk, talk: str, number: int, key: str = KEY) -> str | None:
    lan, deed = desk.office.staff.named("lan"), Deed("lan", "gọi lại cho dân")
    return unsealed(desk.database, lan, talk, number, Sealer(key), deed, desk.clock())


def test_it_is_encrypted_and_opens_with_its_key_alone(database: Engine) -> None:
    desk, talk, number = sealed(database)
    assert "0912" not in desk.kept(SealedText)
    assert opened(desk, talk, number) == WHOLE
    assert opened(desk, talk, number, OTHER) is None


def test_who_looked_at_what_and_why_is_noted_and_not_what_it_says(database: Engine) -> None:
    desk, talk, number = sealed(database)
    opened(desk, talk, number)
    done = audited(database)[0]
    assert (done.action, done.who, done.subject) == ("message unmasked", "lan", talk)
    assert (done.reason, done.detail) == ("gọi lại cho dân", {"message": number})
    assert "0912" not in repr(audited(database))


def test_after_three_days_it_is_gone_from_the_table(database: Engine) -> None:
    desk, talk, number = sealed(database)
    desk.clock.now += LIFETIME - timedelta(seconds=1)
    assert opened(desk, talk, number) == WHOLE
    desk.clock.skip(1)
    assert opened(desk, talk, number) is None
    assert rows(database, SealedText) == 0


def test_it_is_dropped_in_time_also_if_nobody_looks(database: Engine) -> None:
    desk, _talk, _number = sealed(database)
    with database.begin() as db:
        assert drop_expired(db, desk.clock()) == 0
        assert drop_expired(db, desk.clock() + LIFETIME) == 1


def test_a_message_of_another_talk_is_not_opened_through_this_one(database: Engine) -> None:
    desk, _talk, number = sealed(database)
    assert opened(desk, desk.writes("b", "khác"), number) is None
    assert "message unmasked" not in desk.deeds
