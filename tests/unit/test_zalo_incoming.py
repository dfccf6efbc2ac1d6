"""What a citizen does in Zalo reaches the conversation as what they meant."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.zalo.incoming import UnreadableEvent, parse
from bot.conversation.ports import Incoming
from tests.fakes_zalo import event, said


def parsed(update: dict[str, Any]) -> Incoming | None:
    """Leave out when it was, which is another matter."""
    incoming = parse(json.dumps(update).encode())
    return incoming and replace(incoming, position=None)


@pytest.mark.parametrize(
    ("timestamp", "position"), [("1717061839659", 1717061839659), ("", None), ("lúc nãy", None)]
)
def test_when_it_was_written_is_its_place_in_the_chat(timestamp: str, position: int | None) -> None:
    incoming = parse(json.dumps(said("chào", timestamp=timestamp)).encode())
    assert incoming is not None
    assert incoming.position == position


def test_a_typed_text_is_a_text_keyed_by_its_message() -> None:
    assert parsed(said("làm khai sinh", "e2a6")) == Incoming(
        "zalo", "7", "e2a6", "text", "làm khai sinh"
    )


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("user_send_image", "photo"),
        ("user_send_gif", "sticker"),
        ("user_send_sticker", "sticker"),
        ("user_send_audio", "voice"),
        ("user_send_video", "file"),
        ("user_send_file", "file"),
        ("user_send_business_card", "contact"),
        ("user_send_location", "location"),
        ("user_send_link", "file"),
    ],
)
def test_what_is_not_text_is_media_of_a_kind_and_only_its_caption_is_kept(
    name: str, media: str
) -> None:
    attachment = {"type": "image", "payload": {"url": "https://example.vn/giay-to.jpg"}}
    message = {"msg_id": "m1", "attachments": [attachment]}
    assert parsed(event(name, message)) == Incoming("zalo", "7", "m1", "media", "", media=media)


def shared(latitude: object, longitude: object) -> dict[str, Any]:
    """Make the event of a shared location; Zalo adds the name of what is there."""
    point = {"coordinates": {"latitude": latitude, "longitude": longitude}}
    attachment = {"type": "location", "payload": point}
    message = {"msg_id": "m1", "text": "Quán nhà tôi", "attachments": [attachment]}
    return event("user_send_location", message)


def test_of_a_shared_location_only_the_commune_goes_on() -> None:
    told = "phường Hoàn Kiếm (thành phố Hà Nội)"
    incoming = parsed(shared("21.03", "105.85"))
    assert incoming == Incoming("zalo", "7", "m1", "media", told, media="location")
    assert parsed(shared(21.03, 105.85)) == incoming


@pytest.mark.parametrize("latitude", ["", "ở đây", None, "nan", "inf", "0", [], "9" * 400])
def test_a_location_that_lies_nowhere_is_still_one(latitude: object) -> None:
    incoming = parsed(shared(latitude, "105.85"))
    assert incoming == Incoming("zalo", "7", "m1", "media", "", media="location")


def test_a_caption_comes_along() -> None:
    incoming = parsed(event("user_send_image", {"msg_id": "m1", "text": "đây ạ"}))
    assert incoming == Incoming("zalo", "7", "m1", "media", "đây ạ", media="photo")


def test_a_link_with_words_is_a_text() -> None:
    incoming = parsed(event("user_send_link", {"msg_id": "m1", "text": "https://a.vn là gì"}))
    assert incoming == Incoming("zalo", "7", "m1", "text", "https://a.vn là gì")


def test_who_follows_is_greeted_once_for_each_time() -> None:
    follow = {"event_name": "follow", "follower": {"id": "7"}, "timestamp": "17"}
    assert parsed(follow) == Incoming("zalo", "7", "follow:7:17", "button", "/greet", "Quan tâm")


def test_who_does_not_follow_is_a_chat_of_their_own() -> None:
    message = {"msg_id": "m1", "text": "chào", "conversation_id": "t"}
    incoming = parsed(event("anonymous_send_text", message))
    assert incoming == Incoming("zalo", "anonymous:7:t", "m1", "text", "chào")


def test_ids_may_be_numbers() -> None:
    incoming = parsed(said("chào", sender={"id": 7}))
    assert incoming is not None
    assert incoming.chat == "7"


@pytest.mark.parametrize(
    "name",
    [
        "unfollow",
        "user_submit_info",
        "oa_send_text",
        "user_seen_message",
        "user_received_message",
        "user_send_group_text",
        "event_of_the_future",
    ],
)
def test_what_needs_no_answer_gets_none(name: str) -> None:
    info = {"phone": "0900000001", "name": "Người dân"}
    assert parsed({"event_name": name, "timestamp": "17", "info": info}) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"rac",
        b"[]",
        b'"user_send_text"',
        b"{}",
        b'{"event_name": "user_send_text"}',
        b'{"event_name": "user_send_text", "sender": {"id": ""}, "message": {"msg_id": "m"}}',
        b'{"event_name": "user_send_text", "sender": {"id": "7"}, "message": {"text": "x"}}',
        b'{"event_name": "user_send_text", "sender": "7", "message": {"msg_id": "m"}}',
        b'{"event_name": "follow"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_has_not_the_form_we_know_says_so(body: bytes) -> None:
    with pytest.raises(UnreadableEvent):
        parse(body)


def test_why_it_cannot_be_read_quotes_nothing_of_it() -> None:
    with pytest.raises(UnreadableEvent) as told:
        parse(b'{"event_name": "user_send_text", "sender": "0900000001", "message": "0900000001"}')
    assert "0900000001" not in str(told.value)
