"""How much time has passed, as people say it: “hơn 2 tháng rồi”, “nửa năm nay”, “bé 3 tuổi”."""

import re
from dataclasses import dataclass

from bot.understanding.abbreviations import clean
from bot.understanding.fold import fold

_DAYS = {"ngay": 1, "hom": 1, "tuan": 7, "thang": 30, "nam": 365, "tuoi": 365, "th": 30, "thg": 30}
_ONES = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_WORDS: dict[str, float] = {
    **{word: n for n, word in enumerate(_ONES, 1)},
    **{"tu": 4, "lam": 5, "nham": 5, "muoi": 10, "chuc": 10},
    **{"nua": 0.5, "vai": 2, "may": 2, "dam": 3, "ca": 1},
}
_OVER = ("hon", "qua", "tren", "ngoai")
_NEAR = ("gan", "khoang", "tam", "chung", "co", "cung", "sap")
_ONE = "|".join(_ONES)
_TENS = rf"(?:(?:{_ONE}) )?muoi(?: (?:{_ONE}|tu|lam|nham))?|(?:{_ONE}) chuc"
_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d)?|{_TENS}|{_ONE}|chuc|nua|vai|may|dam|ca)"
_TO = r" ?(?:-|–|,|den|toi|hay|hoac)? ?"
_SPAN = re.compile(
    r"(?<![\w./,-])"
    rf"(?:(?P<about>{'|'.join((*_OVER, *_NEAR))}) )?"
    rf"(?:(?P<number>{_NUMBER})(?:{_TO}(?P<to>{_NUMBER}))? ?)?"
    r"(?P<unit>ngay|hom|tuan|thang|nam|tuoi|(?<=\d)thg?|(?<=\d )thg?)\b"
    r"(?: (?:(?P<half>ruoi)\b|(?P<over>hon|le|may)\b"
    rf"|(?P<more>{_NUMBER}) ?(?P<part>thang|tuan|ngay)\b))?"
    r"(?P<age> tuoi\b)?(?! ?[\d/])"
)
_CHILD = re.compile(r"\b(?:con|be|chau)\b(?: \w+){0,3} ?$")
# What is before a stretch that has passed, and what makes it another one: “trong 60 ngày”.
_PASSED_BEFORE = re.compile(r"\b(?:da|duoc|cach day) ?$")
_PASSED_AFTER = re.compile(
    r"[ ,]*(?:tuoi )?(?:roi|nay|truoc|qua|moi|van|ma|gio|chua|bay gio|den gio)\b"
)
_OTHER_BEFORE = re.compile(
    r"\b(?:trong|trong vong|duoi|sau|chua|chua duoc|chua den|chua toi|chua day|khong qua|truoc"
    r"|ngay|mung|thang|lop|quy|nam|tuan|tu|toi da|con lai) ?$"
)
_COMING = re.compile(r" (?:nua|toi|sau)\b")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that has passed.

    Attributes:
        days: how many at least, with months of 30 and years of 365 days.
        is_age: it is how old a child is.
    """

    days: int
    is_age: bool = False


def passed(text: str) -> list[Span]:
    """Return the stretches of time that ``text`` says have passed, in order.

    >>> passed("con hơn 2 tháng rồi chưa khai sinh, phải nộp trong 60 ngày")
    [Span(days=61, is_age=False)]
    """
    written, folded = _aligned(text)
    found = _SPAN.finditer(folded)
    return [span for match in found if (span := _span(match, written[slice(*match.span())]))]


def _aligned(text: str) -> tuple[str, str]:
    """Both forms with every letter in the same place."""
    letters = [(c, fold(c)) for c in " ".join(clean(text).split())]
    kept = [(c, f) for c, f in letters if len(f) == 1]
    return "".join(c for c, _ in kept), "".join(f for _, f in kept)


def _span(match: re.Match[str], written: str) -> Span | None:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _OTHER_BEFORE.search(before) or _COMING.match(after) or _means_else(match, written):
        return None
    is_age = bool(match["age"]) or match["unit"] == "tuoi"
    if is_age:
        return Span(_days(match, written), True) if _CHILD.search(before) else None
    has_passed = _PASSED_BEFORE.search(before) or _PASSED_AFTER.match(after)
    return Span(_days(match, written)) if has_passed else None


def _means_else(match: re.Match[str], written: str) -> bool:
    """Whether a word is no number or unit: “sau tháng”, “một nam”, “tháng” alone."""
    if not match["number"]:
        return not (match["half"] or match["about"]) or match["unit"] in ("ngay", "hom", "tuoi")
    first = written.split()[1 if match["about"] else 0]
    is_after = first == "sau"
    is_man = fold(written) != written and " nam" in f" {written}" and match["unit"] == "nam"
    return is_after or is_man


def _days(match: re.Match[str], written: str) -> int:
    days = _least(match) * _DAYS[match["unit"]]
    if match["more"]:
        days += _value(match["more"]) * _DAYS[match["part"]]
    if match["about"] in _NEAR:
        return int(days * 0.8)
    over = match["over"] or (match["about"] and not written.startswith("hôn"))
    return int(days) + bool(over)


def _least(match: re.Match[str]) -> float:
    """The first of “2-3”, and the last of “Việt Nam 2”."""
    first, last = _value(match["number"]), _value(match["to"] or match["number"])
    return (first if first < last else last) + (0.5 if match["half"] else 0)


def _value(number: str | None) -> float:
    if not number:
        return 1.0
    if number[0].isdigit():
        return float(number.replace(",", "."))
    return _sum(number.split())


def _sum(words: list[str]) -> float:
    total = 0.0
    for word in words:
        value = _WORDS[word]
        total = (total or 1) * 10 if value == 10 else total + value
    return total
