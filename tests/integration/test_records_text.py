"""Whatever a citizen sends can be stored, and nothing personal of it is."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.records.tables import Base
from bot.reply import NeedDraft
from tests.integration.records_kit import claimed, inbox_of, incoming, turn_for

SECRETS = {
    "001099000000": "cccd",
    "100000009": "cmnd",
    "0900 000 001": "gọi",
    "ten.gia@vidu.vn": "thư",
    "10000001": "số tài khoản",
    "29A-000.01": "xe",
    "0100000001-001": "mst",
    "B0000001": "hộ chiếu",
    "GD4000000000001": "thẻ",
}
CONFESSION = "; ".join(f"{word} {secret}" for secret, word in SECRETS.items())


def _all_text(engine: Engine) -> str:
    with engine.begin() as db:
        found: list[Any] = []
        for table in Base.metadata.sorted_tables:
            for row in db.execute(select(table)):
                found += row
    return " ".join(map(str, found))


def test_nothing_personal_reaches_any_column_of_any_table(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming(CONFESSION))
    inbox.accept(incoming(CONFESSION, kind="media", media="photo"))
    inbox.accept(incoming("/affirm", kind="button", label=CONFESSION))
    inbox.bury("web", "x", CONFESSION, CONFESSION)
    need = NeedDraft(question=CONFESSION)
    for _ in range(3):
        inbox.finish("w", turn_for(claimed(inbox), need=need, fault=CONFESSION))
    stored = _all_text(database)
    assert [secret for secret in SECRETS if secret in stored] == []
    assert "[số căn cước]" in stored


def test_a_number_hidden_by_invisible_characters_is_masked(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("0900\u200b000\u200d001 \u202e 0900\u200d 000\u200d 002"))
    assert claimed(inbox).text == "[số điện thoại]  [số điện thoại]"


@pytest.mark.parametrize(
    ("payload", "stored"),
    [
        ('/choose{"code":"1.001193"}', '/choose{"code":"1.001193"}'),
        ('/choose{"code":"0900000001"}', '/choose{"code":"[số điện thoại]"}'),
    ],
    ids=["one of ours", "a forged one"],
)
def test_a_payload_keeps_its_code_and_no_personal_number(
    database: Engine, payload: str, stored: str
) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming(payload, kind="button"))
    assert claimed(inbox).text == stored


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("", ""),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("nửa \ud83d chữ \udc00", "nửa  chữ "),
        ("dòng 1\r\ndòng\t2", "dòng 1\ndòng\t2"),
        ("👨\u200d👩\u200d👧 ❤️ 🇻🇳", "👨\u200d👩\u200d👧 ❤️ 🇻🇳"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        ("'; DROP TABLE inbox; --", "'; DROP TABLE inbox; --"),
        ("giấy", "giấy"),
        ("ñandú 漢字 العربية", "ñandú 漢字 العربية"),
        ("dài" * 20_000, ("dài" * 20_000)[:10_000]),
    ],
)
def test_any_text_is_stored_fit_to_be_read(database: Engine, sent: str, stored: str) -> None:
    inbox = inbox_of(database)
    assert inbox.accept(incoming(sent, chat=f"chat \x00{sent}", label=sent)) is not None
    message = claimed(inbox)
    assert message.text == stored
    assert inbox.finish("w", turn_for(message, text=stored))


def test_a_number_at_the_cut_of_a_long_text_is_masked_whole(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming("x " * 4_996 + "001099000000"))
    assert claimed(inbox).text.endswith("x [số căn ")


def test_broken_unicode_in_what_the_engine_says_can_be_stored(database: Engine) -> None:
    inbox = inbox_of(database)
    inbox.accept(incoming())
    odd = {"offer": "\ud83d\x00"}
    assert inbox.finish("w", turn_for(claimed(inbox), state=odd, entities=[odd]))
