"""Nobody waits for a person in vain, and no talk with one stays open for ever."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from bot.conversation.buttons import BUTTONS
from bot.records.tables import Need
from bot.records.takeover.tables import SealedText
from tests.integration.handoff_kit import DEED, Desk
from tests.integration.records_kit import in_threads, rows

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@pytest.fixture
def desk(database: Engine) -> Desk:
    return Desk(database)


def talking(desk: Desk) -> str:
    conversation, lan = desk.asks(), desk.staff(name="Lan")
    desk.handoffs.claim(lan, conversation, DEED)
    return conversation


def needs(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.connect() as db:
        return [(row[0], row[1]) for row in db.execute(select(Need.question, Need.department))]


def test_a_person_without_a_word_for_15_minutes_is_replaced(desk: Desk) -> None:
    conversation = talking(desk)
    assert desk.keep(minutes=14) == 0
    assert desk.keep(minutes=1) == 1
    takeover = desk.handoffs.open(conversation)
    assert takeover
    assert (takeover.status, takeover.staff_id) == ("waiting", None)
    told = desk.told(conversation)[-1]
    assert "Cán bộ Lan chưa trả lời được" in told
    assert "người đầu tiên trong hàng chờ" in told
    assert not desk.writes("còn ai không").with_person


def test_the_15_minutes_count_from_the_first_message_without_an_answer(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    desk.clock.skip(60)
    desk.handoffs.say(lan, conversation, "chào", "k")
    for _ in range(3):
        desk.clock.skip(300)
        desk.says("a lô")
    assert desk.keep(minutes=4) == 0
    assert desk.keep(minutes=1) == 1


def test_a_person_who_writes_is_left_in_peace(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    for n in range(4):
        assert desk.keep(minutes=10) == 0
        desk.says("a lô")
        desk.clock.skip(60)
        desk.handoffs.say(lan, conversation, f"tin {n}", str(n))


def test_a_citizen_without_a_word_for_30_minutes_gets_the_bot_back_and_is_asked(
    desk: Desk,
) -> None:
    conversation, lan = desk.asks(), desk.staff(name="Lan")
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.say(lan, conversation, "Chị còn cần gì không ạ?", "k")
    assert desk.keep(minutes=29) == 0
    assert desk.keep(minutes=1) == 1
    assert desk.handoffs.history(conversation)[0].ending == "silent"
    told = desk.told(conversation)[-1]
    assert "máy trả lời tự động" in told
    assert "đã được giải đáp chưa" in told
    assert [title for title, _ in desk.state(conversation)[BUTTONS]] == ["Rồi", "Chưa"]


def test_who_waits_when_the_desk_closes_is_told_and_becomes_a_need(desk: Desk) -> None:
    desk.says("làm giấy chứng nhận nuôi chim ở đâu")
    conversation, lan = desk.asks(), desk.staff()
    desk.says("bao giờ có người ạ")
    assert desk.keep() == 0
    desk.helpdesk.is_on, desk.helpdesk.opens = False, MONDAY
    assert desk.keep() == 1
    assert needs(desk) == [("làm giấy chứng nhận nuôi chim ở đâu", "Phòng None")]
    told = desk.told(conversation)[-1]
    assert "“làm giấy chứng nhận nuôi chim ở đâu”" in told
    assert "07:30 thứ Hai, 23/11" in told
    assert desk.handoffs.queue(lan) == []
    assert desk.handoffs.history(conversation)[0].ending == "expired"


def test_who_asked_for_a_person_first_is_not_asked_what_they_wanted_before(desk: Desk) -> None:
    desk.asks()
    desk.says("giấy nuôi chim làm ở đâu")
    desk.helpdesk.is_on = False
    desk.keep()
    assert needs(desk) == [("giấy nuôi chim làm ở đâu", "Phòng None")]


def test_a_talk_goes_on_when_the_desk_closes(desk: Desk) -> None:
    conversation = talking(desk)
    desk.helpdesk.is_on = False
    assert desk.keep(minutes=10) == 0
    assert desk.handoffs.open(conversation)


def test_however_many_processes_look_each_thing_is_done_once(desk: Desk) -> None:
    conversation, other = talking(desk), desk.asks("b")
    desk.clock.skip(16 * 60)
    desk.helpdesk.is_on = False
    told = in_threads(4, lambda: desk.keeper().keep(desk.clock.now))
    assert sorted(one.chat for each in told for one in each) == ["a", "a", "b"]
    assert rows(desk.database, Need) == 2
    assert [len(desk.told(one)) for one in (conversation, other)] == [4, 2]


def test_sealed_texts_go_when_their_time_is_over(desk: Desk) -> None:
    talking(desk)
    desk.says("số tôi 0912345678")
    assert rows(desk.database, SealedText) == 1
    desk.keep(minutes=60 * 73)
    assert rows(desk.database, SealedText) == 0
