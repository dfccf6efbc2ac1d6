"""A person takes a conversation over, talks, hands it over and gives it back."""

from collections.abc import Callable
from itertools import count
from threading import Lock
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.conversation.buttons import BUTTONS
from bot.errors import HandoffRefused
from bot.records.audit import audited
from bot.records.messages.outbox import SqlOutbox
from bot.records.messages.parts import SqlParts
from bot.records.tables import OutboxReply
from bot.records.takeover.handoffs import (
    EMPTY,
    LONGEST,
    NO_TARGET,
    NOT_THERE,
    NOT_YOURS,
    NOTHING_SAID,
    YOURS,
    SqlHandoffs,
    Target,
)
from bot.records.takeover.tables import Handoff
from bot.records.talks.words import KEY
from tests.integration.handoff_kit import DEED, Desk
from tests.integration.records_kit import in_threads, incoming, rows


@pytest.fixture
def desk(database: Engine) -> Desk:
    return Desk(database)


def refused(why: str, deed: Callable[[], Any]) -> None:
    with pytest.raises(HandoffRefused) as error:
        deed()
    assert str(error.value) == why


def test_who_asks_waits_in_the_queue_once(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.asks()
    [waiting] = desk.handoffs.queue(lan)
    assert (waiting.conversation, waiting.place, waiting.said) == (conversation, 1, "gặp cán bộ")
    assert waiting.channel == "web"


def test_the_queue_is_in_the_order_of_asking_and_each_knows_their_place(desk: Desk) -> None:
    lan, asked = desk.staff(), []
    for chat in "abc":
        asked.append(desk.asks(chat))
        desk.clock.skip(1)
    queue = desk.handoffs.queue(lan)
    assert [(one.conversation, one.place) for one in queue] == [*zip(asked, (1, 2, 3), strict=True)]


def test_from_the_claim_on_a_person_speaks_and_the_citizen_knows_who(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff(name="Nguyễn Thị Lan")
    told = desk.handoffs.claim(lan, conversation, DEED)
    assert (told.chat, told.channel) == ("a", "web")
    takeover = desk.handoffs.open(conversation)
    assert takeover
    assert (takeover.status, takeover.staff_name) == ("talking", "Nguyễn Thị Lan")
    assert "nói chuyện với Nguyễn Thị Lan, cán bộ trực" in desk.told(conversation)[-1]
    assert desk.handoffs.queue(lan) == []
    assert [one.conversation for one in desk.handoffs.mine(lan)] == [conversation]
    assert audited(desk.database)[0].action == "conversation taken over"


def test_staff_may_step_in_unasked(desk: Desk) -> None:
    conversation, lan = desk.says(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    assert desk.writes("ai đấy ạ").with_person


def test_of_many_who_claim_at_once_exactly_one_wins(desk: Desk) -> None:
    conversation, logins, turn = desk.asks(), count(1), Lock()
    people = [desk.staff(f"can-bo-{n}") for n in range(4)]

    def claim() -> str:
        with turn:
            me = people[next(logins) - 1]
        try:
            SqlHandoffs(desk.database, desk.clock).claim(me, conversation, DEED)
        except HandoffRefused as error:
            return str(error)
        return me.name

    won = in_threads(4, claim)
    takeover = desk.handoffs.open(conversation)
    assert takeover
    assert sorted(won) == sorted(
        [takeover.staff_name, *[f"{takeover.staff_name} đã tiếp nhận cuộc trò chuyện này."] * 3]
    )
    assert sum("Từ lúc này" in text for text in desk.told(conversation)) == 1


def test_of_two_who_step_in_unasked_at_once_exactly_one_wins(desk: Desk) -> None:
    conversation, people = desk.says(), [desk.staff("lan"), desk.staff("hoa")]
    numbers, turn = count(), Lock()

    def claim() -> bool:
        with turn:
            me = people[next(numbers)]
        try:
            SqlHandoffs(desk.database, desk.clock).claim(me, conversation, DEED)
        except HandoffRefused:
            return False
        return True

    assert sorted(in_threads(2, claim)) == [False, True]
    assert rows(desk.database, Handoff) == 1


def test_the_same_person_is_told_that_they_talk_already(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    refused(YOURS, lambda: desk.handoffs.claim(lan, conversation, DEED))


def test_what_one_may_not_see_is_not_there(desk: Desk) -> None:
    conversation, elsewhere = desk.says(), desk.staff(commune="xã Khác, tỉnh Khác")
    refused(NOT_THERE, lambda: desk.handoffs.claim(elsewhere, conversation, DEED))
    refused(NOT_THERE, lambda: desk.handoffs.claim(elsewhere, "0" * 32, DEED))
    assert desk.handoffs.queue(elsewhere) == []


def test_where_nothing_was_said_there_is_nothing_to_take_over(desk: Desk) -> None:
    lan = desk.staff()
    conversation = desk.writes("xin chào").conversation
    refused(NOTHING_SAID, lambda: desk.handoffs.claim(lan, conversation, DEED))


def test_what_a_person_says_carries_their_name_and_can_be_found(desk: Desk) -> None:
    conversation, lan = desk.asks(channel="telegram"), desk.staff(name="Lan")
    desk.handoffs.claim(lan, conversation, DEED)
    told = desk.handoffs.say(lan, conversation, "Chị mang giấy chứng sinh nhé.", "k1")
    assert desk.told(conversation)[-1] == "👤 Lan (cán bộ):\nChị mang giấy chứng sinh nhé."
    with desk.database.connect() as db:
        row = db.execute(select(OutboxReply.__table__).where(OutboxReply.id == told.id)).one()
        index = f"SELECT {KEY[db.dialect.name]} FROM turn_words"
        assert [found for (found,) in db.exec_driver_sql(index)] == [row.turn_id]
    assert (row.staff_id, row.status) == (lan.id, "waiting")


def test_a_double_click_is_one_message(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    first = desk.handoffs.say(lan, conversation, "Dạ, em nghe.", "k1")
    again = in_threads(3, lambda: desk.handoffs.say(lan, conversation, "Dạ, em nghe.", "k1"))
    assert [*again, first] == [first] * 4
    assert sum("em nghe" in text for text in desk.told(conversation)) == 1


def test_a_message_sent_and_then_closed_is_told_as_sent_when_it_is_sent_again(desk: Desk) -> None:
    """The browser sends once more what it got no answer to."""
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    first = desk.handoffs.say(lan, conversation, "Dạ, em nghe.", "k1")
    desk.handoffs.give_back(lan, conversation, "")
    assert desk.handoffs.say(lan, conversation, "Dạ, em nghe.", "k1") == first


def test_nobody_speaks_where_they_do_not_talk(desk: Desk) -> None:
    conversation, lan, hoa = desk.asks(), desk.staff("lan"), desk.staff("hoa")
    say = desk.handoffs.say
    refused(NOT_YOURS, lambda: say(lan, conversation, "chào", "1"))
    desk.handoffs.claim(lan, conversation, DEED)
    refused(NOT_YOURS, lambda: say(hoa, conversation, "chào", "2"))
    desk.handoffs.give_back(lan, conversation, "xong")
    refused(NOT_YOURS, lambda: say(lan, conversation, "chào", "3"))
    refused(NOT_YOURS, lambda: desk.handoffs.give_back(lan, conversation, "xong"))
    to = Target(staff_id=hoa.id)
    refused(NOT_YOURS, lambda: desk.handoffs.hand_over(lan, conversation, to, ""))


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
def test_an_empty_message_is_refused(desk: Desk, text: str) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    refused(EMPTY, lambda: desk.handoffs.say(lan, conversation, text, "k"))


def test_a_message_that_is_too_long_is_refused_and_not_cut(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.say(lan, conversation, "a" * LONGEST, "k1")
    with pytest.raises(HandoffRefused, match=r"4\.096 ký tự"):
        desk.handoffs.say(lan, conversation, "a" * (LONGEST + 1), "k2")


def test_what_a_person_writes_is_masked_like_everything_else(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.say(lan, conversation, "Số của chị là 0912 345 678 ạ?", "k")
    assert "[số điện thoại]" in desk.told(conversation)[-1]


def test_given_back_the_bot_speaks_and_asks_how_it_was(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff(name="Lan")
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.give_back(lan, conversation, "đã hướng dẫn khai sinh")
    told = desk.told(conversation)[-1]
    assert "máy trả lời tự động, từ giờ em trả lời tiếp" in told
    assert "Anh/chị đã được giải đáp chưa ạ?" in told
    assert [title for title, _ in desk.state(conversation)[BUTTONS]] == ["Rồi", "Chưa"]
    [takeover] = desk.handoffs.history(conversation)
    assert (takeover.status, takeover.ending) == ("closed", "returned")
    assert takeover.summary == "đã hướng dẫn khai sinh"
    assert not desk.writes("cảm ơn").with_person
    assert desk.handoffs.open(conversation) is None
    assert "khai sinh" not in str(audited(desk.database))


def test_who_comes_again_waits_again_and_both_times_are_kept(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.give_back(lan, conversation, "")
    desk.asks()
    assert [one.status for one in desk.handoffs.history(conversation)] == ["waiting", "closed"]


def test_a_colleague_to_whom_it_is_handed_speaks_at_once(desk: Desk) -> None:
    conversation, lan, hoa = desk.asks(), desk.staff("lan"), desk.staff("hoa", "Hoa")
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.hand_over(lan, conversation, Target(staff_id=hoa.id), "chuyên môn hộ tịch")
    assert "nói chuyện với Hoa, cán bộ trực" in desk.told(conversation)[-1]
    [takeover] = desk.handoffs.mine(hoa)
    assert takeover.citizen_waits
    desk.handoffs.say(hoa, conversation, "Chào anh/chị ạ.", "k")
    refused(NOT_YOURS, lambda: desk.handoffs.say(lan, conversation, "còn em", "l"))
    done = audited(desk.database)[0]
    assert (done.action, done.reason) == ("conversation handed over", "chuyên môn hộ tịch")


@pytest.mark.parametrize("changes", [{"roles": ["analyst"]}, {"disabled": True}, {"me": True}])
def test_it_is_handed_to_nobody_who_does_not_talk_with_citizens(
    desk: Desk, changes: dict[str, Any]
) -> None:
    conversation, lan = desk.asks(), desk.staff()
    roles = changes.get("roles", ["officer"])
    gone = desk.clock.now if changes.get("disabled") else None
    other = lan if changes.get("me") else desk.staff("hoa", roles=roles, disabled_at=gone)
    desk.handoffs.claim(lan, conversation, DEED)
    with pytest.raises(HandoffRefused, match="không nhận được"):
        desk.handoffs.hand_over(lan, conversation, Target(staff_id=other.id), "")
    refused(NO_TARGET, lambda: desk.handoffs.hand_over(lan, conversation, Target(), ""))


@pytest.mark.parametrize("place", ["department", "commune"])
def test_a_department_or_commune_to_which_it_is_handed_has_it_in_its_queue(
    desk: Desk, place: str
) -> None:
    conversation, lan, hoa = desk.asks(), desk.staff("lan"), desk.staff("hoa")
    there, elsewhere = (
        desk.staff(name, **{place: where}) for name, where in (("mai", "ho_tich"), ("na", "dat"))
    )
    desk.handoffs.claim(lan, conversation, DEED)
    department, commune = ("ho_tich", "") if place == "department" else ("", "ho_tich")
    to = Target(department=department, commune=commune, name="Phòng hộ tịch")
    desk.handoffs.hand_over(lan, conversation, to, "")
    assert "Phòng hộ tịch" in desk.told(conversation)[-1]
    assert not desk.writes("trong lúc chờ").with_person
    assert [one.conversation for one in desk.handoffs.queue(there)] == [conversation]
    assert [*desk.handoffs.queue(elsewhere), *desk.handoffs.queue(hoa)] == []
    desk.handoffs.claim(there, conversation, DEED)
    assert desk.handoffs.mine(there)


def test_messages_of_the_person_leave_in_their_order_and_after_what_the_bot_had_said(
    desk: Desk,
) -> None:
    conversation, lan = desk.asks(channel="telegram"), desk.staff(name="Lan")
    desk.handoffs.claim(lan, conversation, DEED)
    for n in range(3):
        desk.handoffs.say(lan, conversation, f"tin {n}", str(n))
    outbox, sent = SqlOutbox(desk.database, desk.clock), []
    while claimed := outbox.claim_outgoing("telegram", 10):
        [one] = claimed
        outbox.delivered(one.id)
        sent.append(one.reply.blocks[0].model_dump()["text"])
    assert sent[0] == "Em đã báo cán bộ trực."
    assert sent[1].startswith("Từ lúc này")
    assert sent[2:] == ["tin 0", "tin 1", "tin 2"]


def test_a_person_s_message_answers_the_citizen_s_last_one(desk: Desk) -> None:
    """Zalo ties each message to what it answers."""
    conversation, lan = desk.asks(channel="zalo"), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    desk.says("còn một việc nữa", channel="zalo", external_id="m-2")
    told = desk.handoffs.say(lan, conversation, "Dạ", "k")
    assert SqlParts(desk.database, desk.clock).progress(told.id).answers == "m-2"


def test_the_citizen_s_next_message_lets_go_what_was_held_of_the_person(desk: Desk) -> None:
    """Zalo takes only so many messages until the citizen writes again."""
    conversation, lan = desk.asks(channel="zalo"), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    told = desk.handoffs.say(lan, conversation, "chào", "k")
    outbox = SqlOutbox(desk.database, desk.clock)
    outbox.hold(told.id, "no room")
    desk.inbox.accept(incoming("a lô", channel="zalo"))
    waiting = select(OutboxReply.status).where(OutboxReply.id == told.id)
    with desk.database.connect() as db:
        assert db.execute(waiting).scalar() == "waiting"
