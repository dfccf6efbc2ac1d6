"""The catalogue follows its records while the program runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.live import LiveCatalogue
from bot.catalogue.load import files_state
from bot.errors import CatalogueUnusable
from tests.records import DRAGON, UNICORN

FIRST, SECOND = Catalogue([DRAGON]), Catalogue([DRAGON, UNICORN])


class Records:
    """Records whose state a test sets, and what opening them gives in turn."""

    def __init__(self, *opened: Catalogue | CatalogueUnusable) -> None:
        self.state = 1
        self._opened: Iterator[Catalogue | CatalogueUnusable] = iter(opened)

    def open(self) -> Catalogue:
        found = next(self._opened)
        if isinstance(found, CatalogueUnusable):
            raise found
        return found


def live(records: Records) -> LiveCatalogue:
    return LiveCatalogue(records.open, lambda: records.state)


def test_records_that_have_not_changed_are_not_read_again() -> None:
    catalogue = live(Records(FIRST))
    assert not catalogue.refresh()
    assert catalogue.now is FIRST


def test_changed_records_are_searched_from_then_on() -> None:
    records = Records(FIRST, SECOND)
    catalogue = live(records)
    records.state = 2
    assert catalogue.refresh()
    assert catalogue.now.get(UNICORN.code)
    assert not catalogue.refresh()


def test_records_that_cannot_be_used_leave_the_catalogue_as_it_was() -> None:
    records = Records(FIRST, CatalogueUnusable("hỏng"), SECOND)
    catalogue = live(records)
    records.state = 2
    assert not catalogue.refresh()
    assert catalogue.now is FIRST
    records.state = 3
    assert catalogue.refresh()
    assert catalogue.now is SECOND


@pytest.mark.parametrize("change", ["new", "edited", "gone"])
def test_a_new_an_edited_and_a_missing_file_each_change_the_state(
    change: str, tmp_path: Path
) -> None:
    kept = tmp_path / "ho_tich" / "kept.yml"
    kept.parent.mkdir()
    kept.write_text("code: 1", "utf-8")
    before = files_state(tmp_path)
    if change == "new":
        kept.with_name("new.yml").write_text("code: 2", "utf-8")
    elif change == "edited":
        kept.write_text("code: 12", "utf-8")
    else:
        kept.unlink()
    assert files_state(tmp_path) != before
