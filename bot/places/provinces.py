"""Finds the names of provinces, which often stand without *tỉnh*."""

import re
from collections.abc import Iterator
from functools import cache

from bot.places.names import key, names
from bot.places.place import Place, Text, spells

_ALIASES = {  # other names and spellings
    "thua thien hue": "Huế", "hcm": "Hồ Chí Minh", "tphcm": "Hồ Chí Minh", "sai gon": "Hồ Chí Minh",
    "sg": "Hồ Chí Minh", "vung tau": "Bà Rịa - Vũng Tàu", "brvt": "Bà Rịa - Vũng Tàu",
    "dac lac": "Đắk Lắk", "dak lac": "Đắk Lắk", "daklak": "Đắk Lắk", "dak lak": "Đắk Lắk",
    "dac nong": "Đắk Nông", "daknong": "Đắk Nông", "dak nong": "Đắk Nông",
    "kontum": "Kon Tum", "bac can": "Bắc Kạn",
}  # fmt: skip
# Without accents these are other words too (*huệ*, *giá lại*, *cả màu*, *quảng cáo bằng*); then a
# word that goes before a place must stand there.
_WORDS_TOO = frozenset(
    {"hue", "gia lai", "ca mau", "son la", "hoa binh", "thai binh", "an giang", "long an", "ha nam",
     "binh duong", "phu yen", "phu tho", "ben tre", "bac can", "bac kan", "hau giang", "tay ninh",
     "cao bang", "tuyen quang", "nam dinh", "thanh hoa", "can tho", "dong thap", "lang son", "sg"}
)  # fmt: skip
_PLACE_BEFORE = re.compile(r"\b(?:tinh|tp|pho|o|tai|ve|tu|den|toi|vao|ra|que|khau|goc)[.\s]*$")
# After these a name is that of a street, a market, a hospital, or part of another name.
_OTHER_BEFORE = re.compile(
    r"(?:\b(?:duong|hem|thon|ap|xom|cho|cau|song|vien|truong|quoc lo|viet)|(?<!thanh )\bpho)\s*$"
)
_SURNAMES = frozenset(
    {"nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ",
     "hồ", "ngô", "dương", "lý", "thị", "văn", "nguyen", "tran", "pham", "huynh"}
)  # fmt: skip


def provinces(text: Text) -> Iterator[Place]:
    """Yield the provinces, former and present ones."""
    pattern, official = _pattern()
    for match in pattern.finditer(text.flat):
        name = key(match["name"])
        if _is_meant(text, match, name, official[name]):
            former = names().former["province", key(official[name])]
            said = text.written[slice(*match.span())]
            yield Place("province", said, *match.span(), (*former,), ())


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds a province without accents, and the official names of what it finds."""
    found = {
        k: units[0].name for (level, k), units in names().former.items() if level == "province"
    }
    found |= _ALIASES
    longest_first = sorted(found, key=len, reverse=True)
    listed = "|".join(name.replace(" ", r"[\s–—-]{1,3}") for name in longest_first)
    unit = r"(?:(?:tinh|thanh\s+pho|tp)\b[.\s]*)?"
    return re.compile(rf"(?<![\w@]){unit}(?P<name>{listed})(?![\w@]|\s+phu\b)"), found


def _is_meant(text: Text, match: re.Match[str], name: str, official: str) -> bool:
    said, before = text.written[slice(*match.span("name"))], text.flat[: match.start("name")]
    words_before = text.written[: match.start()].split()[-1:]
    if _OTHER_BEFORE.search(before) or _SURNAMES.intersection(map(str.lower, words_before)):
        return False
    if said.isascii():
        return name not in _WORDS_TOO or bool(_PLACE_BEFORE.search(before))
    return name in _ALIASES or spells(said, official)
