"""Rows become CSV and Excel in which no text runs, however many there are."""

import csv
import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import pytest

from console.conversations.sheets import (
    BOM,
    LONGEST_CELL,
    Row,
    as_csv,
    as_workbook,
    chunks,
    harmless,
)

HEADING = ["Lúc", "Người dân"]
FORMULAS = ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


def batches(number: int, size: int = 10) -> Iterator[list[Row]]:
    for start in range(0, number, size):
        yield [(n, f"câu {n}") for n in range(start, min(start + size, number))]


def sheets(rows: Iterator[list[Row]], **most: int) -> list[str]:
    """Return the XML of each sheet of the workbook."""
    with as_workbook(HEADING, rows, **most) as file, ZipFile(file) as book:
        names = sorted(name for name in book.namelist() if "worksheets/sheet" in name)
        return [book.read(name).decode() for name in names]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    written = "".join(as_csv(HEADING, [[(1, text)]]))
    [_, row] = csv.reader(io.StringIO(written.removeprefix(BOM), newline=""))
    assert row == ["1", f"'{text}"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(text: str) -> None:
    [sheet] = sheets(iter([[(1, text)]]))
    assert not re.search(r"<f>|<hyperlink", sheet)
    assert 't="inlineStr"' in sheet


def test_excel_is_told_that_a_csv_is_utf8_and_lines_within_a_cell_stay_in_it() -> None:
    written = "".join(as_csv(HEADING, [[("a", 'dòng "một"\ndòng hai')]]))
    assert written.encode().startswith(b"\xef\xbb\xbf")
    [_, row] = csv.reader(io.StringIO(written.removeprefix(BOM), newline=""))
    assert row == ["a", 'dòng "một"\ndòng hai']


def test_a_csv_leaves_batch_by_batch() -> None:
    read = 0

    def rows() -> Iterator[list[Row]]:
        nonlocal read
        for batch in batches(100):
            read += 1
            yield batch

    written = as_csv(HEADING, rows())
    next(written)
    assert read == 0
    next(written)
    assert read == 1


def test_what_is_too_much_for_a_sheet_goes_on_in_the_next_under_the_same_heading() -> None:
    found = sheets(batches(25), most_rows=11)
    assert [sheet.count("<row ") for sheet in found] == [11, 11, 6]
    assert all("Người dân" in sheet for sheet in found)
    assert "câu 24" in found[2]
    assert len(sheets(batches(10), most_rows=11)) == 1


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_not_lost() -> None:
    [sheet] = sheets(iter([[(1, "ă" * (LONGEST_CELL + 5))]]))
    assert sheet.count("ă") == LONGEST_CELL


def test_a_workbook_whose_download_is_broken_off_leaves_nothing_behind() -> None:
    file = as_workbook(HEADING, batches(20_000))
    assert isinstance(file.name, int)  # no name: it is not to be found in any folder
    pieces = chunks(file)
    next(pieces)
    assert not file.closed
    pieces.close()  # type: ignore[attr-defined]
    assert file.closed
