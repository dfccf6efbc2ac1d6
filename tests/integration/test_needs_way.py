"""A need finds its department, somebody answers it, and everybody who asked gets the answer."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.clock import LOCAL
from bot.errors import NeedRefused
from bot.records.needs.answering import Answer
from bot.records.needs.citizens import write_word
from bot.records.needs.moves import MOST_MOVES
from bot.reply import NeedWord
from tests.integration.needs_kit import MONDAY, Town
from tests.integration.records_kit import in_threads

GOOD = Answer("Dạ, anh/chị làm tại phường, không bị phạt ạ.")
REASON = "Việc này của ngành y tế"


@pytest.fixture
def town(database: Engine) -> Town:
    return Town(database)


def test_a_need_goes_to_its_department_with_a_due_time(town: Town) -> None:
    need = town.need(town.asks())
    assert (need.department, need.reason, need.detail) == ("so_tu_phap", "field", "ho_tich")
    assert need.due_at == datetime(2026, 7, 8, 17, tzinfo=LOCAL)


def test_an_answer_reaches_the_citizen_with_whom_it_is_from(town: Town) -> None:
    number, lan = town.asks(), town.staff("lan")
    town.moves.accept(lan, number)
    (told,) = town.answers.answer(lan, number, GOOD)
    assert (told.chat, told.channel) == ("a", "web")
    (said,) = town.told(number)
    assert GOOD.text in said
    assert town.need(number).status == "answered"
    assert town.events(number) == ["opened", "accepted", "answered"]


def test_exactly_one_of_two_officers_who_answer_at_once_gets_through(town: Town) -> None:
    number, lan, mai = town.asks(), town.staff("lan"), town.staff("mai")
    officers = iter((lan, mai))

    def answer() -> bool:
        try:
            return bool(town.answers.answer(next(officers), number, GOOD))
        except NeedRefused:
            return False

    assert sorted(in_threads(2, answer)) == [False, True]
    assert len(town.told(number)) == 1


def test_an_officer_of_another_department_finds_no_such_need(town: Town) -> None:
    number, other = town.asks(), town.staff("yen", "so_y_te")
    for do in (
        lambda: town.moves.accept(other, number),
        lambda: town.answers.answer(other, number, GOOD),
        lambda: town.moves.send_on(other, number, "so_y_te", REASON),
    ):
        with pytest.raises(NeedRefused, match="Không có việc này"):
            do()


def test_what_is_not_ours_is_sent_on_with_a_reason_and_a_new_due_time(town: Town) -> None:
    number, lan = town.asks(), town.staff("lan")
    town.clock.skip(3600 * 24)
    with pytest.raises(NeedRefused, match="lý do"):
        town.moves.send_on(lan, number, "so_y_te", "không")
    with pytest.raises(NeedRefused, match="Không có phòng"):
        town.moves.send_on(lan, number, "so_nao_do", REASON)
    assert town.moves.send_on(lan, number, "so_y_te", REASON) == "so_y_te"
    need = town.need(number)
    assert (need.department, need.status, need.detail) == ("so_y_te", "new", "so_tu_phap")
    assert need.due_at == datetime(2026, 7, 9, 17, tzinfo=LOCAL)


def test_nothing_bounces_for_ever(town: Town) -> None:
    number, boss = town.asks(), town.staff("boss", "", "admin")
    there = ["so_y_te", "so_tu_phap"] * MOST_MOVES
    went = [town.moves.send_on(boss, number, to, REASON) for to in there[: MOST_MOVES + 1]]
    assert went[-1] == "mot_cua"


def test_who_asks_the_same_gets_the_same_answer(town: Town) -> None:
    first, second, lan = town.asks(chat="a"), town.asks(chat="b"), town.staff("lan")
    assert town.keeper.join() == 1
    assert town.need(second).merged_into == first
    assert len(town.answers.answer(lan, first, GOOD)) == 2
    assert GOOD.text in town.told(second)[0]
    assert f"câu hỏi số {second}" in town.told(second)[0]


def test_what_only_sounds_alike_is_proposed_and_not_joined(town: Town) -> None:
    town.asks("trạm y tế phường thứ bảy có tiêm chủng không")
    second = town.asks("trạm y tế phường thứ bảy có khám thai không", chat="b")
    assert town.keeper.join() == 0
    assert town.events(second) == ["opened", "alike"]


def test_a_merge_can_be_taken_back(town: Town) -> None:
    first, second, lan = town.asks(), town.asks("khác hẳn", chat="b"), town.staff("lan")
    town.moves.merge(lan, second, first)
    town.moves.split(lan, second)
    assert town.need(second).status == "new"
    with pytest.raises(NeedRefused):
        town.moves.merge(lan, first, first)


def test_a_department_that_approves_lets_nothing_out_alone(town: Town) -> None:
    number = town.asks(field="")
    boss, hoa = town.staff("boss", "", "admin"), town.staff("hoa", "so_y_te")
    town.moves.send_on(boss, number, "so_y_te", REASON)
    assert town.answers.answer(hoa, number, GOOD) == []
    assert town.told(number) == []
    with pytest.raises(NeedRefused, match="chính anh/chị"):
        town.answers.approve(hoa, number)
    binh = town.staff("binh", "so_y_te")
    assert len(town.answers.approve(binh, number)) == 1


def test_the_clock_stands_still_while_the_citizen_is_asked(town: Town) -> None:
    number, lan = town.asks(), town.staff("lan")
    due = town.need(number).due_at
    town.answers.ask(lan, number, "Cháu sinh ngày nào ạ?")
    town.clock.skip(7 * 24 * 3600)
    town.says(number, "add", "cháu sinh hôm qua")
    left = town.rules.work.between(MONDAY, due)
    need = town.need(number)
    assert need.status == "accepted"
    assert town.rules.work.between(town.clock(), need.due_at) == left
    assert "cháu sinh hôm qua" in need.question


def test_an_answer_that_did_not_help_comes_back(town: Town) -> None:
    number, lan = town.asks(), town.staff("lan")
    town.answers.answer(lan, number, GOOD)
    town.says(number, "not_helpful")
    need = town.need(number)
    assert (need.status, need.reopened, need.is_helpful) == ("reopened", 1, False)
    assert need.due_at is not None
    town.answers.answer(lan, number, Answer("Dạ, cụ thể là thế này ạ."))
    town.says(number, "helpful")
    assert town.need(number).status == "confirmed"


def test_a_withdrawn_need_is_answered_by_nobody(town: Town) -> None:
    number, lan = town.asks(), town.staff("lan")
    town.says(number, "withdraw")
    with pytest.raises(NeedRefused):
        town.answers.answer(lan, number, GOOD)


def test_a_citizen_s_word_on_somebody_else_s_need_changes_nothing(town: Town) -> None:
    mine, theirs = town.asks(chat="a"), town.asks("việc khác hẳn", chat="b")
    before = town.need(theirs)
    with town.database.begin() as db:
        said = NeedWord(number=theirs, word="withdraw")
        write_word(db, town.rules, town.need(mine).conversation_id, said, town.clock())
    assert town.need(theirs) == before


def test_each_reminder_is_given_once_for_each_due_time(town: Town) -> None:
    number = town.asks()
    assert [a.step for a in town.keeper.alert()] == []
    town.clock.now = datetime(2026, 7, 8, 14, tzinfo=LOCAL)
    assert [a.step for a in town.keeper.alert()] == ["warn"]
    town.clock.now = datetime(2026, 7, 8, 17, tzinfo=LOCAL)
    assert [a.step for a in town.keeper.alert()] == ["due", "head"]
    town.clock.now = datetime(2026, 7, 9, 17, tzinfo=LOCAL)
    assert [a.step for a in town.keeper.alert()] == ["province"]
    assert town.keeper.alert() == []
    assert town.events(number)[1:] == ["told: warn", "told: due", "told: head", "told: province"]


def test_several_processes_remind_once(town: Town) -> None:
    town.asks()
    town.clock.now = MONDAY + timedelta(days=2, hours=8)
    told = in_threads(4, lambda: len(town.keeper.alert()))
    assert sum(told) == 3
