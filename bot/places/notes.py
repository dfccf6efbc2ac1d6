"""Says what became of a place."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from bot.places.finding import places
from bot.places.names import Unit, names
from bot.places.place import Place

_LISTED = 8  # units; more are only counted
_TOLD = 4  # places of one name; of more, it is only asked which
_UNIT = re.compile(r"(?:tỉnh|tinh|thành phố|thanh pho|tp)\b", re.IGNORECASE)
# Provinces that have become cities since: 30/2026/QH16, 36/2026/QH16, 39/2026/QH16.
_CITY_SINCE = {"Đồng Nai": "30/4/2026", "Quảng Ninh": "1/9/2026", "Bắc Ninh": "20/9/2026"}


def renamed(text: str) -> str:
    """Return ``text`` with the names of former provinces replaced by those of their heirs.

    >>> renamed("Tôi ở tỉnh Bắc Kạn, quê Thái Bình")
    'Tôi ở tỉnh Thái Nguyên, quê Hưng Yên'
    """
    text = unicodedata.normalize("NFC", text)
    for place in reversed(places(text)):
        heir = place.present[0]
        if place.level == "province" and place.former[0].name != heir.name:
            new = heir.short if _UNIT.match(place.said) else heir.name
            text = text[: place.start] + new + text[place.end :]
    return text


def note(place: Place) -> str:
    """Return a sentence on what became of a former place, or nothing if it is as it was.

    >>> note(places("tỉnh Bắc Kạn")[0])
    'Từ 1/7/2025, tỉnh Bắc Kạn đã nhập vào tỉnh Thái Nguyên; không còn cấp huyện.'
    """
    if not place.former:
        return ""
    if len(place.former) > 1:
        return _which(place)
    (former,) = place.former
    if place.level == "province":
        return _province(former, place.present[0])
    if place.level == "district":
        return (
            f"Từ 1/7/2025 không còn cấp huyện. {_first_up(former.short)} ({former.province} cũ) "
            f"nay thuộc {_listed(place.present)}."
        )
    return _commune(former, place.present)


def _which(place: Place) -> str:
    units = "/".join(dict.fromkeys(unit.unit for unit in place.former))
    asked = "tỉnh" if place.level == "district" else "huyện, tỉnh"
    several = f"Trước 1/7/2025 có {len(place.former)} {units} tên {place.former[0].name}"
    if len(place.former) > _TOLD:
        return f"{several}; anh/chị cho biết thêm {asked} để tra tên mới."
    told = "; ".join(f"ở {_around(u)} thì nay là {_listed(names().heirs[u])}" for u in place.former)
    return f"{several}: {told}. Anh/chị xem mình ở nơi nào giúp em ạ."


def _around(former: Unit) -> str:
    return f"{', '.join(former.within)} cũ"


def _province(former: Unit, heir: Unit) -> str:
    since = _CITY_SINCE.get(heir.name)
    if former.name == heir.name:
        return f"Từ {since}, {former.short} là {heir.short}." if since else ""
    now = f"tỉnh {heir.name} (từ {since} là {heir.short})" if since else heir.short
    return f"Từ 1/7/2025, {former.short} đã nhập vào {now}; không còn cấp huyện."


def _commune(former: Unit, heirs: Sequence[Unit]) -> str:
    if len(heirs) == 1 and (heirs[0].short, heirs[0].province) == (former.short, former.province):
        return ""
    became = "nay thuộc" if len(heirs) == 1 else "được chia vào"
    within = ", ".join(former.within)
    return f"Từ 1/7/2025, {former.short} ({within} cũ) {became} {_listed(heirs)}."


def _listed(units: Sequence[Unit]) -> str:
    """Name the units, and what they lie in once for all of them."""
    shown = [
        ", ".join(u.short for u in same) + f" ({province})"
        for province, same in groupby(units[:_LISTED], lambda u: u.province)
    ]
    more = len(units) - _LISTED
    return "; ".join(shown) + (f" và {more} đơn vị khác" if more > 0 else "")


def _first_up(text: str) -> str:
    return text[0].upper() + text[1:]
