"""Loading and checking records."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue.catalogue import open_catalogue
from bot.catalogue.check import check
from bot.catalogue.freshness import load_rules
from bot.catalogue.load import load
from bot.errors import CatalogueUnusable
from bot.settings import ROOT
from tests.national import imported
from tests.records import record

PAPER = {"name": "Giấy rồng", "originals": 1, "copies": 0}
FLYING = {**PAPER, "name": "GIẤY RỒNG", "when": ["winged"]}
ONE_WAY = {"way": "post", "where": "Bưu điện", "time": "unknown"}
CHEAP = [{"text": "10.000 đồng", "amount": 20000}]


def write(folder: Path, content: Any, name: str = "ho_tich/a.yml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    file.write_text(text, "utf-8")
    (folder / "fields.yml").write_text("ho_tich: Hộ tịch\ncu_tru: Cư trú\n", "utf-8")
    return file


def problems(folder: Path) -> list[str]:
    return [f"{p.file.name}:{p.line}: {p.field}: {p.message}" for p in check(load(folder))]


def test_a_complete_record_has_no_problem(tmp_path: Path) -> None:
    write(tmp_path, record())
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"code": "12"}, "code", "pattern"),
        ({"colour": "red"}, "colour", "not permitted"),
        ({"valid_from": "someday"}, "valid_from", "date"),
        ({"field": "nothing"}, "field", "folder's name"),
        ({"origin": "national"}, "origin", "only the import"),
        ({"valid_to": "2020-01-01"}, "valid_to", "before valid_from"),
        ({"sources": []}, "sources", "at least 1"),
        ({"online": {"level": "full", "url": "http://a.gov.vn"}}, "online.url", "https://"),
        ({"documents": [{"name": "x", "when": ["nowhere"]}]}, "documents.0.when", "no option"),
        (
            {"documents": [{**PAPER, "form_url": "http://a.vn/x"}]},
            "documents.0.form_url",
            "https://",
        ),
        ({"documents": [{"name": ""}]}, "documents.0.name", "at least 1 character"),
        ({"documents": [{"name": "x", "originals": -1}]}, "documents.0.originals", "equal to 0"),
        ({"related": ["1.000099"]}, "related.0", "no record has code 1.000099"),
        ({"related": ["1.000001"]}, "related.0", "the record itself"),
        ({"submissions": [{**ONE_WAY, "fees": CHEAP}]}, "submissions.0.fees.0", "amount 20000"),
        ({"documents": [PAPER, PAPER]}, "documents.1.name", "repeats documents.0"),
        ({"documents": [PAPER, {**PAPER, "originals": 2}]}, "documents.1.name", "documents.0"),
        ({"documents": [PAPER, {**PAPER, "when": ["winged"]}]}, "documents.1.name", "documents.0"),
        ({"documents": [FLYING, {**PAPER, "when": ["fiery"]}]}, "documents.1.name", "documents.0"),
        ({"name": "Hai hạn", "deadline": {"text": "x", "days": 0}}, "deadline.days", "than 0"),
    ],
)
def test_each_mistake_is_named_with_its_line_and_field(
    tmp_path: Path, change: dict[str, Any], field: str, words: str
) -> None:
    file = write(tmp_path, record(**change))
    found = problems(tmp_path)
    assert len(found) == 1, found
    assert field in found[0]
    assert words in found[0]
    line = int(found[0].split(":")[1])
    written = file.read_text("utf-8").splitlines()[line - 1]
    assert field.split(".")[-1] in written or field.split(".")[0] in written


@pytest.mark.parametrize(
    "second",
    [
        {**PAPER, "when": ["wingless"]},
        {**PAPER, "when": ["wingless", "fiery"], "originals": 3},
        {**PAPER, "name": "Giấy rồng con"},
        {**PAPER, "handling": "bring", "originals": 1},
    ],
)
def test_papers_of_different_cases_names_or_uses_do_not_contradict(
    tmp_path: Path, second: dict[str, Any]
) -> None:
    first = {**FLYING, "originals": 0, "copies": 1} if "handling" in second else FLYING
    write(tmp_path, record(documents=[first, second]))
    assert problems(tmp_path) == []


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    content = record()
    del content["authority"]
    write(tmp_path, content)
    assert problems(tmp_path) == ["a.yml:1: authority: Field required"]


def test_a_key_that_stands_twice_is_refused_at_its_second_line(tmp_path: Path) -> None:
    write(tmp_path, "code: '1.000001'\nname: a\ncode: '1.000002'\n")
    assert problems(tmp_path) == ["a.yml:3: (YAML): key “code” twice"]


@pytest.mark.parametrize("content", ["", "[", "just words", "- 1", "\x00", "a: &x [*x]"])
def test_a_broken_file_never_takes_the_others_down(tmp_path: Path, content: str) -> None:
    write(tmp_path, record())
    write(tmp_path, content, "ho_tich/broken.yml")
    loaded = load(tmp_path)
    assert [e.procedure.code for e in loaded.entries] == ["1.000001"]
    assert len({p.file.name for p in loaded.problems}) == 1


def test_bytes_that_are_no_text_are_a_problem_of_that_file_only(tmp_path: Path) -> None:
    write(tmp_path, record())
    (tmp_path / "ho_tich/b.yml").write_bytes(b"\xff\xfe\xfa")
    assert len(load(tmp_path).entries) == 1
    assert len(load(tmp_path).problems) == 1


def test_two_records_must_not_share_a_code_or_an_alias(tmp_path: Path) -> None:
    write(tmp_path, record())
    write(tmp_path, record(aliases=["SỔ RỒNG", "khác hẳn"]), "ho_tich/b.yml")
    found = problems(tmp_path)
    assert any("b.yml" in p and "code" in p for p in found)
    assert any("b.yml" in p and "aliases.0" in p for p in found)


@pytest.mark.parametrize("field", ["aliases", "life_events", "questions"])
def test_what_people_say_stands_in_one_record_only(tmp_path: Path, field: str) -> None:
    own = {"aliases": ["a"], "life_events": ["b"], "questions": ["c"]}
    write(tmp_path, record())
    write(
        tmp_path,
        record(**{**own, "code": "1.000002", field: ["RỒNG nhà tôi mới nở"]}),
        "ho_tich/b.yml",
    )
    assert problems(tmp_path) == [
        f"b.yml:{_line_of(tmp_path, 'RỒNG')}: {field}.0: “RỒNG nhà tôi mới nở” stands in"
        f" {tmp_path / 'ho_tich/a.yml'} too"
    ]


def _line_of(folder: Path, word: str) -> int:
    lines = (folder / "ho_tich/b.yml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if word in line)


def test_a_folder_without_one_usable_record_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CatalogueUnusable, match="motcua catalogue check"):
        open_catalogue(tmp_path)


def test_an_imported_record_stands_in_only_where_no_curated_one_has_its_code(
    tmp_path: Path,
) -> None:
    write(tmp_path, record())
    more = [imported(), imported(ma_thu_tuc="1.000077")]
    catalogue = open_catalogue(tmp_path, more)
    assert {p.code: p.origin for p in catalogue.all()} == {
        "1.000001": "curated",
        "1.000077": "national",
    }
    assert catalogue.fields["national"] == "Cổng Dịch vụ công quốc gia"


def test_what_changes_in_a_record_changes_its_version(tmp_path: Path) -> None:
    write(tmp_path, record())
    write(tmp_path, record(code="1.000009", summary="Khác."), "ho_tich/b.yml")
    first, second = (e.procedure for e in load(tmp_path).entries)
    again = load(tmp_path).entries[0].procedure
    assert first.version == again.version != second.version


def test_the_shipped_catalogue_has_150_records_and_no_problem() -> None:
    catalogue = open_catalogue(ROOT / "procedures")
    assert [str(p) for p in catalogue.problems] == []
    assert len(catalogue) >= 150


def test_every_shipped_record_names_its_source_and_says_what_people_call_it() -> None:
    rules = load_rules(ROOT / "procedures")
    assert rules.hosts
    for procedure in open_catalogue(ROOT / "procedures").all():
        assert all(rules.allows(str(source.url)) for source in procedure.sources), procedure.code
        phrases = (*procedure.aliases, *procedure.life_events, *procedure.questions)
        assert len(set(phrases)) >= 15, procedure.code


def test_no_shipped_record_sends_people_to_a_district_office() -> None:
    for procedure in open_catalogue(ROOT / "procedures").all():
        text = procedure.model_dump_json(include={"authority", "submissions", "steps"}).lower()
        assert "huyện" not in text, procedure.code
        assert "quận" not in text, procedure.code
