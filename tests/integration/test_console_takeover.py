"""Staff take talks over, speak, hand over and give back; nothing is said twice or by two."""

import pytest
from sqlalchemy import Engine

from bot.records.takeover.canned import FOR_ALL, Draft, SqlCanned
from bot.records.takeover.handoffs import SqlHandoffs
from tests.integration.console_kit import TESTS
from tests.integration.takeover_kit import HelpDesk, desk_of, does
from tests.records import CATALOGUE, DRAGON


@pytest.fixture
def desk(database: Engine) -> HelpDesk:
    return desk_of(database)


@pytest.fixture
def handoffs(desk: HelpDesk) -> SqlHandoffs:
    return SqlHandoffs(desk.database, desk.clock)


def test_the_queue_shows_who_waits_the_longest_first(desk: HelpDesk) -> None:
    desk.asks("a", "làm hộ chiếu ạ")
    desk.clock.skip(65)
    desk.asks("b", "cho gặp cán bộ", "telegram")
    shown = desk.logged_in("lan").at("/queue").text
    assert shown.index("làm hộ chiếu ạ") < shown.index("Telegram")
    assert 'data-age="65">1:05<' in shown
    assert "Đang chờ (2)" in shown


def test_only_the_first_gets_a_talk_and_the_second_is_told_who_has_it(desk: HelpDesk) -> None:
    talk = desk.asks("a")
    lan, minh = desk.logged_in("lan"), desk.logged_in("minh")
    first = does(lan, talk, "claim")
    assert (first.status_code, first.headers["location"]) == (303, f"/console/talks/{talk}")
    second = does(minh, talk, "claim")
    assert second.status_code == 409
    assert "Lan đã tiếp nhận" in second.text
    assert 'id="composer"' in lan.at(f"/talks/{talk}").text
    assert 'id="composer"' not in second.text
    assert desk.deeds.count("conversation taken over") == 1


def test_the_next_one_is_who_has_waited_longest_and_at_last_nobody(desk: HelpDesk) -> None:
    lan = desk.logged_in("lan")
    talks = [desk.asks(chat) for chat in ("a", "b")]
    for talk in talks:
        taken = lan.fill("/queue/next", on="/queue")
        assert taken.headers["location"] == f"/console/talks/{talk}"
    assert lan.fill("/queue/next", on="/queue").status_code == 409


def test_a_message_posted_twice_under_one_key_is_said_once(desk: HelpDesk) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    does(lan, talk, "claim")
    desk.rung.clear()
    for _ in range(2):
        assert does(lan, talk, "say", text="Dạ, em nghe ạ", key="k1").status_code == 200
    does(lan, talk, "say", text="Dạ, em nghe ạ", key="k2")
    assert desk.said_by_staff() == ["Dạ, em nghe ạ"] * 2
    assert desk.rung[:2] == ["a", "web"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("Nộp ở {bộ phận} ạ", "Còn chỗ chưa điền: {bộ phận}."), ("ạ" * 2001, "2001"), (" ", "Hãy")],
)
def test_what_is_not_fit_to_be_sent_is_refused_in_a_sentence(
    desk: HelpDesk, text: str, why: str
) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    does(lan, talk, "claim")
    refused = does(lan, talk, "say", text=text, key="k")
    assert refused.status_code in (409, 422)
    assert refused.headers["content-type"].startswith("text/plain")
    assert why in refused.text
    assert desk.said_by_staff() == []


def test_nobody_speaks_into_a_talk_that_was_taken_away_or_ended(desk: HelpDesk) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    does(lan, talk, "claim")
    done = does(lan, talk, "give-back", summary="Đã hướng dẫn")
    assert done.headers["location"] == "/console/queue"
    refused = does(lan, talk, "say", text="Còn gì nữa ạ?", key="k")
    assert refused.status_code == 409
    assert "không còn ở chỗ anh/chị" in refused.text


