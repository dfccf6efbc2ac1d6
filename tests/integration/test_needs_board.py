"""The board shows the right needs in the right order, and the figures count what they say."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.clock import LOCAL
from bot.errors import NeedRefused
from bot.records.audit import Deed
from bot.records.needs.answering import Answer
from bot.records.needs.board import Filter, board, counts, whole
from bot.records.needs.figures import (
    Received,
    by_field_and_commune,
    most_asked,
    oldest,
)
from bot.records.needs.learnt import SqlLearnt
from bot.records.needs.lessons import Draft, SqlLessons, learnt_aliases, lessons_state
from tests.integration.needs_kit import MONDAY, Town

GOOD = Answer("Dạ, anh/chị làm tại phường, không bị phạt ạ.")
ALIAS = Draft("alias", "trình làng em bé", "1.001193")
EDITOR = Deed("editor", "đúng cách gọi ở xã em")


@pytest.fixture
def town(database: Engine) -> Town:
    return Town(database)


def test_the_most_urgent_comes_first_and_merged_ones_stay_behind_theirs(town: Town) -> None:
    later = town.asks("góp ý giờ mở cửa", kind="suggestion")
    sooner = town.asks("link nộp hồ sơ hỏng", "b", kind="broken_link")
    follower = town.asks("link nộp hồ sơ bị hỏng", "c", kind="broken_link")
    boss = town.staff("boss", "", "admin")
    town.moves.merge(boss, follower, sooner)
    shown = board(town.database, boss, Filter(), town.clock())
    assert [(card.id, card.askers) for card in shown] == [(sooner, 2), (later, 1)]


def test_an_officer_sees_the_needs_of_their_department_alone(town: Town) -> None:
    mine, other = town.asks(), town.asks("việc khác", "b", field="")
    lan, boss = town.staff("lan"), town.staff("boss", "", "admin")
    assert [c.id for c in board(town.database, lan, Filter(), town.clock())] == [mine]
    assert whole(town.database, lan, other) is None
    assert len(board(town.database, boss, Filter(view="all"), town.clock())) == 2
    nobody = town.staff("nobody", "")
    assert board(town.database, nobody, Filter(view="all"), town.clock()) == []


def test_what_is_late_is_counted_and_listed(town: Town) -> None:
    number, lan = town.asks(), town.staff("lan")
    town.clock.now = datetime(2026, 7, 9, 8, tzinfo=LOCAL)
    assert [c.id for c in board(town.database, lan, Filter(view="late"), town.clock())] == [number]
    assert counts(town.database, lan, town.clock()) == {"so_tu_phap": {"late": 1, "new": 1}}


def test_a_need_tells_its_whole_way(town: Town) -> None:
    number, lan = town.asks(), town.staff("lan")
    town.moves.accept(lan, number)
    town.moves.remark(lan, number, "hỏi lại chị Hoa")
    town.answers.answer(lan, number, GOOD)
    found = whole(town.database, lan, number)
    assert found
    assert [step.what for step in found.steps] == ["opened", "accepted", "noted", "answered"]
    assert list(found.deliveries.values()) == ["sent"]


def test_figures_say_how_many_of_how_many(town: Town) -> None:
    lan = town.staff("lan")
    first, second, third = (town.asks(f"việc số {n} khác hẳn", str(n)) for n in range(3))
    town.clock.skip(2 * 3600)
    town.answers.answer(lan, first, GOOD)
    town.says(first, "helpful")
    town.clock.now = datetime(2026, 7, 10, 9, tzinfo=LOCAL)
    town.answers.answer(lan, second, GOOD)
    town.says(second, "not_helpful")
    begin, end = MONDAY - timedelta(days=1), MONDAY + timedelta(days=30)
    received = Received(town.database, town.rules.work, begin, end)
    (sheet,) = received.by_department(town.clock())
    assert (sheet.received, sheet.answered, sheet.in_time, sheet.overdue) == (3, 2, 1, 1)
    assert (sheet.reopened, sheet.judged, sheet.helpful) == (1, 2, 1)
    assert sheet.median_hours == pytest.approx((2 + 30) / 2, abs=1)
    (officer,) = received.by_officer(town.clock())
    assert (officer.name, officer.answered) == ("Lan", 2)
    assert [row.id for row in oldest(town.database)] == [second, third]


def test_the_most_asked_are_those_with_most_citizens(town: Town) -> None:
    first = town.asks(chat="a")
    town.asks(chat="b")
    town.asks("việc khác hẳn", chat="c")
    town.keeper.join()
    rows = most_asked(town.database, MONDAY)
    assert (rows[0].id, rows[0].askers) == (first, 2)


def test_small_counts_are_not_told_to_the_public(town: Town) -> None:
    for number in range(3):
        town.asks(f"việc {number}", str(number))
    town.asks("lẻ", "z", field="")
    begin, end = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
    assert by_field_and_commune(town.database, begin, end, least=3) == [
        ("", "", None),
        ("ho_tich", "", 3),
    ]


def test_an_accepted_alias_is_used_and_a_rejected_one_is_not(town: Town) -> None:
    need = town.asks()
    lessons = SqlLessons(town.database, {"1.001193"}.__contains__, town.clock)
    before = lessons_state(town.database)
    first = lessons.propose(need, ALIAS, Deed("lan", ""))
    second = lessons.propose(need, Draft("alias", "làm sổ cho bé", "1.001193"), Deed("lan", ""))
    assert learnt_aliases(town.database) == {}
    lessons.decide(first, EDITOR, accepted=True)
    lessons.decide(second, EDITOR, accepted=False)
    assert learnt_aliases(town.database) == {"1.001193": ("trình làng em bé",)}
    assert lessons_state(town.database) != before
    with pytest.raises(NeedRefused, match="đã được quyết định"):
        lessons.decide(first, EDITOR, accepted=False)


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (Draft("alias", "ok", "1.001193"), "hai chữ"),
        (Draft("alias", "số 0912345678 của tôi", "1.001193"), "bị che"),
        (Draft("alias", "trình làng em bé", "9.999999"), "danh mục"),
        (Draft("faq", "trình làng em bé", "1.001193"), "câu trả lời"),
    ],
)
def test_what_cannot_be_learnt_is_refused(town: Town, draft: Draft, why: str) -> None:
    lessons = SqlLessons(town.database, {"1.001193"}.__contains__, town.clock)
    with pytest.raises(NeedRefused, match=why):
        lessons.propose(town.asks(), draft, Deed("lan", ""))


def test_the_same_is_proposed_once(town: Town) -> None:
    lessons, need = SqlLessons(town.database, {"1.001193"}.__contains__, town.clock), town.asks()
    lessons.propose(need, ALIAS, Deed("lan", ""))
    with pytest.raises(NeedRefused, match="đã có"):
        lessons.propose(need, ALIAS, Deed("mai", ""))


def test_an_accepted_answer_is_given_to_who_asks_the_same_and_nobody_else(town: Town) -> None:
    lessons, need = SqlLessons(town.database, {"1.001193"}.__contains__, town.clock), town.asks()
    question = "khai sinh muộn có bị phạt không"
    draft = Draft("faq", question, "1.001193", answer="Dạ không bị phạt ạ.")
    number = lessons.propose(need, draft, Deed("lan", ""))
    now = iter(range(0, 1000, 100))
    learnt = SqlLearnt(town.database, lambda _department: "Sở Tư pháp", lambda: next(now))
    assert learnt.to(question) is None
    lessons.decide(number, EDITOR, accepted=True)
    found = learnt.to("khai sinh muon co bi phat ko ad")
    assert found
    assert (found.text, found.department) == ("Dạ không bị phạt ạ.", "Sở Tư pháp")
    assert learnt.to("khai sinh muộn nộp ở đâu") is None
