"""All commands in one place, and errors as one plain sentence."""

import errno
import sys

import typer
from rich.console import Console

from bot.cli import asking, catalogue, doctor, needs, up
from bot.errors import MotcuaError

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
app.command("needs")(needs.needs)
app.command("doctor")(doctor.doctor)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(needs.database, name="db")


def main() -> None:
    """Run the command line; what went wrong is said in one sentence, with exit status 1."""
    try:
        app()
    except MotcuaError as error:
        _fail(str(error))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _fail("Ổ đĩa đã đầy. Hãy xóa bớt tệp không cần rồi chạy lại.")


def _fail(sentence: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        f"[bold red]✗[/] {sentence}", markup=True
    )
    sys.exit(1)
