"""Bad input through the web channel to the real engine: one polite reply each, nothing bare."""

import json
import unicodedata
from typing import Any, Literal, get_args
from uuid import uuid4

import pytest

from bot.channels.rendering import as_text
from bot.reply import Outcome, Reply
from tests.system import Citizen, RealSystem

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
QUESTION = "đăng ký khai sinh cần giấy tờ gì"
ANSWERED = ("answered", "1.001193", "documents")
ADDRESS = "nguoi.dan@vi-du.vn"
DIGITS = {"phone": "0900000001", "identity": "001000000002", "old identity": "900000003"}

TEXTS = {
    "empty": "",
    "blank": " \n\t ",
    "10,000 characters": "xin trợ cấp cho chim bồ câu " * 358,
    "one endless word": "a" * 10_000,
    "emoji": "😀🎉👶🏽👨‍👩‍👧",
    "English": "How do I register the birth of my child?",
    "Chinese": "我想办理出生登记",
    "markup": '<script>alert(1)</script><img src=x onerror="alert(2)">',
    "control characters": "\x00\x07\x1b[31m trợ cấp chim \x7f bồ câu \u202e\u200b",
    "a command": "/restart",
    "a command of Rasa": "/session_start",
    "a payload": '/choose{"code":"1.001193"}',
    "a broken payload": '/choose{"code":',
    "an unknown intent": "/drop_everything",
    "JSON": '{"intent": {"name": "restart"}, "code": "1.001193"}',
    "SQL": "'; DROP TABLE turns; --",
    "a template": "{{ config }} ${HOME} %s %n {0}",
    "a lone combining mark": "\u0301",
    "a digit": "7",
}

BODIES = {
    "a lone surrogate": rb'{"id": "%s", "text": "tr\ud83d chim b\u1ed3 c\u00e2u"}',
    "invalid UTF-8": b'{"id": "%s", "text": "chim b\xff\xfe c\xc3u"}',
    "overlong UTF-8": b'{"id": "%s", "text": "chim \xc0\xaf b"}',
    "an escaped NUL": rb'{"id": "%s", "text": "chim\u0000 b"}',
}


def last_turn(real: RealSystem) -> dict[str, Any]:
    return real.rows("SELECT * FROM turns ORDER BY id DESC LIMIT 1")[0]


def good(reply: Reply) -> bool:
    """Whether it is a polite reply with an outcome that is no error."""
    polite = any(word in as_text(reply) for word in ("nh/chị", " ạ"))
    return polite and reply.outcome in get_args(Outcome) and reply.outcome != "error"


@pytest.mark.parametrize("kind", TEXTS)
def test_a_bad_text_gets_one_polite_reply_and_the_talk_goes_on(kind: str, citizen: Citizen) -> None:
    assert good(citizen.ask(TEXTS[kind]))
    assert citizen.ask(QUESTION).outcome == "answered"
    assert [reply is not None for _, reply in citizen.history()] == [True, True]


@pytest.mark.parametrize("kind", BODIES)
def test_broken_unicode_gets_one_polite_reply(kind: str, citizen: Citizen) -> None:
    number = str(uuid4())
    citizen.post(BODIES[kind].replace(b"%s", number.encode()))
    assert good(citizen.reply_to(number))
    assert len(citizen.history()) == 1


@pytest.mark.parametrize("media", ["photo", "sticker", "voice", "file", "location"])
def test_what_is_no_text_is_refused_politely(media: str, citizen: Citizen) -> None:
    reply = citizen.ask("", kind="media", media=media)
    assert reply.outcome == ("smalltalk" if media == "sticker" else "refused")
    assert good(reply)


@pytest.mark.parametrize("form", get_args(Form))
def test_every_way_to_write_an_accent_gets_the_same_answer(
    form: Form, citizen: Citizen, real: RealSystem
) -> None:
    citizen.ask(unicodedata.normalize(form, QUESTION))
    turn = last_turn(real)
    assert (turn["outcome"], turn["procedure_code"], turn["aspect"]) == ANSWERED


@pytest.mark.parametrize("kind", DIGITS)
def test_personal_data_are_nowhere_to_be_found(
    kind: str, citizen: Citizen, real: RealSystem
) -> None:
    """Neither in the database nor in a log, although they are said in every way there is."""
    said = f"số của tôi {DIGITS[kind]}, thư {ADDRESS}, xin trợ cấp cho chim bồ câu"
    citizen.ask(said)
    citizen.ask("chuyển câu hỏi này giúp tôi")
    citizen.ask(said, kind="media", media="photo")
    citizen.ask("/affirm", kind="button", label=said[:200])
    citizen.ask(f'/choose{{"code":"{DIGITS[kind]}"}}', kind="button")
    citizen.ask(json.dumps({"code": DIGITS[kind], "to": ADDRESS}))
    assert any("[email]" in text for text, _ in citizen.history())
    bare = (DIGITS[kind].encode(), ADDRESS.encode())
    files = [file for file in real.folder.rglob("*") if file.is_file()]
    assert [file for file in files for data in bare if data in file.read_bytes()] == []
