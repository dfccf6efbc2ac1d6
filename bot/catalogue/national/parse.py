"""One record as the portal publishes it → what it says."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from bot.catalogue.national import texts
from bot.catalogue.national.documents import read_documents
from bot.catalogue.national.laws import read_laws
from bot.catalogue.national.parsed import Parsed, Unread
from bot.catalogue.national.ways import read_ways
from bot.catalogue.record import UNKNOWN, Level, Unknown

LEVELS: Final[Mapping[str, Level]] = {
    "Cấp xã": "commune",
    "Cấp tỉnh": "province",
    "Cấp bộ": "ministry",
    "Cơ quan khác": "other",
}
TEXTS: Final = (
    "ma_thu_tuc",
    "ten_thu_tuc",
    "so_quyet_dinh",
    "cap_thuc_hien",
    "linh_vuc",
    "doi_tuong_thuc_hien",
    "trinh_tu_thuc_hien",
    "cach_thuc_thuc_hien",
    "thanh_phan_ho_so",
    "can_cu_phap_ly",
    "co_quan_thuc_hien",
    "yeu_cau_dieu_kien",
    "ket_qua_xu_ly",
    "detail_url",
)
# “Cán bộ, công chức, viên chức” is one audience, “…, HTX)” is inside one.
AUDIENCES = re.compile(rf",\s*(?=[{texts.UPPER}][{texts.LOWER}])")
# The portal shows the departments of one city with procedures that every province has.
CAPITAL = re.compile(r"(Sở .+) Thành phố Hà Nội")
# Controls, which no database and no messenger wants, and marks that nobody sees.
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]")
DISTRICT = re.compile(r"\b(?:huyện|quận)\b", re.I)


def parse(line: Mapping[str, Any]) -> Parsed:
    """Untangle one record; what cannot be understood is in ``unread``, and never raised."""
    text = {key: _text(line.get(key)) for key in TEXTS}
    rows, unread_rows = read_ways(text["cach_thuc_thuc_hien"])
    papers, unread_papers = read_documents(text["thanh_phan_ho_so"])
    laws, unread_laws = read_laws(text["can_cu_phap_ly"])
    return Parsed(
        code=text["ma_thu_tuc"].strip(),
        name=texts.tidy(text["ten_thu_tuc"]),
        levels=_levels(text["cap_thuc_hien"]),
        field=texts.tidy(text["linh_vuc"]),
        audience=_audience(text["doi_tuong_thuc_hien"]),
        rows=rows,
        papers=papers,
        laws=laws,
        authority=_authority(text["co_quan_thuc_hien"]),
        conditions=texts.lines(text["yeu_cau_dieu_kien"]),
        result=texts.results(text["ket_qua_xu_ly"]),
        steps=texts.steps(text["trinh_tu_thuc_hien"]),
        decision=texts.tidy(text["so_quyet_dinh"]) or None,
        link=text["detail_url"].strip(),
        unread=(
            *_not_text(line),
            *unread_rows,
            *unread_papers,
            *unread_laws,
            *_districts(text["co_quan_thuc_hien"]),
            *_fragments(text),
        ),
    )


def _text(value: object) -> str:
    """Return a text with whole letters: the portal has some in two parts, letter and accent."""
    whole = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
    return INVISIBLE.sub("", whole.replace("\r", "\n").replace("\xa0", " "))


def _not_text(line: Mapping[str, Any]) -> tuple[Unread, ...]:
    wrong = (key for key in TEXTS if not isinstance(line.get(key), str))
    return tuple(Unread(key, texts.excerpt(repr(line.get(key))), "not a text") for key in wrong)


def _levels(text: str) -> tuple[Level, ...]:
    return tuple(level for name, level in LEVELS.items() if name in text)


def _audience(text: str) -> tuple[str, ...]:
    return tuple(AUDIENCES.split(texts.tidy(text))) if texts.stated(text) else ()


def _authority(text: str) -> str | Unknown:
    """Districts ended on 1 July 2025: an authority that only was one is not known."""
    names = (CAPITAL.sub(r"\1", name) for name in _authorities(text) if not DISTRICT.search(name))
    return ", ".join(names).rstrip(".") or UNKNOWN


def _districts(text: str) -> tuple[Unread, ...]:
    names = [name for name in _authorities(text) if DISTRICT.search(name)]
    return tuple(Unread("authority", name, "districts ended on 1 July 2025") for name in names)


def _authorities(text: str) -> list[str]:
    value = texts.one(text)
    return [] if value == UNKNOWN else AUDIENCES.split(value)


def _fragments(text: Mapping[str, str]) -> tuple[Unread, ...]:
    fields = {"steps": "trinh_tu_thuc_hien", "conditions": "yeu_cau_dieu_kien"}
    fields |= {"documents": "thanh_phan_ho_so"}
    return tuple(u for name, key in fields.items() for u in texts.interrupted(name, text[key]))
