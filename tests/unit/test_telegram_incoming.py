"""What a citizen does in Telegram reaches the conversation as what they meant."""

import re
from dataclasses import replace
from typing import Any

import pytest
from telegram import Update, User

from bot.catalogue.answer import payload
from bot.channels.telegram.incoming import parse
from bot.conversation.ports import Incoming
from tests.fakes_telegram import ME, message, pressed, said
from tests.records import DRAGON

ADDRESS = "@MotCuaThuBot"
FILE = {"file_id": "f", "file_unique_id": "u"}


def whole(update: dict[str, Any]) -> Incoming | None:
    return parse(Update.de_json(update, None), User.de_json(ME, None))


def parsed(update: dict[str, Any]) -> Incoming | None:
    """Leave out what only the queue needs."""
    made = whole(update)
    return made and replace(made, position=None, message="", is_edit=False)


def in_group(text: str, **parts: Any) -> Incoming | None:
    return parsed(said(1, text, chat=-50, **parts))


def mention(kind: str, length: int) -> dict[str, Any]:
    return {"entities": [{"type": kind, "offset": 0, "length": length}]}


def test_a_typed_text_is_a_text_keyed_by_bot_and_update() -> None:
    assert parsed(said(12, "làm khai sinh")) == Incoming(
        "telegram", "7", "4242:12", "text", "làm khai sinh"
    )


def test_an_edit_says_which_message_it_is_a_newer_wording_of() -> None:
    first = whole(said(12, "làm khai sinh"))
    edit = whole({"update_id": 13, "edited_message": message(text="làm khai tử")})
    assert first is not None
    assert edit == Incoming(
        "telegram", "7", "4242:13", "text", "làm khai tử", position=13, message="1", is_edit=True
    )
    assert (first.message, first.is_edit) == (edit.message, False)


def test_every_update_has_its_place_in_the_queue() -> None:
    places = [whole(u) for u in (said(5, "một"), pressed(6, "/affirm"))]
    assert [incoming and incoming.position for incoming in places] == [5, 6]


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
        ("/moi", "/restart"),
        ("/new", "/restart"),
        ("/lienhe", "/human"),
        ("/contact", "/human"),
        ("/trogiup", "/help"),
        ("/start 1_001193", '/choose{"code":"1.001193"}'),
    ],
)
def test_a_command_is_a_button_whose_label_is_what_was_typed(typed: str, payload: str) -> None:
    incoming = parsed(said(1, typed))
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("button", payload)
    assert typed.startswith(incoming.label)


def test_a_deep_link_chooses_its_procedure_as_a_button_would() -> None:
    parameter = DRAGON.code.replace(".", "-")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter)  # all that a link may hold
    incoming = parsed(said(1, f"/start {parameter}"))
    assert incoming is not None
    assert incoming.text == payload("choose", DRAGON)


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
        ({"dice": {"emoji": "🎲", "value": 3}}, "sticker"),
        (
            {"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE},
            "sticker",
        ),
        ({"contact": {"phone_number": "0900000000", "first_name": "A"}}, "contact"),
    ],
)
def test_what_is_not_text_is_media_of_a_kind(parts: dict[str, Any], media: str) -> None:
    incoming = parsed({"update_id": 1, "message": message(caption="đây ạ", **parts)})
    assert incoming == Incoming("telegram", "7", "4242:1", "media", "đây ạ", media=media)


def test_a_shared_number_leaves_nothing_behind() -> None:
    contact = {"phone_number": "0900000000", "first_name": "Ẩn", "user_id": 99, "vcard": "TEL"}
    made = repr(whole({"update_id": 1, "message": message(contact=contact)}))
    assert not any(part in made for part in ("0900000000", "Ẩn", "99", "TEL"))


@pytest.mark.parametrize("venue", [False, True])
def test_a_place_on_the_map_becomes_the_commune_and_the_coordinates_go_no_further(
    venue: bool,
) -> None:
    point = {"longitude": 105.8481, "latitude": 21.5942}
    parts: dict[str, Any] = {
        "location": point,
        "venue": {"location": point, "title": "Nhà", "address": "Số 5"},
    }
    sent = {name: part for name, part in parts.items() if venue or name == "location"}
    incoming = whole({"update_id": 1, "message": message(**sent)})
    assert incoming is not None
    assert (incoming.kind, incoming.media) == ("media", "location")
    assert "phường Phan Đình Phùng" in incoming.text
    assert not any(part in repr(incoming) for part in ("105.8", "21.59", "Nhà", "Số 5"))


def test_a_place_that_is_in_no_commune_is_a_place_without_words() -> None:
    sea = {"longitude": 0.0, "latitude": 0.0}
    incoming = whole({"update_id": 1, "message": message(location=sea)})
    assert incoming is not None
    assert (incoming.media, incoming.text) == ("location", "")


def member(status: str) -> dict[str, Any]:
    rights = {"until_date": 0} if status == "kicked" else {}
    return {"user": ME, "status": status, **rights}


def added(chat: int, was: str, now: str) -> Incoming | None:
    here = {"id": chat, "type": "private" if chat > 0 else "group"}
    change = {
        "chat": here,
        "from": {"id": 7, "is_bot": False, "first_name": "Người dân"},
        "date": 1_700_000_000,
        "old_chat_member": member(was),
        "new_chat_member": member(now),
    }
    return parsed({"update_id": 1, "my_chat_member": change})


def test_a_group_that_adds_us_is_told_how_we_behave_there() -> None:
    assert added(-50, "left", "member") == Incoming(
        "telegram", "-50", "4242:1", "media", "", media="joined"
    )


@pytest.mark.parametrize(
    ("chat", "was", "now"), [(-50, "member", "kicked"), (7, "kicked", "member")]
)
def test_who_removes_or_unblocks_us_hears_nothing(chat: int, was: str, now: str) -> None:
    assert added(chat, was, now) is None


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
    assert in_group("/roll", **mention("bot_command", 5)) is None
    assert (
        in_group("gõ /help nhé", entities=[{"type": "bot_command", "offset": 3, "length": 5}])
        is None
    )


def test_in_a_group_a_mention_a_command_and_an_answer_to_us_speak_to_us() -> None:
    bare = in_group("/lienhe", **mention("bot_command", 7))
    assert bare is not None
    assert bare.text == "/human"
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
