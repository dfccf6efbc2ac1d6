"""How fast and how large the search is over as many procedures as the country has."""

import gc
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from time import perf_counter

from bench.figures import Figure
from bot.catalogue.find import Finder
from bot.catalogue.load import load
from bot.catalogue.record import Procedure
from bot.records.catalogue_versions import imported_records
from bot.settings import ROOT, load_settings
from evaluation.questions import OWN, read

PROCEDURES = 3_000
PAGE = 4096


def measure_search() -> list[Figure]:
    """Return the figures, measured in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.search"], capture_output=True, check=True, text=True, cwd=ROOT
    )
    built, memory, p50, p95 = map(float, done.stdout.split()[-4:])
    return [
        Figure(f"search over {PROCEDURES}: built", built, "s", 20),
        Figure("search: memory", memory, "MiB", 150),
        Figure("search: one message, p50", p50, "ms"),
        Figure("search: one message, p95", p95, "ms", 5),
    ]


def procedures() -> list[Procedure]:
    """Return the records there are; invented ones, of other records' words, fill them up."""
    settings = load_settings()
    curated = [entry.procedure for entry in load(settings.catalogue_dir).entries]
    codes = {p.code for p in curated}
    found = [*curated, *(p for p in imported_records(settings.database) if p.code not in codes)]
    for number, first in enumerate(cycle(curated)):
        if len(found) >= PROCEDURES:
            return found
        found.append(_invented(number, first, curated[number * 7 % len(curated)]))
    return found


def _invented(number: int, first: Procedure, second: Procedure) -> Procedure:
    words = [*first.official_name.split()[::2], *second.official_name.split()[1::2], str(number)]
    name = " ".join(words)
    changes = {"code": f"9.{number:06}", "name": name, "official_name": name}
    nothing = {"aliases": (), "life_events": (), "questions": (), "origin": "national"}
    return first.model_copy(update={**changes, **nothing})


def _memory() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * PAGE / 2**20


def main() -> None:
    """Print seconds to build, MiB, and p50 and p95 of a message in milliseconds."""
    records = procedures()
    before, start = _memory(), perf_counter()
    finder = Finder(records)
    built, memory = perf_counter() - start, _memory() - before
    times = []
    for question in read(sorted(OWN.glob("*.jsonl"))):
        start = perf_counter()
        finder.find(question.turns[-1])
        times.append((perf_counter() - start) * 1_000)
    times.sort()
    print(built, memory, times[len(times) // 2], times[len(times) * 95 // 100])


if __name__ == "__main__":
    main()
