"""One procedure, published once for each level that does it: which of them a citizen meets."""

import re
from collections.abc import Iterable, Sequence

from bot.catalogue.record import Procedure
from bot.understanding.fold import fold

# “Cấp đổi thẻ căn cước (thực hiện tại cấp trung ương)”
_LEVEL = re.compile(r"\s*\((?:thuc hien )?(?:[ot]ai? |o )?cap \w+(?: \w+)?\)\s*$")
_NEAREST_FIRST = ("commune", "province", "other", "ministry")


def nearest(procedures: Iterable[Procedure]) -> list[Procedure]:
    """Leave out the records that differ from another one in nothing but a level further away.

    A curated record stands for its name, whatever its level.
    """
    first: dict[str, Procedure] = {}
    return [
        procedure
        for procedure in sorted(procedures, key=_distance)
        if first.setdefault(_name(procedure), procedure) is procedure or _is_curated(procedure)
    ]


def distance(levels: Sequence[str]) -> int:
    """Return how far the desk is: 0 the commune … 3 a ministry."""
    return min(_NEAREST_FIRST.index(level) for level in levels)


def _distance(procedure: Procedure) -> tuple[bool, int]:
    return not _is_curated(procedure), distance(procedure.level)


def _is_curated(procedure: Procedure) -> bool:
    return procedure.origin == "curated"


def _name(procedure: Procedure) -> str:
    return _LEVEL.sub("", fold(procedure.official_name)).removeprefix("thu tuc ").strip(" .")
