"""Bot and person never speak at once, whatever is under way when one takes the other's place."""

import pytest
from sqlalchemy import Engine, event, select

from bot.channels.rendering import as_text
from bot.conversation.answer import quiet
from bot.conversation.ports import Verdict
from bot.records.messages.reader import SqlReader
from bot.records.messages.sealed import Sealer
from bot.records.tables import InboxMessage, Need, OutboxReply, Turn
from bot.records.takeover.tables import SealedText
from bot.reply import NeedDraft
from tests.integration.handoff_kit import DEED, KEY, Desk
from tests.integration.records_kit import LEASE, claimed, incoming, rows, turn_for


@pytest.fixture
def desk(database: Engine) -> Desk:
    return Desk(database)


def test_while_a_person_talks_the_bot_says_nothing(desk: Desk) -> None:
    conversation, lan = desk.asks(channel="telegram"), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    before = desk.told(conversation)
    desk.says("cần giấy tờ gì", channel="telegram")
    assert desk.told(conversation) == before
    with desk.database.connect() as db:
        last = select(Turn.outcome, OutboxReply.status).join(OutboxReply)
        outcome, status = db.execute(last.order_by(Turn.id.desc())).first() or ("", "")
    assert (outcome, status) == ("handoff", "sent"), "nothing is left to send, nor to wait for"


