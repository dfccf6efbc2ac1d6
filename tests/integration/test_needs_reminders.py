"""A reminder is sent once, when its time has come, whatever else happens."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.records.needs.reminders import SqlReminders, cancel_reminder, keep_reminder
from bot.records.read import reading
from bot.records.tables import Conversation, OutboxReply, Turn
from bot.reply import ReminderDraft
from tests.integration.records_kit import Clock, answer_all, in_threads, inbox_of, incoming


class Diary:
    """One citizen and their reminders."""

    def __init__(self, database: Engine, channel: str = "telegram") -> None:
        self.database, self.clock = database, Clock()
        self.reminders = SqlReminders(database, self.clock)
        inbox = inbox_of(database, self.clock)
        inbox.accept(incoming("nhắc tôi mai", channel=channel))
        answer_all(inbox)
        with reading(database) as db:
            self.conversation = db.execute(select(Conversation.id)).scalar_one()
            self.turn = db.execute(select(Turn.id)).scalar_one()

    def keep(self, text: str = "đi nộp hồ sơ", hours: float = 24) -> None:
        due = self.clock() + timedelta(hours=hours)
        with self.database.begin() as db:
            draft = ReminderDraft(text=text, due_at=due, procedure="1.001193")
            keep_reminder(db, self.conversation, self.turn, draft, self.clock())

    def cancel(self, number: int, conversation: str = "") -> None:
        with self.database.begin() as db:
            cancel_reminder(db, conversation or self.conversation, number, self.clock())

    @property
    def sent(self) -> list[str]:
        """What waits for the sender beside the reply to the message."""
        query = select(OutboxReply.reply).order_by(OutboxReply.id).offset(1)
        with reading(self.database) as db:
            return [row.reply["blocks"][1]["text"] for row in db.execute(query)]


@pytest.fixture
def diary(database: Engine) -> Diary:
    return Diary(database)


def test_it_is_sent_when_its_time_has_come_and_not_before(diary: Diary) -> None:
    diary.keep()
    assert diary.reminders.send_due() == []
    diary.clock.skip(24 * 3600)
    (told,) = diary.reminders.send_due()
    assert (told.chat, told.channel) == ("a", "telegram")
    assert diary.sent == ["đi nộp hồ sơ"]
    assert diary.reminders.send_due() == []


def test_several_processes_send_it_once(diary: Diary) -> None:
    for number in range(5):
        diary.keep(f"việc {number}")
    diary.clock.skip(24 * 3600)
    in_threads(4, diary.reminders.send_due)
    assert sorted(diary.sent) == [f"việc {number}" for number in range(5)]


def test_what_is_cancelled_is_not_sent(diary: Diary) -> None:
    diary.keep()
    diary.cancel(1)
    diary.clock.skip(24 * 3600)
    assert diary.reminders.send_due() == []
    assert list(diary.reminders.of(diary.conversation)) == []


def test_nobody_cancels_the_reminder_of_somebody_else(diary: Diary) -> None:
    diary.keep()
    diary.cancel(1, conversation="somebody")
    assert len(diary.reminders.of(diary.conversation)) == 1


def test_they_are_listed_the_next_one_first(diary: Diary) -> None:
    diary.keep("sau", hours=48)
    diary.keep("trước", hours=2)
    assert [one.text for one in diary.reminders.of(diary.conversation)] == ["trước", "sau"]


def test_a_process_that_dies_while_it_sends_loses_and_doubles_nothing(diary: Diary) -> None:
    diary.keep()
    diary.clock.skip(24 * 3600)
    dying = SqlReminders(diary.database, _Dying(diary.clock))
    with pytest.raises(InterruptedError):
        dying.send_due()
    assert diary.sent == []
    assert len(diary.reminders.send_due()) == 1
    assert len(diary.sent) == 1


class _Dying:
    """A clock that stops the process at the second look, in the middle of a send."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._looks = clock, 0

    def __call__(self) -> datetime:
        self._looks += 1
        if self._looks > 1:
            raise InterruptedError
        return self._clock()
