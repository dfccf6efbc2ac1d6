"""`motcua telegram`: what Telegram says about the bot, and what has not arrived."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from bot.clock import LOCAL
from bot.errors import MotcuaError, SettingsInvalid
from bot.records.database import check
from bot.records.read import Unsent, unsent
from bot.settings import Settings, load_settings
from bot.wiring import System

if TYPE_CHECKING:  # other commands do without Telegram's 18 MB
    from bot.channels.telegram.state import State

app = typer.Typer(help="Kênh Telegram: xem trạng thái.", no_args_is_help=True)

_OFF = "Kênh Telegram đang tắt; hãy ghi MOTCUA_TELEGRAM_TOKEN, xem docs/runbooks/telegram.md."
_UNREACHED = "Chưa hỏi được Telegram ({}); hãy xem docs/runbooks/telegram.md."
_EXAMPLE = "1-001193"


@app.callback()
def telegram() -> None:
    """Kênh Telegram: xem trạng thái."""


@app.command()
def status() -> None:
    """Hỏi Telegram về bot, và đếm tin chưa gửi được. Mã thoát 1 nếu cần làm gì."""
    settings = load_settings()
    if not settings.telegram_token:
        raise SettingsInvalid(_OFF)
    system = System(settings)
    check(system.database)
    lines, is_well = asyncio.run(_asked(settings))
    print("\n".join([*lines, *_told_unsent(unsent(system.database, "telegram"))]))
    raise typer.Exit(0 if is_well else 1)


async def _asked(settings: Settings) -> tuple[list[str], bool]:
    from telegram.error import TelegramError

    from bot.channels.telegram import state

    try:
        found = await state.ask(settings.telegram_token, settings.telegram_api, _EXAMPLE)
    except TelegramError as error:
        raise MotcuaError(_UNREACHED.format(type(error).__name__)) from None
    is_right = bool(found.webhook) == settings.telegram_webhook
    return [*_told(found, settings.telegram_mode, is_right)], is_right and not found.trouble


def _told(found: "State", mode: str, is_right: bool) -> Iterator[str]:
    yield f"Bot: @{found.username}"
    yield f"Liên kết tới một thủ tục: {found.link}"
    yield f"Cách nhận tin: {mode}"
    yield f"Webhook: {found.webhook or 'không đặt'}"
    if not is_right:
        yield "Webhook chưa khớp với cách nhận tin; hãy khởi động lại motcua up."
    yield f"Tin Telegram đang giữ: {found.waiting}"
    if found.trouble and found.troubled_at:
        yield f"Lần gửi hỏng gần nhất: {found.troubled_at.astimezone(LOCAL):%d/%m/%Y %H:%M}"
        yield f"Lý do: {found.trouble}"


def _told_unsent(counts: Unsent) -> Iterator[str]:
    yield f"Tin chờ gửi: {counts.waiting}"
    yield f"Tin không rõ đã đến hay chưa: {counts.ambiguous}"
    yield f"Tin không gửi được: {counts.failed}"
    yield f"Tin không đọc được: {counts.unreadable}"
