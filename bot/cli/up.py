"""`motcua up` and `motcua train`: everything that `make run` needs, in order."""

import asyncio
import contextlib
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from actions.server import endpoint
from bot.catalogue.live import LiveCatalogue
from bot.cli import chores
from bot.cli.engine import trained
from bot.cli.user import first_admin
from bot.errors import MotcuaError
from bot.operations.logs import log_to
from bot.province.duty import read_sessions
from bot.records.database import upgrade
from bot.serving import bind, serving
from bot.settings import ROOT, Settings, load_settings
from bot.wiring import System
from console.site import site

LOOK_SECONDS = 10.0  # between two looks whether records have changed
NEEDED_BYTES = 200 * 2**20


def up() -> None:
    """Chạy tất cả: trang trò chuyện, Rasa và các kênh. Dừng bằng Ctrl-C."""
    settings, console = load_settings(), Console(soft_wrap=True)
    log_to(settings.data_dir / "logs" / "motcua.log", settings.log_level, settings.log_format)
    system = System(settings)
    model = prepare(system, console)
    asyncio.run(_run(system, model, console))
    console.print("Đã dừng tất cả.")


def train() -> None:
    """Huấn luyện lại mô hình, dù đã có sẵn."""
    settings, console = load_settings(), Console()
    console.print(f"Mô hình mới: {trained(settings, console, anew=True)}")


def prepare(system: System, console: Console, root: Path = ROOT) -> Path:
    """See to all that must be there before anything is started, and return the model to serve.

    What takes longest comes last.

    Raises:
        MotcuaError: something is not as it must be.
    """
    settings = system.settings
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    check_disk(settings.data_dir)
    _check_ports(settings)
    read_sessions(settings.helpdesk_hours)
    upgrade(system.database)
    _tell_about_catalogue(system, console)
    return trained(settings, console, root=root)


def check_disk(folder: Path, needed: int = NEEDED_BYTES) -> None:
    """Raise ``MotcuaError`` if less than ``needed`` bytes are free where ``folder`` is."""
    if shutil.disk_usage(folder).free < needed:
        raise MotcuaError(
            f"Ổ đĩa chứa {folder} còn dưới {needed // 2**20} MB. Hãy xóa bớt tệp không cần "
            "rồi chạy lại."
        )


async def _run(system: System, model: Path, console: Console) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    running = asyncio.create_task(_serve(system, model, console, stop))
    await asyncio.wait({stopping, running}, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _serve(system: System, model: Path, console: Console, stop: asyncio.Event) -> None:
    settings = system.settings
    async with (
        serving(endpoint(system), "127.0.0.1", settings.actions_port),
        serving(site(system), settings.web_host, settings.web_port),
        _engine(system, model, console),
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(system.dispatcher.run())
        tasks.create_task(_follow(system.live))
        chores.start(system, tasks)
        if settings.telegram_token:
            tasks.create_task(_telegram(system))
        if settings.zalo:
            tasks.create_task(_zalo(system))
        console.print(_box(settings))
        _tell_first_admin(system, console)
        await stop.wait()


async def _follow(live: LiveCatalogue) -> None:
    """Answer from records as they change; reading them takes a thread some seconds."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await asyncio.to_thread(live.refresh)


async def _telegram(system: System) -> None:
    with system.bell.listen("telegram") as wake:  # made here: 18 MB that others save
        await system.telegram.run(wake)


async def _zalo(system: System) -> None:
    from bot.channels import zalo

    with system.bell.listen("zalo") as wake:
        client, tokens = system.zalo_client(), system.zalo_tokens
        await zalo.run(client, tokens, system.outbox, system.zalo_sender(client), wake=wake)


@contextlib.asynccontextmanager
async def _engine(system: System, model: Path, console: Console) -> AsyncIterator[None]:
    process = system.engine_process(model)
    process.start()
    watch = None
    try:
        with console.status("Đang khởi động Rasa…"):
            await process.ready()
        watch = asyncio.create_task(process.keep_running())
        yield
    finally:
        if watch:
            watch.cancel()
        process.stop()
        await system.engine.close()


def _check_ports(settings: Settings) -> None:
    for host, port in (
        (settings.web_host, settings.web_port),
        ("127.0.0.1", settings.engine_port),
        ("127.0.0.1", settings.actions_port),
    ):
        bind(host, port).close()


def _tell_about_catalogue(system: System, console: Console) -> None:
    catalogue, province = system.catalogue, system.province
    if catalogue.problems:
        console.print(
            f"[yellow]Danh mục có {len(catalogue.problems)} lỗi; "
            "xem bằng: motcua catalogue check[/]"
        )
    console.print(f"Danh mục: {len(catalogue)} thủ tục. Nơi phục vụ: {province.name}.")


def _tell_first_admin(system: System, console: Console) -> None:
    link = first_admin(system)
    if link:
        console.print("Chưa có tài khoản cán bộ. Mở liên kết này trong một giờ, chỉ dùng một lần:")
        console.print(link, style="bold")


def _box(settings: Settings) -> Panel:
    state = (
        "đang bật; nếu bot im lặng, xem logs/motcua.log trong MOTCUA_DATA_DIR"
        if settings.telegram_token
        else ("đang tắt; ghi MOTCUA_TELEGRAM_TOKEN=… vào tệp .env để bật")
    )
    lines = (
        f"Trang trò chuyện: [bold]http://{settings.web_host}:{settings.web_port}[/]",
        f"Trang cán bộ: http://{settings.web_host}:{settings.web_port}/console/",
        f"Telegram: {state}",
        f"Zalo: {_zalo_state(settings)}",
        "Trò chuyện tại đây: mở cửa sổ khác, chạy  .venv/bin/motcua chat",
        "Kiểm tra máy: .venv/bin/motcua doctor",
        "Dừng: Ctrl-C",
    )
    return Panel("\n".join(lines), title="Một Cửa đã sẵn sàng", expand=False)


def _zalo_state(settings: Settings) -> str:
    if settings.zalo:
        return "đang bật; xem khóa và tin bị giữ bằng: .venv/bin/motcua zalo status"
    return "đang tắt; cách bật ở docs/runbooks/zalo.md"
