"""Only what Zalo signed, and signed of late, gets in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo.signature import is_recent, mac, signed_at

APP, SECRET = "4242", "an-invented-oa-secret"

# Made with sha256sum, not with this program.
VECTORS = [
    (
        '{"event_name":"user_send_text","app_id":"4242","sender":{"id":"7"},"recipient":'
        '{"id":"777"},"message":{"text":"làm khai sinh","msg_id":"e2a641af6661713b2874"},'
        '"timestamp":"1717061839659"}',
        "ac1fce703120cae1bd6f945e0fae773536dbe9b8ea9e5078bcdde4cfa212c0e6",
    ),
    (
        '{"timestamp": 1717061839659, "event_name": "follow", "follower": {"id": "7"}}',
        "ad3c8e8c5c07ce80596966d1666fa71ac346fd9c7490761009fb4948ed8432b6",
    ),
]
BODY, DIGITS = VECTORS[0][0].encode(), VECTORS[0][1]
NOW = datetime(2026, 7, 31, 9, tzinfo=UTC)


@pytest.mark.parametrize(("body", "digits"), VECTORS)
@pytest.mark.parametrize("form", ["mac={}", "{}", " mac={} "])
def test_a_true_signature_holds_with_its_prefix_or_without(
    body: str, digits: str, form: str
) -> None:
    assert mac(APP, body.encode(), "1717061839659", SECRET) == digits
    assert signed_at(form.format(digits), body.encode(), APP, SECRET) == 1717061839659


@pytest.mark.parametrize(
    "header", ["", "mac=", "mac=" + "0" * 64, "mac=" + DIGITS[:-1], "mac=á", "sha256=" + DIGITS]
)
def test_any_other_header_does_not_hold(header: str) -> None:
    assert signed_at(header, BODY, APP, SECRET) is None


def test_one_changed_byte_breaks_the_signature() -> None:
    assert signed_at(DIGITS, BODY.replace(b'"7"', b'"8"'), APP, SECRET) is None
    assert signed_at(DIGITS, BODY + b" ", APP, SECRET) is None
    assert signed_at(DIGITS, BODY, "4243", SECRET) is None
    assert signed_at(DIGITS, BODY, APP, "another secret") is None


def test_without_a_timestamp_nothing_holds() -> None:
    body = b'{"event_name":"follow"}'
    assert signed_at(mac(APP, body, "", SECRET), body, APP, SECRET) is None


def test_a_timestamp_that_a_citizen_typed_is_not_taken_for_the_event() -> None:
    body = rb'{"message":{"text":"\"timestamp\":\"1\""},"timestamp":"1717061839659"}'
    digits = mac(APP, body, "1717061839659", SECRET)
    assert signed_at(digits, body, APP, SECRET) == 1717061839659


def test_the_timestamp_of_an_attachment_does_no_harm() -> None:
    body = b'{"message":{"timestamp":"1"},"timestamp":"1717061839659"}'
    digits = mac(APP, body, "1717061839659", SECRET)
    assert signed_at(digits, body, APP, SECRET) == 1717061839659


@given(st.binary(max_size=300), st.text(max_size=80))
def test_nothing_invented_holds(body: bytes, header: str) -> None:
    assert signed_at(header, body, APP, SECRET) is None


@pytest.mark.parametrize(
    ("age", "is_fine"),
    [(0, True), (23 * 3600, True), (25 * 3600, False), (-500, True), (-700, False)],
)
def test_an_event_of_a_day_ago_is_taken_and_an_older_one_or_one_of_the_future_is_not(
    age: int, is_fine: bool
) -> None:
    sent = NOW - timedelta(seconds=age)
    assert is_recent(int(sent.timestamp() * 1000), NOW) is is_fine