def test_an_answer_begun_before_the_takeover_and_finished_after_it_is_dropped(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    message = desk.writes("lệ phí bao nhiêu")
    assert not message.with_person
    desk.handoffs.claim(lan, conversation, DEED)
    late = turn_for(message, "Dạ, miễn phí", NeedDraft(question="lệ phí bao nhiêu"))
    assert desk.inbox.finish("w", late)
    assert "Dạ, miễn phí" not in desk.told(conversation)
    assert rows(desk.database, Need) == 0
    assert desk.handoffs.mine(lan)[0].citizen_waits


def test_a_message_that_was_left_to_a_person_who_has_gone_is_answered_by_the_bot(
    desk: Desk,
) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    message = desk.writes("còn hạn bao lâu")
    assert message.with_person
    desk.handoffs.give_back(lan, conversation, "")
    assert not desk.inbox.finish("w", quiet(message)), "nothing is written"
    again = claimed(desk.inbox)
    assert (again.id, again.attempts, again.with_person) == (message.id, 1, False)
    assert desk.inbox.finish("w", turn_for(again, "Dạ, 60 ngày"))
    assert desk.told(conversation)[-1] == "Dạ, 60 ngày"


def test_a_worker_killed_during_the_takeover_leaves_its_message_to_the_person(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    message = desk.writes("lệ phí bao nhiêu")
    desk.handoffs.claim(lan, conversation, DEED)
    assert desk.inbox.claim("other", LEASE) is None
    desk.clock.skip(LEASE)
    again = claimed(desk.inbox, "other")
    assert (again.id, again.with_person) == (message.id, True)
    assert desk.inbox.finish("other", quiet(again))
    assert not desk.inbox.finish("w", turn_for(message)), "the first one comes too late"


def test_a_takeover_that_dies_half_way_leaves_nothing(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    before = desk.told(conversation)

    @event.listens_for(desk.database, "before_cursor_execute")
    def die(_db: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO outbox"):
            raise RuntimeError("killed")

    try:
        with pytest.raises(RuntimeError):
            desk.handoffs.claim(lan, conversation, DEED)
    finally:
        event.remove(desk.database, "before_cursor_execute", die)
    assert desk.told(conversation) == before
    assert desk.handoffs.queue(lan)
    desk.handoffs.claim(lan, conversation, DEED)


def test_the_citizen_may_go_back_to_the_bot(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    turn = turn_for(desk.writes("quay lại trợ lý"), "Em là máy đây ạ", leaves_person=True)
    assert desk.inbox.finish("w", turn)
    assert desk.told(conversation)[-1] == "Em là máy đây ạ"
    assert desk.handoffs.history(conversation)[0].ending == "left"
    assert not desk.writes("lệ phí").with_person


def test_who_waits_may_stop_waiting(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    turn = turn_for(desk.writes("quay lại trợ lý"), "Vâng ạ", leaves_person=True)
    assert desk.inbox.finish("w", turn)
    assert desk.handoffs.queue(lan) == []
    assert desk.handoffs.history(conversation)[0].ending == "left"


def test_what_the_citizen_says_of_the_talk_is_kept_and_masked(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.give_back(lan, conversation, "")
    desk.inbox.finish("w", turn_for(desk.writes("rồi"), verdict=Verdict(answered=True)))
    word = Verdict(word="cảm ơn, gọi tôi số 0912345678")
    desk.inbox.finish("w", turn_for(desk.writes(word.word), verdict=word))
    [kept] = desk.handoffs.history(conversation)
    assert (kept.answered, kept.word) == (True, "cảm ơn, gọi tôi số [số điện thoại]")


def test_the_verdict_is_of_the_newest_talk(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    for _ in range(2):
        desk.handoffs.claim(lan, conversation, DEED)
        desk.handoffs.give_back(lan, conversation, "")
    desk.inbox.finish("w", turn_for(desk.writes("chưa"), verdict=Verdict(answered=False)))
    assert [one.answered for one in desk.handoffs.history(conversation)] == [False, None]


def test_only_what_is_written_to_a_person_and_masked_is_also_kept_sealed(desk: Desk) -> None:
    lan = desk.staff()
    desk.says("số tôi là 0912345678")
    conversation = desk.asks()
    desk.handoffs.claim(lan, conversation, DEED)
    desk.says("tôi cần gặp")
    desk.says("số tôi là 0912345679")
    desk.handoffs.give_back(lan, conversation, "")
    desk.says("số tôi là 0912345670")
    with desk.database.connect() as db:
        query = select(SealedText.body, InboxMessage.text).join(InboxMessage)
        [(body, masked)] = db.execute(query).all()
    assert masked == "số tôi là [số điện thoại]"
    assert "0912345679" not in body
    assert Sealer(KEY).open(body) == "số tôi là 0912345679"


def test_a_page_gets_every_reply_to_a_message_in_order_and_counts_messages(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff(name="Lan")
    desk.handoffs.claim(lan, conversation, DEED)
    desk.handoffs.say(lan, conversation, "Chào chị.", "1")
    desk.says("chào em")
    desk.handoffs.say(lan, conversation, "Chị cần gì ạ?", "2")
    desk.handoffs.say(lan, conversation, "Em nghe đây.", "3")
    desk.says("khai sinh")
    shown = desk.shown()
    claim = shown.pop(2)
    assert claim.startswith("Từ lúc này")
    said = ["> gặp cán bộ", "Em đã báo cán bộ trực.", "Chào chị.", "> chào em", "Chị cần gì ạ?"]
    assert shown == [*said, "Em nghe đây.", "> khai sinh"]
    assert desk.shown(limit=2) == shown[3:]


def test_a_page_that_comes_back_gets_what_it_missed_once(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff(name="Lan")
    desk.handoffs.claim(lan, conversation, DEED)
    told = [desk.handoffs.say(lan, conversation, f"tin {n}", str(n)).id for n in range(3)]
    reader = SqlReader(desk.database, "web")
    missed = reader.replies_after("a", told[0])
    assert [turn.reply_id for turn in missed] == told[1:]
    assert [as_text(turn.reply) for turn in missed if turn.reply] == [
        "👤 Lan (cán bộ):\ntin 1",
        "👤 Lan (cán bộ):\ntin 2",
    ]
    assert {turn.text for turn in missed} == {"gặp cán bộ"}


def test_two_citizens_messages_at_once_are_both_heard_by_the_person(desk: Desk) -> None:
    conversation, lan = desk.asks(), desk.staff()
    desk.handoffs.claim(lan, conversation, DEED)
    for text in ("một", "hai"):
        desk.inbox.accept(incoming(text))
    for _ in range(2):
        assert desk.inbox.finish("w", quiet(claimed(desk.inbox)))
    assert [line for line in desk.shown() if line.startswith(">")][1:] == ["> một", "> hai"]
