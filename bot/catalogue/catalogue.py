"""The catalogue as the rest of the program uses it: one record by code, or a search."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from bot.catalogue.chances import Thresholds
from bot.catalogue.check import check
from bot.catalogue.embeddings import Embeddings
from bot.catalogue.find import Finder, Found
from bot.catalogue.load import Problem, load
from bot.catalogue.record import Procedure
from bot.catalogue.wording import NATIONAL, PORTAL
from bot.errors import CatalogueUnusable


class Catalogue:
    """All records that could be loaded, and what was wrong with the others."""

    def __init__(
        self,
        procedures: Sequence[Procedure],
        fields: Mapping[str, str] | None = None,
        problems: Sequence[Problem] = (),
        embeddings: Embeddings | None = None,
    ) -> None:
        """Hold ``procedures``; of two records with one code the first is kept."""
        self._by_code = {p.code: p for p in reversed(procedures)}
        self.fields = dict(fields or {})
        self.problems = tuple(problems)
        self._embeddings = embeddings

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str | None) -> Procedure | None:
        """Return the record of ``code``, if there is one."""
        return self._by_code.get(code or "")

    def all(self) -> list[Procedure]:
        """Return every record, by field and code."""
        return sorted(self._by_code.values(), key=lambda p: (p.field, p.code))

    @property
    def thresholds(self) -> Thresholds:
        """The chances from which on a question is answered, or asked back."""
        return self._finder.thresholds

    def find(self, text: str, context: str | None = None) -> Found:
        """Return what ``text`` may mean in a talk about the procedure ``context``."""
        return self._finder.find(text, context)

    def prepare(self) -> None:
        """Index the records now, and not at the first search."""
        _ = self._finder

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._by_code.values(), self._embeddings)


def open_catalogue(
    folder: Path, imported: Sequence[Procedure] = (), embeddings: Embeddings | None = None
) -> Catalogue:
    """Load a folder of records; ``imported`` ones stand in for what it does not have.

    Raises:
        CatalogueUnusable: the folder holds no record that can be used.
    """
    loaded = load(folder)
    if not loaded.entries:
        raise CatalogueUnusable(
            f"Không đọc được thủ tục nào trong {folder}. "
            "Hãy chạy “motcua catalogue check” để xem lỗi."
        )
    curated = [entry.procedure for entry in loaded.entries]
    fields = {**loaded.fields, NATIONAL: PORTAL}
    return Catalogue([*curated, *imported], fields, check(loaded), embeddings)
