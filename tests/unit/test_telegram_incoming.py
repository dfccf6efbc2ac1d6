"""What a citizen does in Telegram reaches the conversation as what they meant."""

from typing import Any

import pytest
from telegram import Update, User

from bot.channels.telegram.incoming import parse
from bot.conversation.ports import Incoming
from tests.fakes_telegram import ME, message, pressed, said

ADDRESS = "@MotCuaThuBot"


def parsed(update: dict[str, Any]) -> Incoming | None:
    return parse(Update.de_json(update, None), User.de_json(ME, None))


def in_group(text: str, **parts: Any) -> Incoming | None:
    return parsed(said(1, text, chat=-50, **parts))


def mention(kind: str, length: int) -> dict[str, Any]:
    return {"entities": [{"type": kind, "offset": 0, "length": length}]}


def test_a_typed_text_is_a_text_keyed_by_bot_and_update() -> None:
    assert parsed(said(12, "làm khai sinh")) == Incoming(
        "telegram", "7", "4242:12", "text", "làm khai sinh"
    )


def test_an_edited_message_counts_as_a_new_one() -> None:
    update = {"update_id": 13, "edited_message": message(text="làm khai tử")}
    assert parsed(update) == Incoming("telegram", "7", "4242:13", "text", "làm khai tử")


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("/start", "/greet"),
        ("/start 1.001193", '/choose{"code":"1.001193"}'),
        ("/start 1-001193", '/choose{"code":"1.001193"}'),
        ("/start quangcao", "/greet"),
        ("/help", "/help"),
        ("/HELP@MotCuaThuBot", "/help"),
        ("/restart", "/restart"),
    ],
)
def test_a_command_is_a_button_whose_label_is_what_was_typed(typed: str, payload: str) -> None:
    incoming = parsed(said(1, typed))
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("button", payload)
    assert typed.startswith(incoming.label)


@pytest.mark.parametrize(
    "typed",
    [
        "/",
        "/choose",
        '/choose{"code":"1.001193"}',
        "/giấy tờ gì",
        "/help làm hộ chiếu",
        "/restart x y",
    ],
)
def test_any_other_text_with_a_slash_stays_plain_text(typed: str) -> None:
    assert parsed(said(1, typed)) == Incoming("telegram", "7", "4242:1", "text", typed)


def test_a_pressed_button_carries_its_payload_and_what_it_said() -> None:
    payload = '/ask_fee{"code":"1.001193"}'
    assert parsed(pressed(5, payload, title="Lệ phí")) == Incoming(
        "telegram", "7", "4242:5", "button", payload, "Lệ phí"
    )


def test_a_press_that_no_button_of_ours_could_make_is_only_text() -> None:
    incoming = parsed(pressed(5, "DROP TABLE"))
    assert incoming is not None
    assert incoming.kind == "text"


@pytest.mark.parametrize(
    ("parts", "media"),
    [
        ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}, "photo"),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, "voice"),
        ({"document": {"file_id": "f", "file_unique_id": "u"}}, "file"),
        ({"location": {"longitude": 105.8, "latitude": 21.0}}, "location"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "sticker"),
        ({"contact": {"phone_number": "0900000000", "first_name": "A"}}, "file"),
    ],
)
def test_what_is_not_text_is_media_of_a_kind(parts: dict[str, Any], media: str) -> None:
    incoming = parsed({"update_id": 1, "message": message(caption="đây ạ", **parts)})
    assert incoming == Incoming("telegram", "7", "4242:1", "media", "đây ạ", media=media)


def test_the_pictures_of_an_album_are_one_message() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    album = [
        parsed({"update_id": n, "message": message(photo=photo, media_group_id="99")})
        for n in (1, 2)
    ]
    assert len({incoming.external_id for incoming in album if incoming}) == 1


def test_half_a_surrogate_and_nul_are_replaced() -> None:
    incoming = parsed(said(1, "khai\ud83d sinh\0"))
    assert incoming is not None
    assert incoming.text == "khai? sinh"


def test_a_group_is_answered_only_when_it_speaks_to_us() -> None:
    assert in_group("hôm nay họp lúc mấy giờ") is None
    assert in_group("@AiDo xem giúp", **mention("mention", 5)) is None
    assert in_group("/help@BotKhac", **mention("bot_command", 13)) is None


def test_in_a_group_a_mention_a_command_and_an_answer_to_us_speak_to_us() -> None:
    mentioned = in_group(f"{ADDRESS} làm căn cước", **mention("mention", len(ADDRESS)))
    assert mentioned == Incoming("telegram", "-50", "4242:1", "text", "làm căn cước")
    command = in_group(f"/help{ADDRESS}", **mention("bot_command", 5 + len(ADDRESS)))
    assert command is not None
    assert command.text == "/help"
    ours = {**message(-50, text="?"), "from": ME}
    assert in_group("bao nhiêu tiền", reply_to_message=ours) is not None


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "message": message(new_chat_title="Tên mới")},
        {"update_id": 1, "message": {**message(text="x"), "from": {**ME, "id": 1}}},
        {
            "update_id": 1,
            "edited_message": message(location={"longitude": 105.8, "latitude": 21.0}),
        },
    ],
)
def test_what_needs_no_answer_gets_none(update: dict[str, Any]) -> None:
    assert parsed(update) is None
