"""All that a folder of records holds: records, bundles of events, and the lists beside them."""

from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.bundles import Bundle, check_bundles, load_bundles
from bot.catalogue.check import check
from bot.catalogue.freshness import Rules, load_rules
from bot.catalogue.load import Loaded, Problem, load


@dataclass(frozen=True, slots=True)
class Folder:
    """What can be used, and every problem of the others with its file and line."""

    loaded: Loaded
    bundles: tuple[Bundle, ...]
    rules: Rules
    problems: tuple[Problem, ...]


def read_folder(folder: Path) -> Folder:
    """Read and check everything in ``folder``; what is broken never takes the rest down."""
    loaded, bundles, rules = load(folder), load_bundles(folder), load_rules(folder)
    codes = {entry.procedure.code for entry in loaded.entries}
    problems = (*check(loaded), *check_bundles(bundles, codes), *rules.problems)
    return Folder(loaded, tuple(bundles.bundles), rules, problems)
