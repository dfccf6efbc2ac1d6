"""Tables of documents: a heading, “Tên giấy tờ…”, then name, form file and counts without gaps."""

import re
from collections.abc import Iterator
from typing import Final

from bot.catalogue.national.forms import FILE_END, code_of, part
from bot.catalogue.national.parsed import Paper, PaperGroup, Unread
from bot.catalogue.national.texts import BULLETS, EXCERPT, excerpt, stated, tidy
from bot.catalogue.record import UNKNOWN, Unknown

HEADINGS: Final = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
# The last digit is the count, those before it end the name: “ngày 01/01/20261 bản chính”.
# Names mention counts as well, “01 bản chính (nếu có)1 bản chính”: a cell's count never begins
# with 0 unless it is 0, and either what stands before it or what follows it is glued to it.
CELL = re.compile(
    r"(?:(?P<glued>(?<=[^\s\d(]))|(?<!\D0)(?<!\A0))"
    r"(?P<originals>\d) bản chính(?:,(?P<copies>\d+) bản sao)?"
    r"(?(glued)|(?=\s*\Z|[^\s,;.:)/…]))"
)
GROUP_MARKS = " \t-"


def read_documents(text: str) -> tuple[tuple[PaperGroup, ...] | Unknown, tuple[Unread, ...]]:
    """Return the documents by their tables, and what could not be read."""
    if not stated(text):
        return UNKNOWN, ()
    heading, *tables = text.split(HEADINGS)
    if not tables:
        return UNKNOWN, (Unread("documents", excerpt(text), "no table found"),)
    groups: list[PaperGroup] = []
    unread: list[Unread] = []
    for table in tables:
        papers, rest = _rows(table)
        groups.append(PaperGroup(_heading(heading), tuple(p for p in papers if p.name)))
        unread += _problems(heading, papers, table)
        heading = rest
    unread += _left_over(heading)
    return tuple(g for g in groups if g.papers) or UNKNOWN, tuple(unread)


def _rows(table: str) -> tuple[tuple[Paper, ...], str]:
    """Return a table's rows, and what stands behind the last: the next table's heading."""
    papers = []
    end = 0
    for cell in CELL.finditer(table):
        papers.append(_paper(table[end : cell.start()], cell))
        end = cell.end()
    return tuple(papers), table[end:]


def _paper(text: str, cell: re.Match[str]) -> Paper:
    name, files = part(tidy(text).strip(",. ").lstrip(BULLETS))
    return Paper(
        name=name,
        originals=int(cell["originals"]),
        copies=int(cell["copies"] or 0),
        form_files=files,
        form_code=code_of(name, *files),
    )


def _heading(text: str) -> str | None:
    text = tidy(text).strip(GROUP_MARKS)
    return text.lstrip("*+").strip() if stated(text) else None


def _problems(heading: str, papers: tuple[Paper, ...], table: str) -> Iterator[Unread]:
    if not papers:
        yield Unread("documents", excerpt(heading + table), "no row found")
    for paper in papers:
        if not paper.name:
            yield Unread("documents", excerpt(table), "row without a name")
        elif FILE_END.search(paper.name, len(paper.name) - 5):
            yield Unread("form", paper.name[-EXCERPT:], "no border between name and form file")


def _left_over(text: str) -> Iterator[Unread]:
    if stated(text):
        yield Unread("documents", excerpt(text), "text behind the last row")
