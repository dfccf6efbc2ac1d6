"""Officers find, answer and pass on what citizens asked, and editors let the bot learn from it."""

import re
from dataclasses import replace

import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.records.needs.lessons import learnt_aliases
from tests.integration.console_kit import Console
from tests.integration.needs_kit import Town
from tests.records import record

BIRTH = Procedure.model_validate(record(code="1.001193", name="Đăng ký khai sinh"))
ANSWER = "Dạ, anh/chị làm tại phường, không bị phạt ạ."


class Hall(Console):
    """A console for the town's people."""

    town: Town

    @classmethod
    def of(cls, database: Engine) -> "Hall":
        made, town = cls(database), Town(database)
        made.town, made.clock = town, town.clock
        made.office = replace(
            made.office,
            place=town.rules.province,
            calendar=town.rules.work.calendar,
            catalogue=lambda: Catalogue([BIRTH]),
            clock=town.clock,
        )
        made.with_staff("lan", "officer", name="Lan", department="so_tu_phap")
        made.with_staff("yen", "officer", name="Yến", department="so_y_te")
        made.with_staff("bien", "editor", name="Biên")
        return made


@pytest.fixture
def hall(database: Engine) -> Hall:
    return Hall.of(database)


def test_an_officer_finds_a_need_on_the_board_and_answers_it(hall: Hall) -> None:
    number, lan = hall.town.asks(), hall.logged_in("lan")
    assert f"/console/needs/{number}" in lan.at("/needs").text
    assert "khai sinh muộn" in lan.at(f"/needs/{number}").text
    lan.fill(f"/needs/{number}/accept", on=f"/needs/{number}")
    sent = lan.fill(f"/needs/{number}/answer", on=f"/needs/{number}", answer=ANSWER)
    assert sent.headers["location"] == f"/console/needs/{number}"
    assert ANSWER in hall.town.told(number)[0]
    assert ANSWER in lan.at(f"/needs/{number}").text
    assert f"/console/needs/{number}" not in lan.at("/needs").text
    assert f"/console/needs/{number}" in lan.at("/needs?view=done").text


def test_what_was_typed_is_still_there_after_a_refusal(hall: Hall) -> None:
    number, lan = hall.town.asks(), hall.logged_in("lan")
    hall.town.says(number, "withdraw")
    refused = lan.fill(f"/needs/{number}/answer", on="/needs", answer=ANSWER)
    assert refused.status_code == 409
    assert "tải lại trang" in refused.text


def test_the_page_tells_what_could_be_better_while_one_writes(hall: Hall) -> None:
    number, lan = hall.town.asks(), hall.logged_in("lan")
    told = lan.fill(f"/needs/{number}/advice", on=f"/needs/{number}", answer="Xem TTHC trên cổng.")
    assert "chữ viết tắt" in told.text


def test_a_need_of_another_department_is_not_there(hall: Hall) -> None:
    number, yen = hall.town.asks(), hall.logged_in("yen")
    assert f"/needs/{number}" not in yen.at("/needs?view=all").text
    assert yen.at(f"/needs/{number}").status_code == 404
    assert yen.fill(f"/needs/{number}/accept", on="/needs?view=all").status_code == 404


def test_several_are_taken_up_or_sent_on_at_once(hall: Hall) -> None:
    numbers = [hall.town.asks(f"việc {n} khác hẳn", str(n)) for n in range(3)]
    lan = hall.logged_in("lan")
    lan.fill("/needs/bulk", on="/needs", need=numbers[:2], do="accept")
    assert [hall.town.need(n).status for n in numbers] == ["accepted", "accepted", "new"]
    more = {"department": "so_y_te", "reason": "việc của ngành y tế"}
    lan.fill("/needs/bulk", on="/needs", need=numbers, do="send_on", **more)
    assert {hall.town.need(n).department for n in numbers} == {"so_y_te"}
    told = lan.fill("/needs/bulk", on="/needs?view=all", need=numbers, do="accept")
    assert "3 việc không đổi được" in told.text


