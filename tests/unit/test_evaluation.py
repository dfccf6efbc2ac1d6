"""How well the desk answers is measured honestly, on questions that it was not taught."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.catalogue.load import load
from bot.cli.evaluate import fail_on
from bot.errors import MotcuaError
from bot.settings import ROOT
from evaluation import baseline
from evaluation.independence import copies, taught_phrases
from evaluation.interval import Share, wilson
from evaluation.questions import OWN, Expect, Question, read
from evaluation.score import OVERALL, Row, confusions, judge, lacking, table

DRAGON, UNICORN = "9.000001", "9.000002"
NAMES = {DRAGON: ("Nuôi rồng", "Đăng ký nuôi rồng"), UNICORN: ("Thẻ kỳ lân",)}
PROCEDURES = [entry.procedure for entry in load(ROOT / "procedures").entries]
OWN_QUESTIONS = read(sorted(OWN.glob("*.jsonl")))
SETS = {
    "situational",
    "documents",
    "fee",
    "time",
    "online",
    "place",
    "deadline",
    "follow_up",
    "no_accents",
    "abbreviations",
    "typos",
    "keywords",
    "colloquial",
    "disputes",
    "fines",
    "news",
    "chatter",
    "generic",
    "vague",
    "other_services",
    "injections",
    "abroad",
    "foreign",
    "national",
    "status",
    "switch",
    "two_aspects",
}


def question(name: str, turn: str = "hỏi gì đó", group: str = "a", **expect: Any) -> Question:
    expected = Expect.model_validate({"outcome": "answered", **expect})
    return Question(id=name, turns=(turn,), expect=expected, set=group)


def answer(
    name: str, outcome: str, code: str | None = None, *others: str, aspect: str = "overview"
) -> dict[str, Any]:
    reply = {
        "outcome": outcome,
        "procedure": code and {"code": code, "name": ""},
        "candidates": [{"code": other, "name": "", "score": 0.5} for other in others],
        "aspect": aspect,
    }
    return {"id": name, "replies": [{"outcome": "error", "candidates": []}, reply]}


ASKED = [
    question("1", procedure=DRAGON, aspect="fee"),
    question("2", procedure=DRAGON, aspect="fee"),
    question("3", procedure=UNICORN),
    question("4", procedure=UNICORN),
    question("5", procedure_name="nuoi rong"),
    question("6", procedure_name="nuoi phuong hoang"),
    question("7", outcome="not_answerable", group="b"),
    question("8", outcome="not_answerable", group="b"),
    question("9", outcome="not_answerable", group="b"),
]
ANSWERED = [
    answer("1", "answered", DRAGON, aspect="fee"),
    answer("2", "partial", UNICORN, DRAGON),
    answer("3", "clarify", None, DRAGON, UNICORN),
    answer("4", "unmet"),
    answer("5", "answered", DRAGON),
    answer("6", "answered", UNICORN),
    answer("7", "refused"),
    answer("8", "answered", DRAGON),
]


def rows(stripped: list[dict[str, Any]] | None = None) -> dict[str, Row]:
    bare = judge(ASKED, stripped, NAMES) if stripped else []
    return {row.set: row for row in table(judge(ASKED, ANSWERED, NAMES), bare)}


def test_every_figure_agrees_with_a_small_example_computed_by_hand() -> None:
    row = rows()["a"]
    assert (row.n, row.lacking) == (6, 1)
    assert row.top_1 == Share(2, 5)  # 1 and 5
    assert row.top_3 == Share(4, 5)  # 2 and 3 among the candidates
    assert row.aspect == Share(1, 2)
    assert row.refused == Share(1, 5)
    assert row.clarify == Share(1, 5)
    assert row.not_answerable == Share(0, 0)


def test_an_error_or_a_missing_answer_is_never_a_success() -> None:
    """7 is refused, 8 is answered, and 9 has no answer at all."""
    assert rows()["b"].not_answerable == Share(1, 3)
    broken = judge(ASKED[:1], [{"id": "1", "error": "EngineUnavailable", "replies": []}], NAMES)
    assert broken[0].outcome == "error"


def test_the_last_row_counts_all_sets_together() -> None:
    whole = rows()[OVERALL]
    assert (whole.n, whole.top_1, whole.not_answerable) == (9, Share(2, 5), Share(1, 3))


def test_only_the_first_three_of_the_procedures_named_count() -> None:
    late = [answer("1", "clarify", None, "9.000007", "9.000008", "9.000009", DRAGON)]
    assert table(judge(ASKED[:1], late, NAMES))[0].top_3 == Share(0, 1)


def test_topics_that_the_catalogue_lacks_are_listed_and_spoil_no_figure() -> None:
    verdicts = judge([*ASKED, question("10", procedure="9.999999")], ANSWERED, NAMES)
    assert lacking(verdicts) == [("nuoi phuong hoang", 1), ("9.999999", 1)]
    assert table(verdicts)[0].top_1.of == 5


def test_agreement_counts_questions_that_get_the_same_facts_without_accents() -> None:
    changed = {
        "1": answer("1", "answered", DRAGON, aspect="time"),  # another aspect
        "5": answer("5", "clarify", None, DRAGON),  # no longer answered
        "4": answer("4", "off_topic"),  # still not answered
    }
    stripped = [changed.get(given["id"], given) for given in ANSWERED]
    assert rows(stripped)["a"].agreement == Share(4, 6)
    assert rows()["a"].agreement == Share(0, 0)


def test_a_stripped_question_keeps_its_capitals_digits_and_expectation() -> None:
    asked = question("1", "Đổi bằng lái hạng B2 ạ?", procedure=DRAGON)
    assert asked.stripped.turns == ("Doi bang lai hang B2 a?",)
    assert asked.stripped.expect == asked.expect


def test_confusions_say_what_was_wanted_what_was_got_and_an_example() -> None:
    said = confusions(judge(ASKED, ANSWERED, NAMES), NAMES)
    assert f"1× Nuôi rồng {DRAGON} → Thẻ kỳ lân {UNICORN}: “hỏi gì đó”" in said
    assert f"1× Thẻ kỳ lân {UNICORN} → (unmet): “hỏi gì đó”" in said
    assert f"1× (b: not answerable) → Nuôi rồng {DRAGON}: “hỏi gì đó”" in said
    assert len(said) == 5


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_intervals_are_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_a_share_shows_its_interval_and_an_empty_one_shows_nothing() -> None:
    assert str(Share(8, 10)) == "80.0 [49–94]"
    assert str(Share(0, 0)) == "–"


def row_of(top_1: Share, refused: Share) -> Row:
    none = Share(0, 0)
    return Row("a", 100, 0, none, top_1, none, none, none, refused, Share(99, 100), none)


def test_a_loss_of_more_than_two_points_is_a_regression(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(baseline.as_json([row_of(Share(95, 100), Share(1, 100))]), "utf-8")
    before = baseline.read(file)
    kept = row_of(Share(93, 100), Share(3, 100))
    assert list(baseline.regressions(before, [kept])) == []
    worse = row_of(Share(92, 100), Share(4, 100))
    told = ["a, top_1: 95.0 → 92.0", "a, refused: 1.0 → 4.0"]
    assert list(baseline.regressions(before, [worse])) == told


def test_a_regression_ends_with_exit_status_1_and_nothing_else_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fail_on([])
    with pytest.raises(typer.Exit) as ended:
        fail_on(["a, top_1: 95.0 → 92.0"])
    assert ended.value.exit_code == 1
    assert "a, top_1: 95.0 → 92.0" in capsys.readouterr().err


def test_small_and_new_sets_are_no_regression() -> None:
    small = {"a": {"top_1": Share(19, 19)}}
    assert list(baseline.regressions(small, [row_of(Share(0, 19), Share(0, 19))])) == []
    assert list(baseline.regressions({}, [row_of(Share(0, 100), Share(0, 100))])) == []


@pytest.mark.parametrize("content", ["", "[1]", '{"a": 1}', '{"a": {"top_1": [1, 2, 3]}}'])
def test_a_file_that_is_no_baseline_is_told_in_one_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, "utf-8")
    with pytest.raises(MotcuaError, match="không phải là tệp số liệu"):
        baseline.read(file)


@pytest.mark.parametrize(
    "broken", ["{", '{"id": "2"}', json.dumps({"id": "2", "turns": [], "expect": {}, "set": "a"})]
)
def test_a_broken_line_is_told_with_file_and_line(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(f"{question('1').model_dump_json(exclude_none=True)}\n\n{broken}\n", "utf-8")
    with pytest.raises(MotcuaError, match=r"some\.jsonl:3: "):
        read([file])


def test_a_question_that_repeats_what_was_taught_is_found() -> None:
    taught = ["làm sổ rồng ở đâu", "rồng", "một hai ba bốn năm sáu bảy tám chín mười"]
    said = [
        question("same", "Lam so rong o dau?"),
        question("short", "RỒNG"),
        question("reordered", "mười chín tám bảy sáu năm bốn ba hai một"),
        question("apart", "làm sổ rồng ở chỗ nào"),
        question("name", "rồng", group="keywords"),
    ]
    assert [found.id for found, _ in copies(said, taught)] == ["same", "short", "reordered"]


def test_no_question_of_ours_was_taught() -> None:
    taught = taught_phrases(PROCEDURES, ROOT / "data/nlu")
    assert [(asked.id, phrase) for asked, phrase in copies(OWN_QUESTIONS, list(taught))] == []


def test_our_questions_are_many_distinct_and_cover_every_set() -> None:
    assert len(OWN_QUESTIONS) >= 500
    assert {asked.set for asked in OWN_QUESTIONS} == SETS
    assert len({asked.id for asked in OWN_QUESTIONS}) == len(OWN_QUESTIONS)
    assert len({asked.turns for asked in OWN_QUESTIONS}) == len(OWN_QUESTIONS)


def test_every_question_stands_in_the_file_of_its_set() -> None:
    for file in OWN.glob("*.jsonl"):
        assert {asked.set for asked in read([file])} == {file.stem}


def test_follow_ups_have_two_to_four_turns() -> None:
    turns = {len(asked.turns) for asked in OWN_QUESTIONS if asked.set == "follow_up"}
    assert turns <= {2, 3, 4}


def test_every_procedure_is_asked_for_at_least_three_times_and_no_other_one_but_imported() -> None:
    known = {procedure.code for procedure in PROCEDURES}
    answered = [q for q in OWN_QUESTIONS if q.expect.outcome == "answered"]
    asked = Counter(q.expect.procedure for q in answered if q.set != "national")
    assert asked.keys() == known
    assert min(asked.values()) >= 3
    assert known.isdisjoint(q.expect.procedure for q in answered if q.set == "national")
