"""`motcua doctor`: checks everything and says what to mend."""

import asyncio
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from bot.catalogue.catalogue import open_catalogue
from bot.catalogue.wording import PORTAL
from bot.cli import doctor_zalo
from bot.errors import MotcuaError
from bot.province import load_calendar, load_province
from bot.records.catalogue_versions import imported_now
from bot.records.database import check, open_database
from bot.records.operations.board import SqlBoard
from bot.secret import engine_secret
from bot.serving import bind
from bot.settings import ROOT, Settings, load_settings
from bot.wiring import System
from training.fingerprint import model_file
from training.train import is_sound


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``mend`` is empty when it is all right."""

    what: str
    mend: str = ""


def doctor() -> None:
    """Kiểm tra mọi thứ và nói cần sửa gì."""
    raise typer.Exit(tell(examine(load_settings()), Console(soft_wrap=True, highlight=False)))


def tell(findings: Iterable[Finding], console: Console) -> int:
    """Print the findings; return the exit status, 1 if anything needs mending."""
    status = 0
    for finding in findings:
        mark = ("✗", "bold red") if finding.mend else ("✓", "green")
        said = f" {finding.what}: {finding.mend}" if finding.mend else f" {finding.what}"
        console.print(Text.assemble(mark, " ".join(said.split("\n"))))
        status = 1 if finding.mend else status
    return status


def examine(settings: Settings, root: Path = ROOT) -> Iterator[Finding]:
    """Look at each part in turn; one that fails does not keep the others from being looked at."""
    yield Finding("Cài đặt")
    data = _try("Thư mục dữ liệu", lambda: engine_secret(settings.data_dir))
    yield data
    yield _try("Tỉnh và bộ phận", lambda: load_calendar(load_province(settings.province)))
    yield _try("Danh mục thủ tục", lambda: open_catalogue(settings.catalogue_dir))
    yield _catalogue_problems(settings)
    database = _try("Cơ sở dữ liệu", lambda: _check_database(settings))
    yield database
    if not database.mend:
        yield _imported(settings)
        yield _switches(settings)
        yield _zalo(settings)
    yield _engine_environment(root)
    yield _model(settings, root)
    yield _disk(root)
    if not data.mend:
        yield from _ports(settings)


def _try(what: str, look: Callable[[], object]) -> Finding:
    try:
        look()
    except MotcuaError as error:
        return Finding(what, str(error))
    except OSError as error:
        return Finding(what, f"không dùng được {error.filename} ({error.strerror})")
    return Finding(what)


def _check_database(settings: Settings) -> None:
    database = open_database(settings.database)
    try:
        check(database)
    finally:
        database.dispose()


def _catalogue_problems(settings: Settings) -> Finding:
    try:
        count = len(open_catalogue(settings.catalogue_dir).problems)
    except MotcuaError:
        count = 0
    mend = f"có {count} lỗi, xem bằng: motcua catalogue check" if count else ""
    return Finding("Bản ghi thủ tục", mend)


def _imported(settings: Settings) -> Finding:
    found = imported_now(settings.database)
    unreadable = sum(not stored.procedure for stored in found)
    mend = f"{unreadable} bản ghi không đọc được, hãy nhập lại: motcua catalogue import"
    return Finding(f"Thủ tục nhập từ {PORTAL}: {len(found)}", mend if unreadable else "")


def _switches(settings: Settings) -> Finding:
    database = open_database(settings.database)
    try:
        names = [switch.name for switch in SqlBoard(database).off()]
    finally:
        database.dispose()
    mend = (
        f"đang tắt {', '.join(names)}; bật lại bằng: motcua switch on {names[0]}" if names else ""
    )
    return Finding("Công tắc các kênh", mend)


def _zalo(settings: Settings) -> Finding:
    try:
        return Finding(*doctor_zalo.look(settings))
    except MotcuaError as error:
        return Finding("Kênh Zalo", str(error))


def _engine_environment(root: Path) -> Finding:
    present = (root / "engine/.venv/bin/rasa").exists()
    return Finding("Môi trường Rasa", "" if present else "chưa cài, hãy chạy: make setup")


def _model(settings: Settings, root: Path) -> Finding:
    model = model_file(root, settings.models_dir)
    if not model.exists():
        return Finding("Mô hình", "chưa có cho dữ liệu hiện tại, hãy chạy: motcua train")
    return Finding("Mô hình", "" if is_sound(model) else "bị hỏng, hãy chạy: motcua train")


def _disk(root: Path) -> Finding:
    free = shutil.disk_usage(root).free // 2**20
    return Finding(f"Ổ đĩa còn {free} MB", "" if free > 500 else "hãy xóa bớt tệp không cần")


def _ports(settings: Settings) -> Iterator[Finding]:
    running = asyncio.run(_model_served(settings))
    yield Finding("Rasa đang chạy" if running else "Rasa đang tắt (make run sẽ bật)")
    for port in (settings.web_port, settings.engine_port, settings.actions_port):
        if not running:
            yield _try(f"Cổng {port}", partial(_bindable, port))


def _bindable(port: int) -> None:
    bind("127.0.0.1", port).close()


async def _model_served(settings: Settings) -> str | None:
    engine = System(settings).engine
    try:
        return await engine.model()
    finally:
        await engine.close()
