"""The places in a text that is kept for many talks: ``{tên thủ tục}`` and the like."""

import re
from collections.abc import Mapping, Sequence

_PLACE = re.compile(r"\{[^{}\n]{1,60}\}")


def fill(text: str, known: Mapping[str, str]) -> str:
    """Return ``text`` with what is known in its places; the others stay as they are.

    >>> fill("Chào {tên cán bộ} ở {bộ phận}", {"tên cán bộ": "Lan", "bộ phận": ""})
    'Chào Lan ở {bộ phận}'
    """
    return _PLACE.sub(lambda found: known.get(found[0][1:-1].strip().lower()) or found[0], text)


def open_places(text: str) -> Sequence[str]:
    """Return the places that nobody has filled yet, each once."""
    return list(dict.fromkeys(_PLACE.findall(text)))
