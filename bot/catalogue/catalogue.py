"""The catalogue as the rest of the program uses it: one record by code, or a search."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.catalogue.check import check
from bot.catalogue.find import Finder, Match
from bot.catalogue.load import Problem, load
from bot.catalogue.record import Procedure
from bot.errors import CatalogueUnusable


class Catalogue:
    """All records that could be loaded, and what was wrong with the others."""

    def __init__(
        self,
        procedures: Sequence[Procedure],
        fields: Mapping[str, str] | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        """Index ``procedures``; of two records with one code the first is kept."""
        self._by_code = {p.code: p for p in reversed(procedures)}
        self.fields = dict(fields or {})
        self.problems = tuple(problems)
        self._finder = Finder(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str | None) -> Procedure | None:
        """Return the record of ``code``, if there is one."""
        return self._by_code.get(code or "")

    def all(self) -> list[Procedure]:
        """Return every record, by field and code."""
        return sorted(self._by_code.values(), key=lambda p: (p.field, p.code))

    def find(self, text: str, limit: int = 5) -> Sequence[Match]:
        """Return the procedures that ``text`` may mean, best first."""
        return self._finder.find(text, limit)


def open_catalogue(folder: Path) -> Catalogue:
    """Load and index a folder of records.

    Raises:
        CatalogueUnusable: the folder holds no record that can be used.
    """
    loaded = load(folder)
    if not loaded.entries:
        raise CatalogueUnusable(
            f"Không đọc được thủ tục nào trong {folder}. "
            "Hãy chạy “motcua catalogue check” để xem lỗi."
        )
    return Catalogue([e.procedure for e in loaded.entries], loaded.fields, check(loaded))
