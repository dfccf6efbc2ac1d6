"""Form files, glued to the end of a document's name and to each other: “…luậtMẫu TP-05.doc”."""

import re

from bot.catalogue.national.texts import LOWER, UPPER

FILE_END = re.compile(r"\.(?i:docx?|pdf|xlsx?|rtf|odt|zip|rar|jpe?g|png)(?![a-z])")
LONGEST = 200
# Where no space parts a word from what follows it, the file may begin…
GLUE = re.compile(
    rf"(?<=[{LOWER}])(?<!\dx)(?=[{UPPER}\d(\[])"  # luật|Mẫu, theo mẫu|1.002899, not 4x6
    rf"|(?<=[)\];:,”\"])(?=[{LOWER}{UPPER}\d])"
    rf"|(?:(?<=[^\d]\.)|(?<=\d{{4}}\.))(?=[{UPPER}\d])"  # but neither 12.|5 nor 11.|NT
    rf"|(?<=[{UPPER}])(?=[{UPPER}][{LOWER}])"  # TT-BCA|Mau
    rf"|(?<=\d)(?=[{UPPER}][{UPPER}{LOWER}])"  # 2026|Mau
    r"|(?<=[^\s(/-])(?=mau so|mẫu \d|báo cáo|giấy đề nghị|đơn đề nghị|văn bản đề nghị)"
)
# … and most of all where a form's name begins.
USUAL = re.compile(
    r"mẫu|mau|phụ ?lục|phu ?luc|pl|tp-|tk|tờ khai|đơn|don|bm|bản|danh mục|\d+\.", re.I
)
CODE = re.compile(r"[Mm]ẫu (?:số:? )?[\w./-]*\d[\w./-]*")


def part(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the document's name and its form files."""
    ends = [m.end() for m in FILE_END.finditer(text)]
    if not ends or ends[-1] != len(text):
        return text, ()
    start = _start(text[: ends[0]])
    if not start:
        return text, ()
    borders = [start, *ends]
    files = (text[a:b].strip() for a, b in zip(borders, ends, strict=False))
    return text[:start].strip(), tuple(files)


def code_of(*texts: str) -> str | None:
    """Return the form's code, such as “Mẫu số 01”, as the first of ``texts`` that has it tells."""
    found = next(filter(None, (CODE.search(FILE_END.sub("", text)) for text in texts)), None)
    return found[0].rstrip("./-").replace("mẫu", "Mẫu", 1) if found else None


def _start(text: str) -> int | None:
    starts = [m.start() for m in GLUE.finditer(text) if 4 < len(text) - m.start() <= LONGEST]
    usual = (at for at in starts if USUAL.match(text, at))
    return next(usual, starts[0] if starts else None)