def test_who_gives_back_leaves_a_summary_and_the_bot_speaks_again(
    desk: HelpDesk, handoffs: SqlHandoffs
) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    does(lan, talk, "claim")
    does(lan, talk, "give-back", summary="Đã hướng dẫn làm hộ chiếu")
    [closed] = handoffs.history(talk)
    assert (closed.ending, closed.summary) == ("returned", "Đã hướng dẫn làm hộ chiếu")
    assert desk.deeds[0] == "conversation given back"


def test_a_talk_is_handed_to_a_colleague_and_only_to_one_who_was_offered(
    desk: HelpDesk, handoffs: SqlHandoffs
) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    desk.with_staff("boss", "admin")
    does(lan, talk, "claim")
    for nobody in ("", "staff:boss", "staff:lan", "department:nowhere", "commune:Xã Không Có"):
        refused = does(lan, talk, "hand-over", to=nobody, reason="Bận họp")
        assert refused.status_code == 409, nobody
        assert "Bận họp" in refused.text
    does(lan, talk, "hand-over", to="staff:minh", reason="Bận họp")
    [now] = handoffs.mine(desk.office.staff.named("minh"))
    assert now.conversation == talk
    minh = desk.logged_in("minh")
    assert "Người dân đang chờ tôi" in minh.at("/queue").text
    assert minh.at(f"/talks/{talk}").text.count("Khi chuyển: Bận họp") == 1


def test_somebody_may_step_in_unasked(desk: HelpDesk) -> None:
    talk, lan = desk.writes("a", "lệ phí khai sinh"), desk.logged_in("lan")
    assert "Bước vào" in lan.at(f"/talks/{talk}").text
    assert does(lan, talk, "claim").status_code == 303


def test_what_one_may_not_see_is_as_if_it_were_not_there(desk: HelpDesk) -> None:
    talk, thu = desk.writes("a", "lệ phí khai sinh"), desk.logged_in("thue")
    for path in ("", "/canned", "/answers"):
        assert thu.at(f"/talks/{talk}{path}").status_code == 404
    for what in ("claim", "say", "hand-over", "give-back"):
        assert does(thu, talk, what, text="Dạ", to="staff:lan").status_code == 404
    assert desk.said_by_staff() == []


def test_a_canned_text_is_filled_in_as_far_as_is_known(desk: HelpDesk) -> None:
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    hello = Draft("Chào hỏi", "Em là {tên cán bộ}, xem {link} ạ.", FOR_ALL)
    SqlCanned(desk.database).add(desk.office.staff.named("lan"), hello, TESTS)
    assert "Em là Lan, xem {link} ạ." in lan.at(f"/talks/{talk}/canned?q=chao").text
    assert "Không tìm thấy" in lan.at(f"/talks/{talk}/canned?q=gì+khác").text


def test_a_procedures_answer_comes_with_its_source_and_without_buttons(desk: HelpDesk) -> None:
    object.__setattr__(desk.office, "catalogue", lambda: CATALOGUE)
    talk, lan = desk.asks("a"), desk.logged_in("lan")
    found = lan.at(f"/talks/{talk}/answers?q={DRAGON.code}&aspect=fee").text
    assert f"{DRAGON.name} ({DRAGON.code})" in found
    assert "Nguồn: " in found
    assert "nhắn số để chọn" not in found
    assert "<li" not in lan.at(f"/talks/{talk}/answers").text.replace('<li class="hint">', "")


def test_zalo_says_how_much_may_still_be_sent(desk: HelpDesk) -> None:
    object.__setattr__(desk.office, "zalo_free_replies", 8)
    talk, lan = desk.asks("z", channel="zalo"), desk.logged_in("lan")
    does(lan, talk, "claim")
    assert "còn 8 tin, trong 48 giờ nữa" in lan.at(f"/talks/{talk}").text
    desk.clock.skip(3600 * 49)
    lan = desk.logged_in("lan")
    assert "Đã quá 48 giờ" in lan.at(f"/talks/{talk}").text
    desk.clock.skip(3600 * 24 * 7)
    assert "Đã quá 7 ngày" in desk.logged_in("lan").at(f"/talks/{talk}").text
