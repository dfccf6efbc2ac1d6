"""All commands in one place, and errors as one plain sentence."""

import errno
import io
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial

import typer
from rich.console import Console
from rich.text import Text

from bot.cli import (
    asking,
    audit,
    catalogue,
    demo,
    doctor,
    evaluate,
    inbox,
    needs,
    notice,
    province,
    switch,
    telegram,
    up,
    user,
    zalo,
)
from bot.errors import MotcuaError

FULL = (errno.ENOSPC, errno.EDQUOT)

app = typer.Typer(
    name="motcua",
    help="Một Cửa: trợ lý hỏi đáp thủ tục hành chính.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("up")(up.up)
app.command("chat")(asking.chat)
app.command("ask")(asking.ask)
app.command("train")(up.train)
app.command("evaluate")(evaluate.evaluate)
app.command("needs")(needs.needs)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(province.app, name="province")
app.add_typer(needs.database, name="db")
app.add_typer(telegram.app, name="telegram")
app.add_typer(zalo.app, name="zalo")
app.add_typer(user.app, name="user")
app.add_typer(audit.app, name="audit")
app.add_typer(inbox.app, name="inbox")
app.add_typer(switch.app, name="switch")
app.add_typer(notice.app, name="notice")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; being told to end (SIGTERM) is the same as Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale says, we can print it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    guarded(partial(app, arguments))


def guarded(command: Callable[[], object]) -> None:
    """Run ``command``; what went wrong is said in one sentence, with exit status 1."""
    try:
        command()
    except (MotcuaError, OSError, ExceptionGroup) as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        line = Text.assemble(("✗", "bold red"), " ", " ".join(sentence.split()))
        Console(stderr=True, highlight=False, soft_wrap=True).print(line)
        sys.exit(1)


def _sentence(error: Exception) -> str | None:
    """Return what a person is told, or ``None`` when it is a fault of the program."""
    match error:
        case MotcuaError():
            return str(error)
        case OSError(errno=number) if number in FULL:
            return "Ổ đĩa đã đầy. Hãy xóa bớt tệp không cần rồi chạy lại."
        case OSError(filename=str(name), strerror=reason):
            return f"Không dùng được {name} ({reason}). Hãy xem lại đường dẫn và quyền đọc, ghi."
        case ExceptionGroup(exceptions=parts):
            return next(filter(None, map(_sentence, parts)), None)
    return None
