"""Figures are shown beside their goals, to people and to programs."""

import json
import subprocess
import sys
from os import getpid

from bench.figures import Figure, as_json, markdown
from bench.machine import memory

FIGURES = [Figure("turn", 41.5, "ms", 40), Figure("reference", 1234.5, "ms")]


def test_a_page_has_one_row_for_each_figure_under_the_machine_it_was_measured_on() -> None:
    page = markdown(FIGURES, "2 cores").splitlines()
    assert "2 cores" in page[0]
    assert page[-2:] == ["| turn | ≤ 40 ms | 41.50 ms | ✗ |", "| reference |  | 1,234.50 ms |  |"]


def test_programs_get_the_same_figures() -> None:
    page = json.loads(as_json(FIGURES, "2 cores"))
    assert page["machine"] == "2 cores"
    assert [(f["name"], f["is_met"]) for f in page["figures"]] == [
        ("turn", False),
        ("reference", True),
    ]


def test_memory_counts_children_but_not_the_one_that_is_measured_by_itself() -> None:
    waits = [sys.executable, "-c", "input()"]
    with subprocess.Popen(waits, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        both = memory("app", getpid(), 250)
        alone = memory("app", getpid(), 250, without=child.pid)
        child.communicate(b"\n")
    assert both.value > alone.value > 0
