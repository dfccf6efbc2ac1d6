"""`motcua catalogue check --against`: our records beside those of the national portal."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.catalogue.compare import Comparison, Difference, compare
from bot.catalogue.load import Entry, Problem, line_of
from bot.catalogue.national import Parsed, Skipped, published

Against = Annotated[
    list[Path] | None,
    typer.Option(
        "--against",
        metavar="TỆP…",
        help="Đối chiếu với các tệp .jsonl của Cổng, mỗi dòng một thủ tục.",
        exists=True,
        dir_okay=False,
    ),
]
# What `--against bo-*.jsonl` becomes in the shell: one file after the option, the others behind.
MoreFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[TỆP…]", hidden=True, exists=True, dir_okay=False),
]
Known = Annotated[bool, typer.Option("--all", help="Cả những khác biệt đã có lý do.")]
PLACES: Final[Mapping[str, str]] = {
    "name": "official_name",
    **dict.fromkeys(("ways", "time", "fee"), "submissions"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A record and how it compares."""

    entry: Entry
    result: Comparison

    def lines(self, *, known: bool) -> Iterator[str]:
        """Yield a line a difference: those without a reason, if asked for the others, and why."""
        for difference in self.result.unexplained:
            yield self._line(difference)
        for difference, why in self.result.explained if known else ():
            yield f"{self._line(difference)} | lý do: {why.reason}"
        for index in self.result.stale:
            yield str(self.entry.problem(("differences", index), "không còn khác biệt như vậy"))

    def _line(self, difference: Difference) -> str:
        procedure, field = self.entry.procedure, difference.field
        line = line_of(self.entry.lines, (PLACES.get(field, field),))
        where = f"{procedure.code}: {field}" + (f" ({difference.way})" if difference.way else "")
        said = f"bản ghi {difference.ours} | Cổng {difference.portal}"
        return str(Problem(self.entry.file, line, where, said))


def check_against(files: Sequence[Path], entries: Sequence[Entry], *, known: bool) -> bool:
    """Print how the records compare with the files; return whether each difference has a reason."""
    portal = read_portal(files, {entry.procedure.code for entry in entries})
    compared = [
        Compared(entry, compare(entry.procedure, portal[entry.procedure.code]))
        for entry in entries
        if entry.procedure.code in portal
    ]
    for one in compared:
        for line in one.lines(known=known):
            print(line)
    for entry in entries:
        if entry.procedure.code not in portal:
            print(f"{entry.file}: {entry.procedure.code}: không có trong tệp")
    print(_summary(compared, len(entries)))
    return bool(compared) and not any(one.result.unexplained for one in compared)


def read_portal(files: Sequence[Path], codes: Set[str]) -> Mapping[str, Parsed]:
    """Return what the files say of these codes; of two lines with one code the first counts."""
    found: dict[str, Parsed] = {}
    for line in published(files, codes):
        if isinstance(line, Skipped):
            print(line)
        else:
            found.setdefault(line.code, line)
    return found


def _summary(compared: Sequence[Compared], entries: int) -> str:
    unexplained = sum(len(one.result.unexplained) for one in compared)
    explained = sum(len(one.result.explained) for one in compared)
    stale = sum(len(one.result.stale) for one in compared)
    return (
        f"Đối chiếu {len(compared)} thủ tục, {entries - len(compared)} không có trong tệp: "
        f"{unexplained} khác biệt chưa có lý do, {explained} đã có lý do, {stale} lý do thừa."
    )
