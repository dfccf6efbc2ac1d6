"""Canned texts are written on a page, by those who may."""

import pytest
from sqlalchemy import Engine

from tests.integration.console_kit import Console


@pytest.fixture
def console(database: Engine) -> Console:
    made = Console(database).with_staff("boss", "admin").with_staff("lan")
    return made.with_staff("thue", "officer", name="Thu", department="tax")


def test_a_text_is_added_changed_and_deleted(console: Console) -> None:
    lan = console.logged_in("lan")
    added = lan.fill("/canned", on="/canned", title="Chào", text="Dạ, em chào ạ", department="")
    assert added.headers["location"] == "/console/canned"
    lan.fill("/canned/1", on="/canned", title="Chào", text="Dạ, em nghe ạ", department="")
    shown = lan.at("/canned").text
    assert "Dạ, em nghe ạ" in shown
    assert "Dạ, em chào ạ" not in shown
    lan.fill("/canned/1/delete", on="/canned")
    assert "Chưa có câu soạn sẵn nào" in lan.at("/canned").text
    done = ["canned reply deleted", "canned reply changed", "canned reply added"]
    assert console.deeds[:3] == done


def test_what_was_typed_is_still_there_after_a_refusal(console: Console) -> None:
    lan = console.logged_in("lan")
    for title in ("Một", "Hai"):
        lan.fill("/canned", on="/canned", title=title, text="Lời", department="")
    refused = lan.fill("/canned", on="/canned", title="Một", text="Lời mới viết", department="")
    assert refused.status_code == 422
    assert "mang tên này" in refused.text
    assert "Lời mới viết</textarea>" in refused.text
    changed = lan.fill("/canned/1", on="/canned", title="Hai", text="Lời sửa", department="")
    assert "Lời sửa</textarea>" in changed.text


def test_an_officer_can_change_only_what_belongs_to_their_department(console: Console) -> None:
    lan, thu = console.logged_in("lan"), console.logged_in("thue")
    lan.fill("/canned", on="/canned", title="Chung", text="Lời chung", department="")
    thu.fill("/canned", on="/canned", title="Thuế", text="Lời thuế", department="tax")
    shown = thu.at("/canned").text
    assert "Lời chung" in shown
    assert 'action="/console/canned/1"' not in shown
    assert 'action="/console/canned/2"' in shown
    assert "Lời thuế" not in lan.at("/canned").text
    assert thu.fill("/canned/1/delete", on="/canned").status_code == 422


def test_markup_in_a_text_is_shown_as_text(console: Console) -> None:
    lan = console.logged_in("lan")
    lan.fill("/canned", on="/canned", title="<b>x</b>", text="<script>1</script>", department="")
    shown = lan.at("/canned").text
    assert "<b>x</b>" not in shown
    assert "<script>1" not in shown
