"""`motcua demo`: an installation of invented conversations, to look at the console with."""

import asyncio
import signal
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from rich.console import Console
from sqlalchemy import Engine, event, make_url

from actions.desk import Desk
from bot.channels.web.assets import Assets
from bot.cli.up import check_disk
from bot.demo.fill import FOR_SHOW, Plan, fill, is_demo
from bot.demo.people import new_password, roles_of
from bot.errors import MotcuaError
from bot.operations.logs import log_to
from bot.records.database import upgrade
from bot.records.messages.sealed import Sealer
from bot.records.messages.whole import Whole
from bot.secret import console_key
from bot.serving import free_port, serving
from bot.settings import Settings, load_settings
from bot.wiring import System
from console import MOUNT, create_console
from console.site import office

MARK = "du-lieu-minh-hoa.txt"  # in the folder: what lies here was made by this command
_MARKED = f"{FOR_SHOW}, do motcua demo tạo; xóa cả thư mục này lúc nào cũng được.\n"
_OWN = "{} là nơi giữ dữ liệu thật. Hãy chọn thư mục khác: motcua demo --folder …"
_NOT_OURS = "Thư mục {} không do motcua demo tạo nên không ghi vào. Hãy chọn thư mục khác."
_USED = (
    "{} có cả dữ liệu không phải minh họa, nên không xóa. Nếu đúng là muốn làm lại từ đầu, chạy: "
    "motcua demo --anew"
)
_FILES = ("motcua.db", "motcua.db-wal", "motcua.db-shm")

Seed = Annotated[int, typer.Option("--seed", help="Cùng số này thì cùng hội thoại.")]
Count = Annotated[int, typer.Option("--conversations", min=20, max=5000, help="Số hội thoại.")]
Folder = Annotated[
    Path | None, typer.Option("--folder", help="Nơi tạo; mặc định là demo trong MOTCUA_DATA_DIR.")
]
Anew = Annotated[bool, typer.Option("--anew", help="Xóa cả dữ liệu khác đã có ở đó.")]
Serve = Annotated[bool, typer.Option("--serve", help="Mở luôn trang cán bộ, không cần Rasa.")]


def demo(
    seed: Seed = 1,
    conversations: Count = 300,
    folder: Folder = None,
    anew: Anew = False,
    serve: Serve = False,
) -> None:
    """Tạo dữ liệu minh họa, ở riêng một nơi, để xem trang cán bộ."""
    console = Console(soft_wrap=True, highlight=False)
    system = demo_system(load_settings(), folder, anew=anew)
    with console.status("Đang tạo dữ liệu minh họa, chưa đến một phút…"):
        password = filled(system, Plan(seed, conversations))
    console.print(f"Đã tạo {conversations} hội thoại minh họa ở {system.settings.data_dir}.")
    _tell_people(console, password)
    if serve:
        asyncio.run(_serve(system, console))
    else:
        console.print(f"Mở trang cán bộ và khung trò chuyện: {_command(system.settings)}")
        console.print("Chỉ mở trang cán bộ, không cần Rasa: motcua demo --serve")


def demo_system(settings: Settings, folder: Path | None = None, *, anew: bool = False) -> System:
    """Return an installation in a folder of its own, with an empty database and no channel.

    Raises:
        MotcuaError: the folder is not there for that.
    """
    place = (folder or settings.data_dir / "demo").resolve()
    _check_place(settings, place)
    place.mkdir(parents=True, exist_ok=True)
    check_disk(place)
    apart = {"data_dir": place, "database_url": "", "embeddings": "", "public_url": ""}
    silent = {
        "telegram_token": "",
        "telegram_mode": "polling",
        "zalo_app_id": "",
        "oidc_issuer": "",
    }
    system = System(settings.model_copy(update=apart | silent))
    _clear(system, place, anew)
    (place / MARK).write_text(_MARKED, "utf-8")
    log_to(place / "logs" / "motcua.log", settings.log_level, settings.log_format)
    hurry(system.database)
    upgrade(system.database)
    return system


def filled(system: System, plan: Plan) -> str:
    """Fill the database of a ``demo_system``, and return the password of all its people."""
    password, whole = new_password(), Whole(Sealer(console_key(system.settings.data_dir)))
    desk = Desk(system.catalogue, system.province, calendar=system.calendar)
    fill(system.database, desk, password, plan, whole)
    return password


def pages(system: System) -> FastAPI:
    """Return the console alone, which says on every page that it is for show."""
    app, assets = FastAPI(openapi_url=None), Assets()
    shown = replace(office(system), province=f"{FOR_SHOW} – {system.province.name}")
    app.mount(assets.path, assets)
    app.mount(MOUNT, create_console(shown))
    app.add_api_route("/", lambda: RedirectResponse(f"{MOUNT}/"))
    return app


def hurry(database: Engine) -> None:
    """Write without waiting for the disk: what a power cut takes can be made up again."""

    @event.listens_for(database, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF").close()


def _check_place(settings: Settings, place: Path) -> None:
    own = make_url(settings.database)
    files = {settings.data_dir.resolve()}
    if own.get_backend_name() == "sqlite":
        files.add(Path(str(own.database)).resolve().parent)
    if place in files:
        raise MotcuaError(_OWN.format(place))
    if (place / _FILES[0]).exists() and not (place / MARK).exists():
        raise MotcuaError(_NOT_OURS.format(place))


def _clear(system: System, place: Path, anew: bool) -> None:
    """Delete what an earlier run has made."""
    if not (place / _FILES[0]).exists():
        return
    upgrade(system.database)
    is_ours = is_demo(system.database)
    system.database.dispose()
    if not is_ours and not anew:
        raise MotcuaError(_USED.format(place))
    for name in _FILES:
        (place / name).unlink(missing_ok=True)


async def _serve(system: System, console: Console) -> None:
    stop, port = asyncio.Event(), free_port()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(pages(system), "127.0.0.1", port):
        console.print(f"Trang cán bộ: http://127.0.0.1:{port}{MOUNT}/ (dừng bằng Ctrl-C)")
        await stop.wait()


def _tell_people(console: Console, password: str) -> None:
    console.print(f"Mật khẩu của mọi tài khoản, chỉ hiện lần này: [bold]{password}[/]")
    for login, name, sees in roles_of():
        console.print(f"  {login:10} {name} ({sees})")


def _command(settings: Settings) -> str:
    """Return how to start all of it; the channels of the installation stay out of it."""
    off: Iterable[str] = ("DATABASE_URL", "TELEGRAM_TOKEN", "ZALO_APP_ID", "PUBLIC_URL")
    empty = " ".join(f"MOTCUA_{name}=" for name in off)
    return f"MOTCUA_DATA_DIR={settings.data_dir} {empty} motcua up"
