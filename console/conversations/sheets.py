"""Rows of an export as a CSV that streams, or as an Excel workbook in a temporary file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

import xlsxwriter

Cell = str | int | float
Row = Sequence[Cell]

BOM = "\ufeff"  # without it Excel takes UTF-8 for something else
MOST_ROWS = 1_048_576  # of a sheet, the heading included
LONGEST_CELL = 32_767
_CHUNK = 64 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(heading: Sequence[str], batches: Iterable[Iterable[Row]]) -> Iterator[str]:
    """Yield the file, a batch at a time."""
    yield BOM + _lines([heading])
    for batch in batches:
        yield _lines([[harmless(cell) for cell in row] for row in batch])


def as_workbook(
    heading: Sequence[str], batches: Iterable[Iterable[Row]], most_rows: int = MOST_ROWS
) -> IO[bytes]:
    """Return the file, open at its beginning; it has no name, so closing it removes it."""
    file = TemporaryFile()  # noqa: SIM115 - whoever gets it closes it
    with TemporaryDirectory() as folder:  # of the sheets while they grow
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        rows = (row for batch in batches for row in batch)
        sheet, number = _sheet(book, heading), 0
        for row in rows:
            number += 1
            if number == most_rows:
                sheet, number = _sheet(book, heading), 1
            _write(sheet, number, row)
        book.close()
    file.seek(0)
    return file


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file piece by piece and close it, also when nobody wants the rest."""
    with file:
        while piece := file.read(_CHUNK):
            yield piece


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("1 + 1"), harmless(-1)
    ("'=1+1", '1 + 1', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _lines(rows: Iterable[Row]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _sheet(book: xlsxwriter.Workbook, heading: Sequence[str]) -> xlsxwriter.workbook.Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    _write(sheet, 0, heading)
    return sheet


def _write(sheet: xlsxwriter.workbook.Worksheet, number: int, row: Row) -> None:
    """Write text as text, whatever it looks like."""
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell[:LONGEST_CELL])
        else:
            sheet.write_number(number, column, cell)
