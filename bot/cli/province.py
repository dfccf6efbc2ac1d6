"""`motcua province`: check, show and list what `provinces/` says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.catalogue.load import load, read_fields
from bot.catalogue.record import UNKNOWN
from bot.catalogue.wording import NOT_KNOWN
from bot.clock import today
from bot.province import PROVINCES, Province, load_calendar, load_province, province_files
from bot.province.calendar import Calendar
from bot.province.check import Known, check_folder
from bot.province.province import Office
from bot.province.wording import day_text, hours_text
from bot.settings import load_settings

app = typer.Typer(help="Tỉnh, bộ phận, nơi nộp, giờ làm việc, ngày nghỉ.", no_args_is_help=True)
Names = Annotated[list[str] | None, typer.Argument(help="Tên tệp, không có .yml; bỏ trống là hết.")]
Name = Annotated[str, typer.Argument(help="Tên tệp trong provinces/, không có .yml.")]
Folder = Annotated[Path, typer.Option("--folder", help="Thư mục tỉnh khác.", show_default=False)]


@app.command()
def check(names: Names = None, folder: Folder = PROVINCES) -> None:
    """Soát các tệp tỉnh và lịch nghỉ; mỗi lỗi kèm tệp, dòng, mục và điều cần có."""
    records = load(load_settings().catalogue_dir)
    known = Known(records.fields, {e.procedure.code: e.procedure for e in records.entries})
    chosen = tuple(names or ())
    problems = check_folder(folder, known, chosen)
    for problem in problems:
        print(problem)
    looked = len(chosen or province_files(folder))
    print(f"{looked} tỉnh, {len(problems)} lỗi.")
    raise typer.Exit(0 if looked and not problems else 1)


@app.command("list")
def list_all(folder: Folder = PROVINCES) -> None:
    """Liệt kê các tỉnh có tệp."""
    table = Table("Tệp", "Tên", "Đường dây nóng", "Nơi nộp", "Bộ phận", "Mức thu riêng")
    for file in province_files(folder):
        found = load_province(file.stem, folder)
        fees = sum(len(fee_table.amounts) for fee_table in found.fees)
        counts = (len(found.offices), len(found.departments), fees)
        table.add_row(found.id, found.name, found.hotline.number, *map(str, counts))
    _print(table)


@app.command()
def show(name: Name, folder: Folder = PROVINCES) -> None:
    """Xem một tỉnh: nơi nộp, giờ làm việc hôm nay, bộ phận, mức thu riêng, ngày nghỉ sắp tới."""
    province = load_province(name, folder)
    calendar = load_calendar(province, folder)
    print(f"{province.name} ({province.id})")
    print(f"{province.hotline.title}: {province.hotline.number}\n{province.portal}\n")
    for table in _tables(province, calendar):
        _print(table)


def _tables(province: Province, calendar: Calendar) -> Iterator[Table]:
    offices = Table("Nơi nộp", "Địa chỉ", "Giờ làm việc hôm nay")
    for office in province.offices:
        address = NOT_KNOWN if office.address == UNKNOWN else office.address
        offices.add_row(office.name, address, _hours(office))
    yield offices
    yield _departments(province)
    if province.fees:
        yield _fees(province)
    yield _days_off(calendar)


def _hours(office: Office) -> str:
    hours = office.hours_on(today())
    over = " (các mùa đã ghi đều không phải hôm nay)" if office.hours != UNKNOWN else ""
    return hours_text(hours) if hours else NOT_KNOWN + over


def _departments(province: Province) -> Table:
    names = read_fields(load_settings().catalogue_dir)
    table = Table("Bộ phận", "Lĩnh vực")
    for department in province.departments:
        fields = [names.get(field, field) for field in department.fields]
        rest = ["mọi việc còn lại"] if department.fallback else []
        table.add_row(department.name, ", ".join([*fields, *rest]))
    return table


def _fees(province: Province) -> Table:
    table = Table("Thủ tục", "Mức thu của tỉnh", "Nguồn")
    for fees in province.fees:
        source = fees.source.decision or fees.source.title
        for code, amounts in fees.amounts.items():
            table.add_row(code, "; ".join(fee.text for fee in amounts), source)
    return table


def _days_off(calendar: Calendar) -> Table:
    table = Table("Ngày nghỉ", "Dịp", "Làm bù")
    for day in sorted(calendar.off.values(), key=lambda day: day.date):
        if day.date >= today():
            worked = day_text(day.worked_on) if day.worked_on else ""
            table.add_row(day_text(day.date), day.name, worked)
    return table


def _print(table: Table) -> None:
    Console(markup=False, emoji=False).print(table)
