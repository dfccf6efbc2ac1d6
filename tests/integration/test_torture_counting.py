"""What the torture counts as lost or doubled, and what it tells of it."""

from collections.abc import Iterator

import pytest

from bot.records.messages.outbox import SqlOutbox
from bot.reply import Outcome, Reply, TextBlock
from tests.fakes_telegram import Sent
from tests.integration.records_kit import claimed, inbox_of, incoming, turn_for
from torture.counting import Count, count
from torture.places import Place, place


@pytest.fixture
def here() -> Iterator[Place]:
    with place("sqlite") as made:
        yield made


def accept(here: Place, number: int) -> None:
    """Store update ``number``."""
    with here.database() as database:
        update = incoming(f"câu {number}", channel="telegram", external_id=f"4242:{number}")
        inbox_of(database).accept(update)


def answer(here: Place, outcome: Outcome = "answered", mark: str = "delivered", *why: str) -> str:
    """Have what waits answered and sent, with that end; return its trace."""
    with here.database() as database:
        inbox, outbox = inbox_of(database), SqlOutbox(database)
        message = claimed(inbox)
        reply = Reply(outcome=outcome, blocks=(TextBlock(text="xong"),))
        inbox.finish("w", turn_for(message, reply=reply))
        [outgoing] = outbox.claim_outgoing("telegram", 1)
        getattr(outbox, mark)(outgoing.id, *why)
        return message.trace


def counted(here: Place, *texts: str, of: int = 1) -> Count:
    return count(here, range(1, of + 1), [Sent("7", text, text) for text in texts])


def test_an_answer_that_arrived_once_is_neither_lost_nor_doubled(here: Place) -> None:
    accept(here, 1)
    answer(here)
    assert counted(here, "Dạ, câu 1") == Count(1, (), (), 0, 0, 0)


def test_a_safe_reply_is_an_answer_and_is_known_by_its_number(here: Place) -> None:
    accept(here, 1)
    trace = answer(here, "error")
    assert counted(here, f"Xin lỗi. Mã sự cố: {trace}.").lost == ()
    assert len(counted(here, "Xin lỗi. Mã sự cố: a2b3.").lost) == 1


def test_what_is_in_doubt_need_not_arrive_and_is_counted(here: Place) -> None:
    accept(here, 1)
    answer(here, "answered", "ambiguous", "stopped while sending")
    assert counted(here) == Count(1, (), (), 1, 1, 0)


def test_no_mark_excuses_an_answer_that_came_twice(here: Place) -> None:
    accept(here, 1)
    answer(here, "answered", "ambiguous", "TimedOut")
    [told] = counted(here, "Dạ, câu 1", "Dạ, câu 1").told
    assert told.startswith("doubled: 1 (")


def test_of_what_was_lost_the_whole_way_is_told(here: Place) -> None:
    accept(here, 1)
    answer(here)
    with here.database() as database:
        inbox_of(database).bury("telegram", "4242:2", "", "ValueError while storing")
    sent, aside, never = counted(here, of=3).lost
    assert sent.endswith("inbox done, 1 attempts; turn answered; reply sent, 1 attempts")
    assert aside == "2: not in the inbox; dead letter: ValueError while storing"
    assert never == "3: not in the inbox; dead letter: none"


def test_a_message_nobody_answered_yet_says_so(here: Place) -> None:
    accept(here, 1)
    [waiting] = counted(here).lost
    assert waiting.endswith("inbox waiting, 0 attempts; no turn; no reply")


def test_a_whole_database_has_no_damage(here: Place) -> None:
    assert here.damage() == ""
