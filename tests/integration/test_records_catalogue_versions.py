"""Imported records in the database: every version is kept, and one is current."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text, update
from sqlalchemy.exc import IntegrityError

from bot.catalogue.national import Changes
from bot.catalogue.record import Procedure
from bot.records.catalogue_versions import (
    BATCH,
    SqlImported,
    imported_history,
    imported_now,
    imported_records,
)
from bot.records.tables import CatalogueVersion
from tests.integration.records_kit import Clock, in_threads, rows
from tests.national import TODAY, imported, lines

OTHER = "Sở Rồng"


def many(number: int, **changes: Any) -> list[Procedure]:
    return [imported(**each) for each in lines(number, **changes)]


def store(database: Engine, clock: Clock | None = None) -> SqlImported:
    return SqlImported(database, clock or Clock())


def current(database: Engine) -> list[Procedure]:
    return [stored.procedure for stored in store(database).current() if stored.procedure]


def authorities(database: Engine, code: str = "1.000001") -> list[str]:
    """Who a record named, version by version."""
    history = store(database).history(code)
    return [stored.procedure.authority for stored in history if stored.procedure]


def test_what_is_stored_comes_back_as_it_was(database: Engine) -> None:
    written = [imported(), *many(3)]
    assert store(database).write("a.jsonl", written) == Changes(new=4)
    assert current(database) == sorted(written, key=lambda record: record.code)
    versions = [stored.version for stored in store(database).current()]
    assert versions == [record.version for record in current(database)]


def test_importing_again_changes_nothing(database: Engine) -> None:
    store(database).write("a.jsonl", many(BATCH + 1))
    before = store(database).current()
    again = store(database).write("b.jsonl", many(BATCH + 1))
    assert again == Changes(unchanged=BATCH + 1)
    assert store(database).current() == before
    assert rows(database, CatalogueVersion) == BATCH + 1


def test_a_changed_record_becomes_a_new_version_and_the_old_one_is_kept(database: Engine) -> None:
    clock = Clock()
    store(database, clock).write("old.jsonl", [imported(), *many(1)])
    then = clock()
    clock.skip(60)
    changed = [imported(co_quan_thuc_hien=OTHER), *many(1)]
    assert store(database, clock).write("new.jsonl", changed) == Changes(changed=1, unchanged=1)
    old, new = store(database).history("1.000001")
    assert (old.imported_at, old.replaced_at, old.source) == (then, clock(), "old.jsonl")
    assert (new.imported_at, new.replaced_at, new.source) == (clock(), None, "new.jsonl")
    assert authorities(database) == ["Ủy ban nhân dân cấp xã", OTHER]
    assert imported(co_quan_thuc_hien=OTHER) in current(database)


def test_a_record_may_go_back_to_what_it_said_before(database: Engine) -> None:
    for authority in ("Sở A", "Sở B", "Sở A", "Sở B"):
        written = store(database).write("a.jsonl", [imported(co_quan_thuc_hien=authority)])
    assert written == Changes(changed=1)
    history = store(database).history("1.000001")
    assert authorities(database) == ["Sở A", "Sở B", "Sở A", "Sở B"]
    assert [bool(stored.replaced_at) for stored in history] == [True, True, True, False]
    assert history[0].version == history[2].version


@pytest.mark.parametrize(("days", "shown"), [(30, TODAY + timedelta(days=30)), (-30, TODAY)])
def test_the_same_content_on_another_day_is_the_same_version_and_the_later_day_is_shown(
    database: Engine, days: int, shown: date
) -> None:
    store(database).write("a.jsonl", [imported()])
    again = imported(TODAY + timedelta(days=days))
    assert store(database).write("a.jsonl", [again]) == Changes(unchanged=1)
    (stored,) = current(database)
    assert (stored.checked, stored.valid_from) == (shown, TODAY)


def test_a_crash_in_the_middle_leaves_the_former_state(database: Engine) -> None:
    store(database).write("a.jsonl", many(2 * BATCH))
    before = store(database).current()
    inserts = 0

    def fail_late(_db: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal inserts
        inserts += "INSERT INTO catalogue_versions" in statement
        if inserts == 2:
            raise InterruptedError

    event.listen(database, "before_cursor_execute", fail_late)
    try:
        with pytest.raises(InterruptedError):
            store(database).write("a.jsonl", many(2 * BATCH, co_quan_thuc_hien=OTHER))
    finally:
        event.remove(database, "before_cursor_execute", fail_late)
    assert store(database).current() == before
    assert rows(database, CatalogueVersion) == 2 * BATCH


def test_imports_at_the_same_time_store_each_record_once(database: Engine) -> None:
    written = many(50)
    changes = in_threads(4, lambda: store(database).write("a.jsonl", written))
    assert sum(change.new for change in changes) == len(written)
    assert rows(database, CatalogueVersion) == len(written)


def test_a_record_that_cannot_be_read_is_left_out_and_told_apart(
    database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    store(database).write("a.jsonl", many(2))
    with database.begin() as db:
        of_first = CatalogueVersion.code == "2.000000"
        db.execute(update(CatalogueVersion).where(of_first).values(record={"future": 1}))
    assert [record.code for record in current(database)] == ["2.000001"]
    assert [bool(stored.procedure) for stored in store(database).current()] == [False, True]
    assert "2.000000" in caplog.text


def test_a_file_name_that_is_no_text_does_no_harm(database: Engine) -> None:
    store(database).write("a\udcff.jsonl", [imported()])
    assert store(database).current()[0].source == "a.jsonl"


def everything(url: str) -> list[Sequence[object]]:
    return [imported_records(url), imported_now(url), imported_history(url, "1.000001")]


def test_a_database_that_was_never_upgraded_has_nothing_imported(blank_url: str) -> None:
    assert everything(blank_url) == [[], [], []]


def test_looking_does_not_make_a_database(tmp_path: Path) -> None:
    assert everything(f"sqlite:///{tmp_path / 'none' / 'records.db'}") == [[], [], []]
    assert list(tmp_path.iterdir()) == []


def test_a_second_current_version_of_a_code_is_refused(database: Engine) -> None:
    store(database).write("a.jsonl", [imported()])
    twice = "INSERT INTO catalogue_versions (code, version, origin, record, source, checked, "
    twice += "imported_at) SELECT code, 'other', origin, record, source, checked, imported_at "
    with pytest.raises(IntegrityError), database.begin() as db:
        db.execute(text(twice + "FROM catalogue_versions"))
