"""The legal basis: “Tên văn bản pháp lýMã văn bản”, then titles and numbers without gaps.

Titles name numbers as well, so a number ends a row only where something is glued to it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.catalogue.national.parsed import LegalText, Unread
from bot.catalogue.national.texts import LOWER, UPPER, excerpt, stated, tidy, without_furniture
from bot.catalogue.record import UNKNOWN, Unknown

HEADINGS: Final = "Tên văn bản pháp lýMã văn bản"
BODIES = (
    "BNNPTNT|BNN&PTNT|BNNMT|BGTVT|BTNMT|BLĐTBXH|BVHTTDL|BKHĐT|BKHCN|BTTTT|BGDĐT|NHNN|BHXH|VPCP|"
    "UBND|HĐND|VKSNDTC|TANDTC|TTCP|BNN|BTC|BTP|BCA|BXD|BCT|BYT|BNV|BQP|BNG|UBTƯMTTQVN|HĐTP|CP|TTg|CTN"
)
KIND = (
    rf"(?:NQ-|L-)?QH(?:1\d|\d)|(?:PL-|NQ-|PL/)?UBTVQH\d\d|"
    rf"(?:NĐ|ND|NQ|QĐ|QD|CT|PL|TTLT|TT|NQLT|VBHN)\s?[-/]\s?(?:{BODIES})(?:[-/](?:{BODIES}))*|"
    r"NĐ-C(?!P)|L-CTN"
)
# A year, a date or a law glued before a number, “năm 202076/2025/QH15”, is not part of it;
# the dot of “66.7/2025/NQ-CP” is, that of “…tư pháp.03/2024/TT-BTP” is not.
NUMBER = re.compile(
    rf"(?<=(?<!\d)20\d\d)\d{{1,3}}/20\d\d/(?:{KIND})|"
    rf"(?<=QH1\d)\d{{1,3}}/(?:19|20)\d\d/(?:{KIND})|"
    r"(?<![\d/])(?<!(?<!\d)\d\.)(?<!(?<!\d)\d\d\.)"
    rf"(?:\d{{1,3}}\.\d{{1,2}}|\d{{1,4}})(?:/(?:19|20)\d\d)?/\s?(?:{KIND})"
)
GLUED = re.compile(rf"[{LOWER}{UPPER}(]|[-+*.][{UPPER}]|\Z")
BEFORE_PROSE = re.compile(r"\Z|[\s(/“\"-]")
SPACED_TITLE = re.compile(rf"\s+(?:[{UPPER}]|sửa đổi|quy định|hướng dẫn|ban hành)")
# “…trường 146/2025/QH15 Sửa đổi…”: the portal's spaces; in a title a label stands before a number.
UNLABELLED = re.compile(
    rf"(?<!số)(?<!luật)(?<!định)(?<!tư)(?<!quyết)(?<!lệnh)(?<!tịch)(?<!NĐ)(?<!TT)(?<!và)"
    rf"(?<![,:])\s+\Z|[{LOWER})](?:Luật|Nghị định|Thông tư)(?: số)? \Z",
    re.I,
)
KINDS = "Nghị định|Thông tư liên tịch|Thông tư|Bộ luật|Luật|Quyết định|Nghị quyết|Pháp lệnh"
SPACED_KIND = re.compile(r"\s+(?:Thông tư|Nghị định|Nghị quyết|Quyết định) ")
LABEL = re.compile(rf"(?:{KINDS}|NĐ|TT)?(?:\s*số)?:?\s*\Z", re.I)
LABEL_ONLY = re.compile(rf"\W*(?:{KINDS}|NĐ|TT)?(?:\s*số)?:?\s*", re.I)
LABEL_LENGTH: Final = 30
NEXT_TITLE = re.compile(rf"(?<=[{LOWER}\d;)”])(?=(?:{KINDS}) )")


def read_laws(text: str) -> tuple[tuple[LegalText, ...] | Unknown, tuple[Unread, ...]]:
    """Return the legal texts, each number once, and what could not be read."""
    text = without_furniture(text)
    if not stated(text):
        return UNKNOWN, ()
    text = text.removeprefix(HEADINGS)
    laws: dict[str, LegalText] = {}
    unread: list[Unread] = []
    start = 0
    for number in _cells(text):
        *lost, title = _titles(text[start : number.start()])
        law = LegalText(_plain(number[0]), title or tidy(text[start : number.end()]))
        laws.setdefault(law.number, law)
        unread += [Unread("legal_basis", excerpt(part), "title without a number") for part in lost]
        start = number.end()
    if stated(text[start:]):
        unread.append(Unread("legal_basis", excerpt(text[start:]), "title without a number"))
    return tuple(laws.values()) or UNKNOWN, tuple(unread)


def _cells(text: str) -> Iterator[re.Match[str]]:
    """Return the numbers that end a row; the others are part of a title."""
    numbers = list(NUMBER.finditer(text))
    for at, number in enumerate(numbers):
        if _ends_row(text, numbers, at):
            yield number


def _ends_row(text: str, numbers: Sequence[re.Match[str]], at: int) -> bool:
    number = numbers[at]
    after_number = at > 0 and numbers[at - 1].end() == number.start()
    if not after_number and not BEFORE_PROSE.match(text[number.start() - 1 : number.start()]):
        return True
    following = numbers[at + 1] if at + 1 < len(numbers) else None
    if following and following.start() == number.end():
        return _doubled(text, numbers, at + 1) and number[0] != following[0]
    if SPACED_KIND.match(text, number.end()):
        return True
    if SPACED_TITLE.match(text, number.end()):
        doubled = at > 0 and numbers[at - 1][0] == number[0]
        return doubled or bool(UNLABELLED.search(text[: number.start()][-LABEL_LENGTH:]))
    return bool(GLUED.match(text, number.end())) or not text[number.end() :].strip()


def _doubled(text: str, numbers: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a number stands in a title and, behind at most a label, in its own cell again."""
    if at + 1 >= len(numbers) or numbers[at][0] != numbers[at + 1][0]:
        return False
    return bool(LABEL_ONLY.fullmatch(text, numbers[at].end(), numbers[at + 1].start()))


def _titles(text: str) -> list[str]:
    """Part a title from titles before it whose number is missing; a label belongs to the number."""
    *lost, title = NEXT_TITLE.split(text)
    if LABEL_ONLY.fullmatch(title) and lost:
        title = lost.pop()
    return [*(part for part in map(tidy, lost) if part), tidy(LABEL.sub("", title)).strip(" ;.:-")]


def _plain(number: str) -> str:
    return re.sub(r"N[ĐD]-CP?\Z", "NĐ-CP", re.sub(r"\s", "", number))
