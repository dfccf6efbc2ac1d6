"""A reply looks right in Zalo and stays within its limits, whatever it says."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.zalo import facts
from bot.channels.zalo.rendering import MORE, render
from bot.reply import (
    Block,
    Button,
    FactBlock,
    LinkBlock,
    ListBlock,
    ProcedureRef,
    Reply,
    SourceRef,
    TextBlock,
    WarningBlock,
)

PUBLIC, OFFICIAL = "https://motcua.example", "https://dichvucong.gov.vn/x"
BIRTH = ProcedureRef(code="1.001193", name="Đăng ký khai sinh", version="a")
FEES: tuple[Block, ...] = (
    FactBlock(label="Lệ phí", text="Miễn phí"),
    FactBlock(label="Thời gian", text="Trong ngày"),
    ListBlock(title="Nơi nộp", items=("Trực tiếp: Ủy ban nhân dân cấp xã", "Trực tuyến: Cổng")),
)
LONG = ListBlock(title="Giấy tờ cần có", items=tuple(f"Giấy tờ số {n} " * 20 for n in range(60)))
LINK = LinkBlock(title="Nộp trực tuyến", url=OFFICIAL)


def reply(*blocks: Block, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(outcome="answered", procedure=BIRTH, blocks=blocks, buttons=buttons)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def choices(count: int) -> tuple[Button, ...]:
    return tuple(Button(title=f"Chọn {n}", payload="/affirm") for n in range(1, count + 1))


def test_a_short_answer_is_one_message_with_its_choices_as_numbers_and_as_buttons() -> None:
    [message] = render(reply(TextBlock(text="Chào anh/chị ạ."), buttons=choices(2)))
    assert message.text == ("Chào anh/chị ạ.\n\nAnh/chị nhắn số để chọn:\n[1] Chọn 1\n[2] Chọn 2")
    assert message.body("m1") == {
        "text": message.text,
        "attachment": {
            "type": "template",
            "payload": {
                "buttons": [
                    {"title": "Chọn 1", "type": "oa.query.show", "payload": "Chọn 1"},
                    {"title": "Chọn 2", "type": "oa.query.show", "payload": "Chọn 2"},
                ]
            },
        },
        "quote_message_id": "m1",
    }


def test_a_plain_message_is_nothing_but_its_text() -> None:
    [message] = render(reply(TextBlock(text="Vâng ạ.")))
    assert message.body() == {"text": "Vâng ạ."}


def test_of_many_choices_five_are_buttons_and_all_are_numbers() -> None:
    [message] = render(reply(TextBlock(text="?"), buttons=choices(7)))
    assert len(message.buttons) == 5
    assert "[7] Chọn 7" in message.text


def test_a_long_title_is_cut_and_still_sends_the_whole() -> None:
    title = "Đăng ký khai sinh " * 8
    [message] = render(reply(TextBlock(text="?"), buttons=(Button(title=title, payload="/ok"),)))
    [button] = message.buttons
    assert len(button["title"]) <= 100
    assert button["payload"] == title


def test_links_and_phone_numbers_are_buttons_too_where_there_is_room() -> None:
    hotline = FactBlock(label="Tổng đài", text="1800 1096")
    [message] = render(reply(TextBlock(text="Lỗi rồi ạ."), hotline, LINK, buttons=choices(3)))
    assert message.buttons[3:] == [
        {"title": "Gọi 1800 1096", "type": "oa.open.phone", "payload": {"phone_code": "18001096"}},
        {"title": "Nộp trực tuyến", "type": "oa.open.url", "payload": {"url": OFFICIAL}},
    ]
    assert "1800 1096" in message.text
    assert OFFICIAL in message.text


@pytest.mark.parametrize("text", ["8.000 đồng", "15 ngày", "10", "20.000", "01/07/2026"])
def test_a_fee_or_a_time_is_no_phone_number(text: str) -> None:
    [message] = render(reply(FactBlock(label="Lệ phí", text=text)))
    assert message.buttons == []


def test_the_buttons_stand_under_the_last_message_only() -> None:
    messages = render(reply(TextBlock(text="một " * 900), buttons=choices(1)))
    assert [bool(m.buttons) for m in messages] == [False] * (len(messages) - 1) + [True]
    assert len(messages) == 2


def test_an_answer_is_parted_between_its_blocks() -> None:
    blocks = [TextBlock(text=f"Đoạn {n}. " + "chữ " * 300) for n in range(4)]
    assert all(m.text.startswith("Đoạn") for m in render(reply(*blocks)))


def test_a_list_too_long_ends_early_with_the_page_of_the_procedure() -> None:
    messages = render(reply(TextBlock(text="Khai sinh"), LONG, *FEES, LINK), PUBLIC)
    whole = "\n".join(m.text for m in messages)
    assert len(messages) == facts.MOST_MESSAGES
    assert f"{MORE}: {PUBLIC}/thu-tuc/1.001193" in whole
    assert "Giấy tờ số 0" in whole
    assert "Giấy tờ số 59" not in whole


@pytest.mark.parametrize("first", [True, False])
def test_no_fee_time_or_place_is_left_out_for_a_long_list(first: bool) -> None:
    blocks: list[Block] = [*FEES, LONG] if first else [LONG, *FEES]
    whole = "\n".join(m.text for m in render(reply(*blocks, LINK)))
    for said in ("Lệ phí: Miễn phí", "Thời gian: Trong ngày", "• Trực tuyến: Cổng", "Nơi nộp"):
        assert said in whole


def test_without_an_address_of_our_own_the_official_page_has_the_rest() -> None:
    whole = "\n".join(m.text for m in render(reply(LONG, LINK)))
    assert f"{MORE}: {OFFICIAL}" in whole


def test_without_any_page_the_citizen_is_asked_to_ask_on() -> None:
    whole = "\n".join(m.text for m in render(reply(LONG)))
    assert "hỏi em từng phần" in whole


def test_choices_and_sources_are_never_left_out() -> None:
    source = SourceRef(title="Cổng", url=OFFICIAL, checked=date(2026, 7, 1))
    answer = reply(LONG, buttons=choices(2)).model_copy(update={"sources": (source,)})
    whole = "\n".join(m.text for m in render(answer))
    assert "Nguồn: Cổng" in whole
    assert "[2] Chọn 2" in whole


def test_nothing_to_say_is_no_message() -> None:
    assert render(reply(TextBlock(text=" "))) == []


TEXTS = st.text(max_size=9_000)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, max_size=3), st.lists(st.text(max_size=900), max_size=30), TEXTS)
def test_no_answer_has_more_messages_or_longer_ones_than_zalo_takes(
    texts: list[str], items: list[str], warning: str
) -> None:
    blocks: list[Block] = [
        *(TextBlock(text=text) for text in texts),
        ListBlock(title="Giấy tờ", items=tuple(items)),
        WarningBlock(text=warning),
    ]
    messages = render(reply(*blocks, LINK, buttons=choices(6)), PUBLIC)
    assert 1 <= len(messages) <= facts.MOST_MESSAGES
    assert all(0 < units(m.text) <= facts.LONGEST_TEXT and m.text.strip() for m in messages)
