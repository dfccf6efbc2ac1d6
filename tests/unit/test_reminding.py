"""Citizens are reminded of what they asked for, on the day they meant."""

from datetime import datetime

import pytest

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.clock import LOCAL
from bot.conversation.ports import Stored
from bot.conversation.reminding import MOST, Reminding, Waiting
from bot.reply import Reply
from tests.fakes_needs import FakeReminders
from tests.records import record

NOW = datetime(2026, 11, 20, 9, tzinfo=LOCAL)  # a Friday
BIRTH = Procedure.model_validate(
    record(deadline={"text": "Đi khai sinh trong 60 ngày kể từ ngày sinh con", "days": 60})
)
CATALOGUE = Catalogue([BIRTH])
DONE = Waiting(4, "đi nộp hồ sơ", datetime(2026, 12, 1, 8, tzinfo=LOCAL))


def says(text: str, *waiting: Waiting, about: str = BIRTH.code) -> Reply | None:
    state = {"procedure_code": about}
    message = Stored(1, "c", "web", "a", "text", text, "", "", 1, state)
    reminding = Reminding(FakeReminders(list(waiting)), lambda: CATALOGUE, lambda: NOW)
    made = reminding.taken(message, text)
    return made.replies[0] if made else None


def told(reply: Reply | None) -> str:
    assert reply
    return "\n".join(block.text for block in reply.blocks if block.kind == "text")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("nhắc tôi thứ hai tuần sau đi nộp hồ sơ", "2026-11-23 08:00"),
        ("nhac em 2h chieu mai di lay ket qua", "2026-11-21 14:00"),
        ("đặt lịch nhắc tôi ngày 5/12 lúc 9h30", "2026-12-05 09:30"),
        ("nhờ nhắc giùm 3 ngày nữa", "2026-11-23 08:00"),
    ],
)
def test_an_appointment_is_kept_for_its_moment(text: str, at: str) -> None:
    reply = says(text, about="")
    assert reply
    assert reply.reminder
    assert reply.reminder.due_at == datetime.fromisoformat(at).replace(tzinfo=LOCAL)
    assert at[11:] in told(reply)


@pytest.mark.parametrize(
    ("text", "at", "last"),
    [
        ("nhắc tôi hạn khai sinh, bé sinh ngày 3/11", "2026-12-26 08:00", "02/01/2027"),
        ("nhac em han lam giay khai sinh be sinh hom qua", "2027-01-11 08:00", "18/01/2027"),
        ("nhắc tôi đi khai sinh, con sinh ngày 25/9", "2026-11-21 09:00", "24/11/2026"),
    ],
)
def test_a_deadline_is_counted_by_the_record_and_told_a_week_before(
    text: str, at: str, last: str
) -> None:
    reply = says(text)
    assert reply
    assert reply.reminder
    assert reply.reminder.due_at == datetime.fromisoformat(at).replace(tzinfo=LOCAL)
    assert reply.reminder.procedure == BIRTH.code
    assert f"hạn cuối là ngày {last}" in told(reply)


def test_a_deadline_that_has_passed_is_told_and_nothing_is_kept() -> None:
    reply = says("nhắc tôi đi khai sinh, bé sinh ngày 1/8")
    assert "đã qua rồi" in told(reply)
    assert reply
    assert reply.reminder is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nhắc tôi đi nộp hồ sơ", "vào ngày nào"),
        ("nhắc tôi mùng 5 tháng giêng", "vào ngày nào"),
        ("nhắc tôi lúc 8h hôm nay", "đã qua"),
        ("nhắc tôi 3 năm nữa", "hai năm"),
    ],
)
def test_what_cannot_be_kept_is_told_in_a_sentence(text: str, said: str) -> None:
    reply = says(text, about="")
    assert said in told(reply)
    assert reply
    assert reply.reminder is None


def test_one_more_than_can_be_kept_is_refused() -> None:
    reply = says("nhắc tôi mai", *[DONE] * MOST)
    assert reply
    assert reply.reminder is None


def test_reminders_are_listed_and_cancelled_by_number() -> None:
    listed = says("xem lời nhắc", DONE)
    assert "Số 4, 08:00 ngày 01/12/2026: đi nộp hồ sơ" in told(listed)
    for text in ("hủy nhắc 4", "huy loi nhac", '/reminder_cancel{"n":4}'):
        reply = says(text, DONE)
        assert reply
        assert reply.cancels_reminder == 4, text


def test_which_of_several_is_to_be_cancelled_is_asked() -> None:
    other = Waiting(5, "lấy kết quả", DONE.due_at)
    reply = says("hủy lời nhắc", DONE, other)
    assert reply
    assert reply.cancels_reminder is None
    assert len(reply.buttons) == 2


@pytest.mark.parametrize(
    "text",
    [
        "khai sinh cần giấy tờ gì",
        "hủy hồ sơ được không",
        "cán bộ có nhắc nộp thêm giấy không",
        "nhắc lại lệ phí",
        "em nói lại, nhắc lại giúp em",
    ],
)
def test_other_questions_are_left_to_the_engine(text: str) -> None:
    assert says(text, DONE) is None
