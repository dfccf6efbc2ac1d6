"""`motcua catalogue import`: the national portal's records into the database, with a report."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.catalogue.load import load
from bot.catalogue.national import Changes, Import, Report
from bot.catalogue.national.survey import Tally
from bot.catalogue.wording import ASPECT_LABELS
from bot.errors import MotcuaError
from bot.records.catalogue_versions import SqlImported
from bot.records.database import open_database, upgrade
from bot.settings import load_settings

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
WIDE = 150
INTERRUPTED = 130
EXAMPLES = 2
LABELS: Mapping[str, str] = {
    **{str(aspect): label for aspect, label in ASPECT_LABELS.items()},
    "authority": "Cơ quan giải quyết",
}
REASONS = {
    "amount below 1.000 đồng, and no text names it": "số tiền dưới 1.000 đồng",
    "districts ended on 1 July 2025": "không còn cấp huyện",
    "no border between name and form file": "tên giấy tờ dính liền tên tệp",
    "no row found": "không thấy dòng nào của bảng",
    "no table found": "không thấy bảng",
    "not a time": "không phải thời gian",
    "nothing could be read": "không đọc được gì",
    "row without a name": "dòng không có tên",
    "text behind the last row": "chữ thừa sau bảng",
    "title without a number": "thiếu số hiệu văn bản",
}
Files = Annotated[
    list[Path],
    typer.Argument(help="Tệp .jsonl của Cổng, mỗi dòng một thủ tục.", exists=True, dir_okay=False),
]
Checked = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%d/%m/%Y"],
        help="Ngày đọc trên Cổng, ví dụ 2026-07-31; mặc định là hôm nay.",
    ),
]


def import_files(files: Files, checked: Checked = None) -> None:
    """Nhập thủ tục như Cổng Dịch vụ công quốc gia đăng; nhập lại bao nhiêu lần cũng được."""
    settings = load_settings()
    database = open_database(settings.database)
    upgrade(database)
    run = Import(SqlImported(database), _day(checked))
    try:
        _watch(run, files)
    except KeyboardInterrupt:
        print(f"Đã dừng. {_said(run.report.changes)} Tệp đang đọc dở chưa lưu gì.")
        raise typer.Exit(INTERRUPTED) from None
    finally:
        database.dispose()
    _tell(run.report, settings.catalogue_dir)
    raise typer.Exit(0 if run.report.codes else 1)


def _day(checked: datetime | None) -> date:
    today = datetime.now(LOCAL).date()
    day = checked.date() if checked else today
    if day > today:
        raise MotcuaError(f"Ngày đọc {day:%d/%m/%Y} còn ở phía trước. Hãy sửa --checked.")
    return day


def _watch(run: Import, files: list[Path]) -> None:
    columns = (BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    text = TextColumn("{task.description}", markup=False)
    with Progress(text, *columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=sum(file.stat().st_size for file in files))
        for progress in run.run(files):
            bars.update(task, advance=progress.size, description=progress.file.name)


def _tell(report: Report, curated: Path) -> None:
    for skipped in report.skipped:
        print(skipped)
    if report.codes:
        console = Console(markup=False, emoji=False, highlight=False)
        console.width = max(console.width, WIDE) if not console.is_terminal else console.width
        console.print(_table(report))
        console.print(*_summary(report, curated), sep="\n", soft_wrap=True)
    else:
        print(f"Không đọc được thủ tục nào; {len(report.skipped)} dòng bị bỏ qua.")


def _summary(report: Report, curated: Path) -> Iterator[str]:
    yield f"{_said(report.changes)} {len(report.skipped)} dòng bị bỏ qua."
    if report.survey.fragments:
        yield f"{report.survey.fragments} thủ tục có đoạn văn bắt đầu hoặc kết thúc giữa câu."
    own = report.codes.keys() & {entry.procedure.code for entry in load(curated).entries}
    if own:
        yield f"{len(own)} thủ tục đã có bản tự soạn; bản tự soạn được dùng."
    yield "Hệ thống đang chạy đọc danh mục khi khởi động: hãy khởi động lại nó."


def _said(changes: Changes) -> str:
    total = changes.new + changes.changed + changes.unchanged
    return (
        f"Đã nhập {total} thủ tục: {changes.new} mới, {changes.changed} đã đổi (bản cũ vẫn giữ), "
        f"{changes.unchanged} như cũ."
    )


def _table(report: Report) -> Table:
    table = Table(title="Phần đọc được, theo mục")
    for heading in ("Mục", "Có nêu", "Đọc trọn", "%", "Không trọn", "Ví dụ không đọc trọn được"):
        table.add_column(heading, justify="left" if heading[0] in "MV" else "right")
    for name, tally in sorted(report.survey.tallies.items()):
        numbers = (tally.stated, tally.parsed, f"{100 * tally.share:.1f}", tally.unread)
        table.add_row(LABELS.get(name, name), *map(str, numbers), _examples(tally))
    return table


def _examples(tally: Tally) -> str:
    shown = tally.examples[:EXAMPLES]
    return "\n".join(
        f"{code}: “{unread.excerpt}” ({REASONS.get(unread.reason, unread.reason)})"
        for code, unread in shown
    )
