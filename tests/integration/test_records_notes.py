"""Notes are among staff: they call only who may see the conversation, until those have looked."""

import pytest
from sqlalchemy import Engine, update

from bot.errors import NoteRefused
from bot.records.audit import Deed, audited
from bot.records.staff.tables import StaffMember
from bot.records.takeover.tables import Note
from bot.records.talks.notes import add_note, calls_for, have_seen, notes_of, who_may_see
from tests.integration.records_kit import rows
from tests.integration.takeover_kit import HelpDesk, desk_of


@pytest.fixture
def desk(database: Engine) -> HelpDesk:
    return desk_of(database)


def noted(desk: HelpDesk, talk: str, text: str, login: str = "lan") -> bool:
    staff = desk.office.staff.named(login)
    return add_note(desk.database, staff, talk, text, Deed(login, ""), desk.clock())


def called(desk: HelpDesk, login: str) -> list[str]:
    return [call.text for call in calls_for(desk.database, desk.office.staff.named(login))]


def test_a_note_calls_whom_it_names_until_they_open_the_talk(desk: HelpDesk) -> None:
    talk = desk.writes("a", "xin chào")
    assert noted(desk, talk, "Nhờ @Minh xem giúp, @lan sẽ gọi lại.")
    assert called(desk, "minh") == ["Nhờ @Minh xem giúp, @lan sẽ gọi lại."]
    assert called(desk, "lan") == []  # who wrote it need not be told
    have_seen(desk.database, desk.office.staff.named("minh"), talk, desk.clock())
    assert called(desk, "minh") == []
    assert [note.by for note in notes_of(desk.database, talk)] == ["Lan"]


@pytest.mark.parametrize("login", ["nobody", "thue"])
def test_who_is_unknown_or_may_not_see_the_talk_cannot_be_called(
    desk: HelpDesk, login: str
) -> None:
    talk = desk.writes("a", "xin chào")
    with pytest.raises(NoteRefused, match=f"tên là @{login}"):
        noted(desk, talk, f"nhờ @{login} xem")
    assert rows(desk.database, Note) == 0


def test_only_who_may_see_the_talk_is_proposed(desk: HelpDesk) -> None:
    desk.with_staff("bien", "editor").with_staff("an", "officer", department="tax")
    talk = desk.writes("a", "xin chào")
    known = [person.login for person in who_may_see(desk.database, talk)]
    assert known == ["lan", "minh"]
    desk.asks("a")
    with desk.database.begin() as db:
        db.execute(update(StaffMember).where(StaffMember.login == "minh").values(commune="xa"))
    assert [person.login for person in who_may_see(desk.database, talk)] == ["lan"]


def test_who_may_not_see_the_talk_notes_nothing_there(desk: HelpDesk) -> None:
    talk = desk.writes("a", "xin chào")
    assert not noted(desk, talk, "xem giúp", "thue")
    assert not noted(desk, "none", "xem giúp")
    with pytest.raises(NoteRefused):
        noted(desk, talk, " \n ")
    assert rows(desk.database, Note) == 0


def test_a_note_is_masked_like_all_that_is_stored_and_stays_out_of_the_audit(
    desk: HelpDesk,
) -> None:
    talk = desk.writes("a", "xin chào")
    noted(desk, talk, "gọi 0912345678 nhé")
    assert "0912345678" not in desk.kept(Note)
    done = audited(desk.database)[0]
    assert (done.action, done.detail) == ("note added", {"mentions": []})