def test_a_citizen_s_markup_is_shown_as_text(hall: Hall) -> None:
    number, lan = hall.town.asks("<script>alert(1)</script> có đúng không"), hall.logged_in("lan")
    for path in ("/needs", f"/needs/{number}"):
        assert "<script>alert" not in lan.at(path).text
        assert "&lt;script&gt;" in lan.at(path).text


@pytest.mark.parametrize(
    "query", ["view=nothing", "after=x", "department=' OR 1=1 --", "kind=%00", "text=%25_%27"]
)
def test_a_filter_that_means_nothing_does_no_harm(hall: Hall, query: str) -> None:
    hall.town.asks()
    assert hall.logged_in("lan").at(f"/needs?{query}").status_code == 200


def test_an_alias_goes_from_the_officer_through_the_editor_into_the_catalogue(hall: Hall) -> None:
    number, lan, bien = hall.town.asks(), hall.logged_in("lan"), hall.logged_in("bien")
    given = {"kind": "alias", "text": "trình làng em bé", "procedure": BIRTH.code}
    lan.fill(f"/needs/{number}/lesson", on=f"/needs/{number}", **given)
    assert lan.at("/lessons").status_code == 403
    assert "trình làng em bé" in bien.at("/lessons").text
    bien.fill("/lessons/1", on="/lessons", do="accept", reason="đúng")
    assert learnt_aliases(hall.database) == {BIRTH.code: ("trình làng em bé",)}
    again = bien.fill("/lessons/1", on="/sessions", do="reject")
    assert again.status_code == 409


def test_the_pages_speak_english_to_who_chose_that(hall: Hall) -> None:
    number, lan = hall.town.asks(), hall.logged_in("lan")
    lan.fill("/language", on="/", language="en", to="/console/needs")
    assert "Questions passed on" in lan.at("/needs").text
    assert "Ask the citizen" in lan.at(f"/needs/{number}").text


def test_the_figures_are_on_a_page_a_workbook_and_paper(hall: Hall) -> None:
    number, lan = hall.town.asks(), hall.logged_in("lan")
    lan.fill(f"/needs/{number}/answer", on=f"/needs/{number}", answer=ANSWER)
    shown = lan.at("/needs/figures?from=2026-07-01&to=2026-07-31").text
    assert "1/1 (100%)" in shown
    assert "Sở Tư pháp" in shown
    book = lan.at("/needs/figures.xlsx?from=2026-07-01&to=2026-07-31")
    assert book.content[:2] == b"PK"
    paper = lan.at("/needs/figures.pdf?from=2026-07-01&to=2026-07-31")
    assert paper.content[:5] == b"%PDF-"
    assert lan.at("/needs/figures?from=never&to=").status_code == 200


def test_an_officer_reads_the_figures_of_their_department_alone(hall: Hall) -> None:
    hall.town.asks()
    assert "Sở Tư pháp: " not in hall.logged_in("yen").at("/needs/figures").text
    assert "khai sinh muộn" not in hall.logged_in("yen").at("/needs/figures").text


def test_due_times_are_a_calendar_for_who_has_its_address_and_tell_no_question(hall: Hall) -> None:
    number, lan = hall.town.asks(), hall.logged_in("lan")
    addresses = re.findall(
        r"<code>[^<]*(/console/needs/feed/[^<]+)</code>", lan.at("/needs/feeds").text
    )
    assert len(addresses) == 1
    found = hall.browser().get(addresses[0])
    assert "text/calendar" in found.headers["content-type"]
    calendar = Calendar.from_ical(found.content)
    (event,) = calendar.walk("VEVENT")
    assert str(number) in str(event["summary"])
    assert event.decoded("dtend") == hall.town.need(number).due_at
    assert "khai sinh" not in found.text
    assert hall.browser().get(addresses[0][:-9] + "00000.ics").status_code == 404
