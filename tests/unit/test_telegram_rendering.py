"""A reply looks right in Telegram and stays within its limits, whatever it says."""

import re
from datetime import date
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.rendering import render
from bot.reply import (
    Button,
    FactBlock,
    LinkBlock,
    ListBlock,
    Reply,
    SourceRef,
    TextBlock,
    WarningBlock,
)


def reply(*texts: str, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(
        outcome="answered", blocks=tuple(TextBlock(text=t) for t in texts), buttons=buttons
    )


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def seen(html: str) -> str:
    return unescape(re.sub(r"</?(?:a|b)(?: [^>]*)?>", "", html))


def test_each_kind_of_block_has_its_form() -> None:
    answer = Reply(
        outcome="answered",
        blocks=(
            TextBlock(text="Khai sinh cho con:"),
            FactBlock(label="Lệ phí", text="miễn phí"),
            FactBlock(label="Thời gian", text="trong ngày"),
            ListBlock(title="Giấy tờ", items=("Tờ khai", "Giấy chứng sinh")),
            ListBlock(title="", items=("Nộp", "Nhận"), ordered=True),
            LinkBlock(title="Nộp trực tuyến", url="https://dichvucong.gov.vn/?a=1&b=2"),
            WarningBlock(text="Nên đi sớm."),
        ),
        sources=(
            SourceRef(title="Cổng", url="https://dichvucong.gov.vn/x", checked=date(2026, 7, 1)),
        ),
    )
    assert render(answer)[0].html == (
        "Khai sinh cho con:\n\n"
        "<b>Lệ phí:</b> miễn phí\n<b>Thời gian:</b> trong ngày\n\n"
        "<b>Giấy tờ</b>\n• Tờ khai\n• Giấy chứng sinh\n\n"
        "1. Nộp\n2. Nhận\n\n"
        '👉 <a href="https://dichvucong.gov.vn/?a=1&amp;b=2">Nộp trực tuyến</a>\n\n'
        "⚠️ Nên đi sớm.\n\n"
        'Nguồn: <a href="https://dichvucong.gov.vn/x">Cổng</a> (kiểm tra 01/07/2026)'
    )


def test_nothing_that_is_said_becomes_markup() -> None:
    said = "<b>đậm</b> <script>x</script> & \"' *_`["
    assert seen(render(reply(said))[0].html) == said
    assert "<" not in render(reply(said))[0].html


def test_a_link_that_is_no_web_address_is_only_text() -> None:
    answer = Reply(outcome="answered", blocks=(LinkBlock(title="x", url='javascript:"><b>'),))
    assert render(answer)[0].html == '👉 x: javascript:"&gt;&lt;b&gt;'


def test_a_long_text_goes_out_whole_in_several_messages() -> None:
    text = " ".join(f"từ{n}" for n in range(1_700))
    messages = render(reply(text))
    assert len(text) >= 10_000
    assert len(messages) >= 3
    assert " ".join(m.html for m in messages).split() == text.split()


@given(st.lists(st.text(max_size=6_000), max_size=3), st.text(max_size=6_000))
def test_no_message_is_empty_or_too_long_and_no_visible_character_is_lost(
    texts: list[str], item: str
) -> None:
    answer = Reply(
        outcome="answered",
        blocks=(*(TextBlock(text=t) for t in texts), ListBlock(title=item, items=(item,))),
    )
    messages = render(answer)
    assert all(0 < units(m.html) <= 4_096 and m.html.strip() for m in messages)
    whole = "".join("".join([*texts, item, "•", item]).split())
    assert "".join("".join(seen(m.html) for m in messages).split()) == whole


def test_the_keyboard_stands_under_the_last_message_only() -> None:
    yes = Button(title="Có", payload="/affirm")
    messages = render(reply("một " * 3_000, buttons=(yes,)))
    assert [m.keyboard is not None for m in messages] == [False] * (len(messages) - 1) + [True]


def test_short_buttons_share_a_row_and_long_ones_do_not() -> None:
    titles = ("Có", "Không", "Đăng ký khai sinh có yếu tố nước ngoài", "Lệ phí")
    keyboard = render(
        reply("?", buttons=tuple(Button(title=t, payload="/affirm") for t in titles))
    )[0].keyboard
    assert keyboard is not None
    assert [len(row) for row in keyboard.inline_keyboard] == [2, 1, 1]


def test_a_payload_over_64_bytes_is_spelt_out_instead() -> None:
    long = Button(title="Chuyển đến xã", payload='/ask_place{"place":"%s"}' % ("ở" * 20))
    message = render(reply("?", buttons=(long, Button(title="Có", payload="/affirm"))))[0]
    assert message.html.endswith("Anh/chị có thể gõ:\n• Chuyển đến xã")
    assert message.keyboard is not None
    assert [b.text for row in message.keyboard.inline_keyboard for b in row] == ["Có"]


def test_buttons_without_a_text_still_have_a_message_to_stand_under() -> None:
    messages = render(reply(buttons=(Button(title="Có", payload="/affirm"),)))
    assert [m.keyboard is not None for m in messages] == [True]
