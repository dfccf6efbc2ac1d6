"""`motcua evaluate`: the questions of some files, asked as citizens would, and scored."""

import asyncio
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.catalogue.catalogue import open_catalogue
from bot.cli import asking
from bot.cli.engine import with_engine
from bot.errors import MotcuaError
from bot.records.catalogue_versions import imported_records
from bot.records.database import upgrade
from bot.settings import Settings, load_settings
from bot.wiring import System
from evaluation import baseline as kept
from evaluation.questions import Question, read
from evaluation.score import Answer, Names, Row, Verdict, confusions, judge, lacking, table

WIDE = 170
HEADINGS = (
    "bộ",
    "n",
    "thiếu",
    "xếp đầu",
    "trả lời đúng ngay",
    "trong 3",
    "đúng khía cạnh",
    "biết là không trả lời được",
    "từ chối nhầm",
    "hỏi lại",
    "không dấu khớp",
)
Files = Annotated[
    list[Path], typer.Argument(help="Tệp câu hỏi .jsonl.", exists=True, dir_okay=False)
]
JsonOut = Annotated[Path | None, typer.Option("--json-out", help="Ghi số liệu ra tệp JSON.")]
Every = Annotated[int, typer.Option(help="Chỉ hỏi một trong ngần này câu.", min=1)]
Strip = Annotated[bool, typer.Option(help="Hỏi thêm một lượt không dấu.")]
Baseline = Annotated[
    Path | None,
    typer.Option(help="So với số liệu cũ; tụt quá 2 điểm là lỗi.", exists=True, dir_okay=False),
]


def evaluate(
    files: Files,
    json_out: JsonOut = None,
    strip: Strip = True,
    baseline: Baseline = None,
    every: Every = 1,
) -> None:
    """Chấm điểm trợ lý bằng các bộ câu hỏi có đáp án."""
    questions = _distinct(read(files))[::every]
    before = kept.read(baseline) if baseline else {}
    settings = load_settings()
    asked = [*questions, *(question.stripped for question in questions if strip)]
    answers = asyncio.run(_ask_all(settings, asked))
    names = known_names(settings)
    verdicts = judge(questions, answers[: len(questions)], names)
    rows = table(verdicts, judge(asked[len(questions) :], answers[len(questions) :], names))
    if json_out:
        json_out.write_text(kept.as_json(rows), "utf-8")
    _print(rows, verdicts, names, answers)
    fail_on(list(kept.regressions(before, rows)))


def _distinct(questions: list[Question]) -> list[Question]:
    if not questions:
        raise MotcuaError("Các tệp này không có câu hỏi nào.")
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise MotcuaError(f"Có hai câu hỏi cùng mã {question.id}.")
        seen.add(question.id)
    return questions


async def _ask_all(settings: Settings, questions: Sequence[Question]) -> list[Answer]:
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        scratch = f"sqlite:///{Path(folder) / 'evaluate.db'}"
        async with with_engine(settings, console, scratch) as system:
            upgrade(system.database)
            asked = enumerate(track(questions, "Đang hỏi", console=console), start=1)
            return [await _answer(system, number, question) for number, question in asked]


async def _answer(system: System, number: int, question: Question) -> Answer:
    line = json.dumps({"id": question.id, "turns": question.turns}).encode()
    return {**await asking.answer_line(system, number, line), "id": question.id}


def known_names(settings: Settings) -> Names:
    """Return the names of all that is answered from, imported records too."""
    whole = open_catalogue(settings.catalogue_dir, imported_records(settings.database))
    return {p.code: (p.name, p.official_name) for p in whole.all()}


def _print(
    rows: Sequence[Row], verdicts: Sequence[Verdict], names: Names, answers: Iterable[Answer]
) -> None:
    console = Console(markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(_shown(rows, _latency(answers)))
    for title, lines in (
        ("Danh mục chưa có:", [f"{count}× {topic}" for topic, count in lacking(verdicts)]),
        ("Hay nhầm nhất:", confusions(verdicts, names)),
    ):
        if lines:
            console.print("", title, *lines, sep="\n", soft_wrap=True)


def _shown(rows: Sequence[Row], caption: str) -> Table:
    shown = Table(title="Điểm, % [khoảng tin cậy 95 %, Wilson]", caption=caption)
    for heading in HEADINGS:
        shown.add_column(heading, justify="left" if heading == "bộ" else "right")
    for row in rows:
        shown.add_row(*map(str, row), end_section=row is rows[-2] if len(rows) > 1 else False)
    return shown


def _latency(answers: Iterable[Answer]) -> str:
    times = sorted(reply["latency_ms"] for answer in answers for reply in answer["replies"])
    if not times:
        return ""
    half, most = times[len(times) // 2], times[len(times) * 95 // 100]
    return f"Một lượt: p50 {half:.0f} ms, p95 {most:.0f} ms, {len(times)} lượt"


def fail_on(lost: Sequence[str]) -> None:
    """End with exit status 1 and the list of what became worse, if anything did."""
    if lost:
        Console(stderr=True, markup=False).print("Tụt so với số liệu cũ:", *lost, sep="\n")
        raise typer.Exit(1)
