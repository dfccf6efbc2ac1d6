"""`motcua catalogue coverage`: how many records know what people ask for."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.catalogue.catalogue import open_catalogue
from bot.catalogue.coverage import FACTS, Coverage, coverage
from bot.cli.against import Against, MoreFiles, read_portal
from bot.errors import MotcuaError
from bot.settings import load_settings

Folder = Annotated[Path | None, typer.Option("--folder", help="Thư mục danh mục khác.")]
AsJson = Annotated[bool, typer.Option("--json", help="In số liệu dạng JSON.")]


def count(
    against: Against = None, more: MoreFiles = None, folder: Folder = None, as_json: AsJson = False
) -> None:
    """Đếm bản ghi tự soạn biết giấy tờ, thời gian, phí, nơi nộp, nộp trực tuyến, căn cứ pháp lý.

    Với --against TỆP…, đếm cả bao nhiêu trong số đó là điều Cổng có nêu.
    """
    if more and not against:
        raise MotcuaError("Muốn so với tệp của Cổng, hãy viết --against trước các tệp.")
    every = open_catalogue(folder or load_settings().catalogue_dir).all()
    portal = read_portal([*(against or ()), *(more or ())], {p.code for p in every})
    found = coverage(every, portal)
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        _tell(found)


def _tell(found: Coverage) -> None:
    table = Table("Điều cần biết", "Đã biết", "Cổng có nêu", "Đã biết trong số Cổng nêu")
    for fact, label in FACTS.items():
        of = found.facts[fact]
        both = _share(of.known_of_stated, of.stated)
        table.add_row(label, _share(of.known, found.records), str(of.stated), both)
    Console(markup=False, emoji=False).print(table)
    print(f"Biết đủ sáu điều: {_share(found.whole, found.records)} bản ghi.")
    if found.compared:
        whole = _share(found.whole_of_compared, found.compared)
        print(f"Biết đủ mọi điều Cổng nêu: {whole} bản ghi có trong tệp.")
    print(f"Chỉ dẫn đến trang chính thức, không tính ở trên: {found.links}.")
    for code, facts in found.missing.items():
        print(f"{code}: Cổng nêu mà bản ghi chưa có: {', '.join(FACTS[f] for f in facts)}")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.1f} %)" if whole else "0/0"
