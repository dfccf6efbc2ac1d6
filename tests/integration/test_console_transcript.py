"""The page of one conversation, on its own and as it refreshes itself."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.records.messages.sealed import LIFETIME, Sealer, keep_sealed
from bot.records.read import reading
from bot.records.tables import Conversation
from bot.records.takeover.tables import Note
from bot.reply import (
    Button,
    FactBlock,
    LinkBlock,
    ListBlock,
    Reply,
    TextBlock,
    WarningBlock,
)
from tests.integration.console_kit import KEY, Browser
from tests.integration.records_kit import claimed, inbox_of, incoming, rows, turn_for
from tests.integration.takeover_kit import HelpDesk, desk_of

SCRIPT = "<script>alert(1)</script>"
WHY = "gọi lại theo yêu cầu"


@pytest.fixture
def desk(database: Engine) -> HelpDesk:
    return desk_of(database)


@pytest.fixture
def lan(desk: HelpDesk) -> Browser:
    return desk.logged_in("lan")


def does(browser: Browser, talk: str, what: str, **values: object) -> Any:
    return browser.fill(f"/conversations/{talk}/{what}", on="/sessions", **values)


def marks(desk: HelpDesk) -> tuple[bool, bool]:
    with reading(desk.database) as db:
        return tuple(db.execute(select(Conversation.flagged, Conversation.kept)).one())  # type: ignore[return-value]


def test_every_kind_of_block_is_shown_and_buttons_cannot_be_pressed(
    desk: HelpDesk, lan: Browser
) -> None:
    blocks = (
        TextBlock(text="Dạ thưa"),
        ListBlock(title="Giấy tờ", items=("Tờ khai", "Giấy chứng sinh")),
        FactBlock(label="Lệ phí", text="miễn phí"),
        LinkBlock(title="Nộp tại đây", url="https://dichvucong.gov.vn/"),
        LinkBlock(title="Lừa", url="javascript:alert(1)"),
        WarningBlock(text="Còn 3 ngày"),
    )
    buttons = (Button(title="Bao lâu?", payload="/ask_time"),)
    talk = desk.writes("a", "x", reply=Reply(outcome="answered", blocks=blocks, buttons=buttons))
    shown = lan.at(f"/conversations/{talk}").text
    for said in ("Dạ thưa", "<li>Giấy chứng sinh</li>", "<b>Lệ phí:</b> miễn phí", "Còn 3 ngày"):
        assert said in shown
    assert 'href="https://dichvucong.gov.vn/"' in shown
    assert 'href="javascript' not in shown
    assert '<span class="choice">Bao lâu?</span>' in shown


def test_a_script_in_a_message_a_name_or_a_note_is_shown_as_text(desk: HelpDesk) -> None:
    desk.with_staff("quyen", name=SCRIPT)
    quyen, talk = desk.logged_in("quyen"), desk.writes("a", f"{SCRIPT} hỏi")
    does(quyen, talk, "notes", text=f"{SCRIPT} ghi")
    for path in ("", "/talk", "/turns/1", "/export.html"):
        shown = quyen.at(f"/conversations/{talk}{path}").text
        assert "<script>alert" not in shown, path
    shown = quyen.at(f"/conversations/{talk}").text
    assert shown.count("&lt;script&gt;") >= 4


def test_the_page_asks_only_for_what_is_new_or_has_changed(desk: HelpDesk, lan: Browser) -> None:
    talk = desk.writes("a", "câu một")
    shown = lan.at(f"/conversations/{talk}").text
    assert f'data-live="{talk}"' in shown
    stamp = shown.partition('name="seen" value="')[2].partition('"')[0]
    same = lan.at(f"/conversations/{talk}/talk?after=1&seen={stamp}").text
    assert "câu một" not in same
    changed = lan.at(f"/conversations/{talk}/talk?after=1&seen=1.00000000").text
    assert 'id="said-1" hx-swap-oob="true"' in changed
    desk.writes("a", "câu hai")
    inbox_of(desk.database, desk.clock).accept(incoming("câu ba", "a"))
    new = lan.at(f"/conversations/{talk}/talk?after=1&seen={stamp}").text
    assert "câu một" not in new
    assert new.index("câu hai") < new.index("câu ba") < new.index('name="after" value="2"')


@pytest.mark.parametrize("query", ["after=x", "after=-1", "seen=1'", f"after={2**70}"])
def test_nonsense_in_the_address_breaks_nothing(desk: HelpDesk, lan: Browser, query: str) -> None:
    talk = desk.writes("a", "câu một")
    assert lan.at(f"/conversations/{talk}/talk?{query}").status_code in (200, 404)
    assert lan.at(f"/conversations/{talk}?turn=99999&before=0").status_code == 200
    assert lan.at(f"/conversations/{talk}?turn={2**70}").status_code == 404


def test_what_the_bot_understood_comes_when_it_is_asked_for(desk: HelpDesk, lan: Browser) -> None:
    talk = desk.writes("a", "lệ phí khai sinh")
    assert "2026-07-01" not in lan.at(f"/conversations/{talk}").text
    shown = lan.at(f"/conversations/{talk}/turns/1").text
    assert 'href="/thu-tuc/1.001193"' in shown
    assert "phiên bản 2026-07-01" in shown
    assert lan.at(f"/conversations/{talk}/turns/2").status_code == 404


def test_a_talk_outside_ones_scope_is_as_if_it_were_not_there(desk: HelpDesk) -> None:
    talk, officer = desk.writes("a", "xin chào"), desk.logged_in("thue")
    nowhere = officer.at("/conversations/none")
    for path in ("", "/talk", "/turns/1", "/export.txt", "/export.html", "/export.pdf"):
        refused = officer.at(f"/conversations/{talk}{path}")
        assert refused.status_code == 404
        assert "xin chào" not in refused.text
    assert officer.at(f"/conversations/{talk}").text == nowhere.text
    assert does(officer, talk, "mark", action="flag").status_code == 404
    assert does(officer, talk, "notes", text="xem").status_code == 404
    assert does(officer, talk, "messages/1/unmask", reason=WHY).status_code == 404
    assert "conversation read" not in desk.deeds


@pytest.mark.parametrize("path", ["", "/talk?after=0", "/turns/1"])
def test_no_part_of_a_talk_is_read_unnoted(desk: HelpDesk, lan: Browser, path: str) -> None:
    talk = desk.writes("a", "xin chào")
    assert lan.at(f"/conversations/{talk}{path}").status_code == 200
    assert desk.deeds[0] == "conversation read"


def test_a_flag_comes_and_goes_and_a_hold_needs_a_reason(desk: HelpDesk, lan: Browser) -> None:
    talk = desk.writes("a", "xin chào")
    assert does(lan, talk, "mark", action="flag").status_code == 303
    assert marks(desk) == (True, False)
    assert does(lan, talk, "mark", action="keep", reason="vì").status_code == 422
    assert does(lan, talk, "mark", action="erase").status_code == 422
    assert does(lan, talk, "mark", action="keep", reason=WHY).status_code == 303
    assert does(lan, talk, "mark", action="unflag").status_code == 303
    assert marks(desk) == (False, True)
    assert does(lan, talk, "mark", action="release", reason=WHY).status_code == 303
    assert marks(desk) == (False, False)
    assert desk.deeds[:4] == [
        "conversation released",
        "conversation unflagged",
        "conversation kept",
        "conversation read",
    ]


def test_who_is_called_finds_it_on_the_first_page_until_they_look(
    desk: HelpDesk, lan: Browser
) -> None:
    talk, minh = desk.writes("a", "xin chào"), desk.logged_in("minh")
    kept = does(lan, talk, "notes", text="xem giúp nhé", mention="minh")
    assert kept.headers["location"].endswith("#notes")
    assert 'hx-get="/console/mentions"' in minh.at("/").text
    assert "xem giúp nhé @minh" in minh.at("/mentions").text
    assert "xem giúp nhé" in minh.at(f"/conversations/{talk}").text
    assert "xem giúp nhé" not in minh.at("/mentions").text


def test_a_note_that_calls_the_wrong_one_is_not_lost(desk: HelpDesk, lan: Browser) -> None:
    talk = desk.writes("a", "xin chào")
    refused = does(lan, talk, "notes", text="nhờ xem", mention="thue")
    assert refused.status_code == 422
    assert "tên là @thue" in refused.text
    assert "nhờ xem</textarea>" in refused.text
    assert rows(desk.database, Note) == 0


def sealed(desk: HelpDesk) -> tuple[str, int]:
    """Return a talk and its message that is kept whole."""
    talk, inbox = desk.writes("a", "xin chào"), inbox_of(desk.database, desk.clock)
    number = inbox.accept(incoming("số tôi 0912345678", "a")) or 0
    assert inbox.finish("w", turn_for(claimed(inbox)))
    with desk.database.begin() as db:
        keep_sealed(db, number, "số tôi 0912345678", Sealer(KEY), desk.clock())
    return talk, number


def test_a_masked_number_is_shown_once_for_a_reason(desk: HelpDesk, lan: Browser) -> None:
    talk, number = sealed(desk)
    unmask = f"messages/{number}/unmask"
    assert unmask in lan.at(f"/conversations/{talk}").text
    for reason in ("", "xem", "1234567890123"):
        assert "0912345678" not in does(lan, talk, unmask, reason=reason).text
    assert "message unmasked" not in desk.deeds
    assert "0912345678" in does(lan, talk, unmask, reason=WHY).text
    assert desk.deeds[0] == "message unmasked"
    assert "0912345678" not in lan.at(f"/conversations/{talk}").text


def test_a_masked_number_is_not_for_every_role_and_not_for_ever(
    desk: HelpDesk, lan: Browser
) -> None:
    desk.with_staff("phan", "analyst")
    talk, number = sealed(desk)
    unmask, phan = f"messages/{number}/unmask", desk.logged_in("phan")
    assert unmask not in phan.at(f"/conversations/{talk}").text
    assert does(phan, talk, unmask, reason=WHY).status_code == 403
    desk.clock.now += LIFETIME
    lan = desk.logged_in("lan")
    assert unmask not in lan.at(f"/conversations/{talk}").text
    assert does(lan, talk, unmask, reason=WHY).status_code == 404
