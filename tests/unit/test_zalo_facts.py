"""What we take to be true of Zalo, written down a second time: who corrects one corrects both."""

from typing import Any

from bot.channels.web.procedure import PAGE
from bot.channels.zalo import facts
from bot.channels.zalo.rendering import PROCEDURE_PAGE
from bot.settings import Settings


def test_events_are_signed_in_this_header_and_may_be_a_day_old() -> None:
    assert (facts.SIGNATURE_HEADER, facts.SIGNATURE_PREFIX) == ("X-ZEvent-Signature", "mac=")
    assert (facts.OLDEST_SECONDS, facts.AHEAD_SECONDS) == (86_400, 600)
    assert facts.LARGEST_BODY == 1_048_576


def test_citizens_write_and_send_in_these_events() -> None:
    assert {"user_send_text", "anonymous_send_text"} == facts.TEXT_EVENTS
    assert facts.MEDIA_EVENTS["user_send_image"] == facts.MEDIA_EVENTS["anonymous_send_image"]
    assert {sent.split("_send_")[1]: ours for sent, ours in facts.MEDIA_EVENTS.items()} == {
        "image": "photo",
        "gif": "sticker",
        "sticker": "sticker",
        "audio": "voice",
        "video": "file",
        "file": "file",
        "link": "file",
        "business_card": "contact",
        "location": "location",
    }


def test_a_location_has_its_point_in_strings_in_the_first_attachment() -> None:
    point = {"coordinates": {"latitude": "21.594", "longitude": "105.848"}}
    assert facts.point_in([{"type": "location", "payload": point}]) == (21.594, 105.848)
    others: tuple[Any, ...] = (None, [], "rác", [None], [{"payload": []}])
    for other in others:
        assert facts.point_in(other) is None


def test_messages_have_these_limits() -> None:
    assert (facts.LONGEST_TEXT, facts.MOST_MESSAGES, facts.MOST_BUTTONS) == (2_000, 3, 5)
    assert (facts.LONGEST_BUTTON_TITLE, facts.LONGEST_BUTTON_PAYLOAD) == (100, 1_000)


def test_messages_go_to_these_addresses() -> None:
    assert facts.SEND_PATH == "/v3.0/oa/message/cs"
    assert (facts.OAUTH_PATH, facts.ACCOUNT_PATH) == ("/v4/oa/access_token", "/v2.0/oa/getoa")
    assert Settings.model_fields["zalo_api"].default == "https://openapi.zalo.me"
    assert Settings.model_fields["zalo_oauth"].default == "https://oauth.zaloapp.com"


def test_eight_messages_are_free_for_48_hours_unless_set_otherwise() -> None:
    assert (facts.FREE_REPLIES, facts.FREE_HOURS) == (8, 48)
    assert Settings.model_fields["zalo_free_replies"].default == facts.FREE_REPLIES


def test_these_errors_ask_for_another_token_for_patience_or_for_the_next_message() -> None:
    def of(verdict: str) -> set[int]:
        return {code for code, told in facts.ERRORS.items() if told == verdict}

    assert of("token") == {-124, -216, -220}
    assert of("wait") == {-32, -234}
    assert of("hold") == {-211, -213, -218, -230, -232, -244, -320, -321}
    assert of("retry") == {-200}
    assert of("bad_request") == {-201, -210, -233}


def test_who_does_not_follow_has_an_address_of_two_ids() -> None:
    assert facts.chat_of("user_send_text", "7", "t") == "7"
    assert facts.recipient_of("7") == {"user_id": "7"}
    chat = facts.chat_of("anonymous_send_text", "7", "t")
    assert facts.recipient_of(chat) == {"anonymous_id": "7", "conversation_id": "t"}


def test_the_page_we_link_to_is_the_one_we_have() -> None:
    assert PROCEDURE_PAGE == PAGE
