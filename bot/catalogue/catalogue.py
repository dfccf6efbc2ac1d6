"""The catalogue as the rest of the program uses it: one record by code, or a search."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from bot.catalogue.bundles import Bundle
from bot.catalogue.chances import Thresholds
from bot.catalogue.embeddings import Embeddings
from bot.catalogue.events import Events
from bot.catalogue.find import Finder, Found
from bot.catalogue.folder import read_folder
from bot.catalogue.freshness import Rules
from bot.catalogue.load import Problem
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
        *,
        bundles: Sequence[Bundle] = (),
        rules: Rules | None = None,
    ) -> None:
        """Hold ``procedures``; of two records with one code the first is kept."""
        self._by_code = {p.code: p for p in reversed(procedures)}
        self.fields = dict(fields or {})
        self.problems = tuple(problems)
        self._embeddings = embeddings
        self._bundles = [b for b in bundles if any(map(self.get, b.codes))]
        self.rules = rules or Rules()

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

    def bundle(self, code: str | None) -> Bundle | None:
        """Return the bundle that a button names by ``code``, if there is one."""
        return next((b for b in self._bundles if b.button_code == code), None)

    def offered(self, code: str) -> Bundle | None:
        """Return the bundle that is offered under answers about the procedure ``code``."""
        return next((b for b in self._bundles if b.begins_with == code), None)

    def asked_whole(self, text: str) -> Bundle | None:
        """Return the bundle of which ``text`` asks for everything, if it asks for one."""

        def nearness() -> float:
            best = self.find(text).best
            return best.nearness if best else 0.0

        return self._events.asked(text, nearness) if self._bundles else None

    def prepare(self) -> None:
        """Index the records now, and not at the first search."""
        _ = self._finder, self._events

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._by_code.values(), self._embeddings)

    @cached_property
    def _events(self) -> Events:
        return Events(self._bundles)


def open_catalogue(
    folder: Path,
    imported: Sequence[Procedure] = (),
    embeddings: Embeddings | None = None,
    learnt: Mapping[str, tuple[str, ...]] | None = None,
) -> Catalogue:
    """Load a folder of records; ``imported`` ones stand in for what it does not have.

    ``learnt`` is what people were found to call procedures, by code.

    Raises:
        CatalogueUnusable: the folder holds no record that can be used.
    """
    found = read_folder(folder)
    if not found.loaded.entries:
        raise CatalogueUnusable(
            f"Không đọc được thủ tục nào trong {folder}. "
            "Hãy chạy “motcua catalogue check” để xem lỗi."
        )
    records = (*(entry.procedure for entry in found.loaded.entries), *imported)
    return Catalogue(
        [_taught(record, (learnt or {}).get(record.code, ())) for record in records],
        {**found.loaded.fields, NATIONAL: PORTAL},
        found.problems,
        embeddings,
        bundles=found.bundles,
        rules=found.rules,
    )


def _taught(record: Procedure, learnt: tuple[str, ...]) -> Procedure:
    return record.model_copy(update={"learnt": learnt}) if learnt else record
