"""Importing files of the portal: what is sound is stored file by file, the rest is reported."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.national import Changes, Import, Report
from bot.catalogue.record import Procedure
from tests.national import PAPERS, TODAY, line, lines, write


class FakeStore:
    """Remembers what it is given; ``fails_at`` names a file that it cannot store."""

    def __init__(self, fails_at: str = "") -> None:
        self.files: dict[str, list[str]] = {}
        self._fails_at = fails_at

    def write(self, source: str, records: Sequence[Procedure]) -> Changes:
        if source == self._fails_at:
            raise InterruptedError
        self.files[source] = [record.code for record in records]
        return Changes(new=len(records))


def run(store: FakeStore, *files: Path) -> Report:
    started = Import(store, TODAY)
    for _ in started.run(files):
        pass
    return started.report


def test_every_sound_line_is_stored_under_the_name_of_its_file(tmp_path: Path) -> None:
    store = FakeStore()
    one = write(tmp_path / "a.jsonl", *lines(2))
    two = write(tmp_path / "b.jsonl", line())
    report = run(store, one, two)
    assert store.files == {"a.jsonl": ["2.000000", "2.000001"], "b.jsonl": ["1.000001"]}
    assert (report.changes, report.skipped) == (Changes(new=3), [])


BROKEN: dict[str, tuple[bytes | dict[str, Any], str]] = {
    "cut off": (b'{"ma_thu_tuc": "2.000009", ', "không phải JSON"),
    "no text": (b"\xff\xfe\xfa", "không phải JSON"),
    "nested too deep": (b"[" * 100_000, "không phải JSON"),
    "a list": (b"[]", "không phải một bản ghi"),
    "a number": (b"5", "không phải một bản ghi"),
    "no code": (line(ma_thu_tuc=None), "thiếu ma_thu_tuc"),
    "an empty name": (line(ten_thu_tuc=" "), "thiếu ten_thu_tuc"),
    "a code of another form": (line(ma_thu_tuc="12"), "code: "),
    "an unknown level": (line(cap_thuc_hien="Cấp trời"), "level: "),
    "no link": (line(detail_url="rồng"), "online.url: "),
    "half a letter": (line(ten_thu_tuc="rồng \ud800"), "name: "),
    "a count without end": (
        line(thanh_phan_ho_so=f"--{PAPERS}Đơn1 bản chính,{'9' * 5_000} bản sao"),
        "Exceeds the limit",
    ),
}


@pytest.mark.parametrize(("broken", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_reported_with_its_place_and_nothing_of_it_is_stored(
    tmp_path: Path, broken: bytes | dict[str, Any], reason: str
) -> None:
    store = FakeStore()
    first, last = lines(2)
    file = write(tmp_path / "a.jsonl", first, b"", broken, last)
    report = run(store, file)
    assert store.files == {"a.jsonl": ["2.000000", "2.000001"]}
    assert [str(skipped).startswith(f"{file}:3: {reason}") for skipped in report.skipped] == [True]
    assert report.survey.records == 2


def test_a_code_that_comes_again_is_skipped_and_its_first_place_is_named(tmp_path: Path) -> None:
    store = FakeStore()
    one, two = (write(tmp_path / name, line()) for name in ("a.jsonl", "b.jsonl"))
    report = run(store, one, two)
    assert store.files == {"a.jsonl": ["1.000001"], "b.jsonl": []}
    assert [s.reason for s in report.skipped] == [f"mã 1.000001 đã có ở {one}:1"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    store = FakeStore()
    rows = [json.dumps(each).encode() + b"\r" for each in lines(2)]
    run(store, write(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + rows[0], rows[1], b"\r"))
    assert store.files == {"a.jsonl": ["2.000000", "2.000001"]}


def test_the_progress_adds_up_to_the_size_of_the_files(tmp_path: Path) -> None:
    files = [write(tmp_path / name, *lines(3), b"", b"{") for name in ("a.jsonl", "b.jsonl")]
    progress = list(Import(FakeStore(), TODAY).run(files))
    for file in files:
        assert sum(p.size for p in progress if p.file == file) == file.stat().st_size


def test_nothing_of_a_file_is_stored_before_its_end_was_read(tmp_path: Path) -> None:
    store = FakeStore()
    running = Import(store, TODAY).run([write(tmp_path / "a.jsonl", *lines(3))])
    for _ in range(3):
        next(running)
        assert store.files == {}
    assert list(running) == []
    assert list(store.files) == ["a.jsonl"]


def test_files_before_the_one_that_fails_stay_stored(tmp_path: Path) -> None:
    store = FakeStore(fails_at="b.jsonl")
    one, two = write(tmp_path / "a.jsonl", *lines(2)), write(tmp_path / "b.jsonl", line())
    with pytest.raises(InterruptedError):
        run(store, one, two)
    assert store.files == {"a.jsonl": ["2.000000", "2.000001"]}


def test_the_report_says_by_field_what_could_not_be_read_with_examples(tmp_path: Path) -> None:
    unread = line(ma_thu_tuc="1.000002", thanh_phan_ho_so="rồng bay")
    report = run(FakeStore(), write(tmp_path / "a.jsonl", line(), unread))
    documents = report.survey.tallies["documents"]
    assert (documents.stated, documents.parsed, documents.unread) == (2, 1, 1)
    assert [(code, u.excerpt) for code, u in documents.examples] == [("1.000002", "rồng bay")]
