"""Replies as plain text, and texts cut to a messenger's limit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rendering import as_text, split
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

LINK = "https://example.vn/thu-tuc/1.001193"

REPLY = Reply(
    outcome="answered",
    blocks=(
        TextBlock(text="Dạ, cần các giấy tờ sau."),
        ListBlock(title="Giấy tờ", items=("Giấy chứng sinh", "Tờ khai")),
        ListBlock(title="Các bước", items=("Nộp", "Nhận"), ordered=True),
        FactBlock(label="Lệ phí", text="Miễn phí"),
        WarningBlock(text="Làm trong 60 ngày."),
        LinkBlock(title="Nộp trực tuyến", url=LINK),
    ),
    buttons=(
        Button(title="Lệ phí?", payload="/ask_fee"),
        Button(title="Ở đâu?", payload="/ask_place"),
    ),
    sources=(SourceRef(title="Đăng ký khai sinh", url=LINK, checked=date(2026, 7, 5)),),
)


def test_every_block_button_and_source_is_in_the_text() -> None:
    assert as_text(REPLY) == (
        "Dạ, cần các giấy tờ sau.\n\n"
        "Giấy tờ\n• Giấy chứng sinh\n• Tờ khai\n\n"
        "Các bước\n1. Nộp\n2. Nhận\n\n"
        "Lệ phí: Miễn phí\n\n"
        "Lưu ý: Làm trong 60 ngày.\n\n"
        f"Nộp trực tuyến: {LINK}\n\n"
        f"Nguồn: Đăng ký khai sinh (kiểm tra ngày 05/07/2026)\n{LINK}\n\n"
        "Anh/chị nhắn số để chọn:\n[1] Lệ phí?\n[2] Ở đâu?"
    )


def test_without_links_no_address_is_left() -> None:
    text = as_text(REPLY, links=False)
    assert "http" not in text
    assert "Nộp trực tuyến" in text
    assert "Nguồn: Đăng ký khai sinh (kiểm tra ngày 05/07/2026)" in text


def test_a_reply_of_one_text_is_that_text() -> None:
    assert as_text(Reply(outcome="smalltalk", blocks=(TextBlock(text="Chào ạ!"),))) == "Chào ạ!"


def test_a_list_without_title_begins_with_its_items() -> None:
    reply = Reply(outcome="answered", blocks=(ListBlock(title="", items=("một",)),))
    assert as_text(reply) == "• một"


def test_a_short_text_stays_whole() -> None:
    assert split("Xin chào", 100) == ["Xin chào"]


def test_an_empty_text_gives_nothing_to_send() -> None:
    assert split(" \n ", 100) == []


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("một hai\n\nba bốn\n\nnăm", 16, ["một hai\n\nba bốn", "năm"]),
        ("một hai\nba bốn\nnăm sáu", 16, ["một hai\nba bốn", "năm sáu"]),
        ("một hai ba bốn", 9, ["một hai", "ba bốn"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ],
    ids=["paragraph", "line", "word", "a word too long by itself"],
)
def test_a_text_is_cut_at_the_best_place(text: str, limit: int, parts: list[str]) -> None:
    assert split(text, limit) == parts


@pytest.mark.parametrize("limit", range(len(LINK), len(LINK) + 30))
def test_a_link_is_never_cut(limit: int) -> None:
    parts = split(f"Anh/chị xem\n\ntại đây: {LINK} hoặc tại\n{LINK}, xin cảm ơn", limit)
    assert sum(LINK in part for part in parts) == 2


def test_emoji_count_as_messengers_count_them() -> None:
    assert split("😀" * 5, 4) == ["😀😀", "😀😀", "😀"]


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < len(part.encode("utf-16-le")) // 2 <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
