"""What is promised to those who type without an input method or without spaces."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.understanding.abbreviations import KNOWN, clean
from bot.understanding.fold import fold
from bot.understanding.language import is_foreign
from bot.understanding.repair import repair
from bot.understanding.vocabulary import vocabulary
from tests.unit.typing_corpus import phrases, sentences, typed_in_telex, typed_in_vni


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaays towf", "giấy tờ"),
        ("dduwowcj khoong aj", "được không ạ"),
        ("caanf gif ddeer lamf hooj chieeus", "cần gì để làm hộ chiếu"),
        ("giâys khai sinh, câps lại", "giấy khai sinh, cấp lại"),
        ("max soos thuees", "mã số thuế"),
        ("giay61 to72 khai sinh", "giấy tờ khai sinh"),
        ("d9u7o7c5 kho6ng", "được không"),
        ("nga2y sinh cu3a con", "ngày sinh của con"),
    ],
)
def test_keys_of_telex_and_vni_become_accents(typed: str, meant: str) -> None:
    assert clean(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaykhaisinh", "giay khai sinh"),
        ("đăngkýkếthôn", "đăng ký kết hôn"),
        ("làm giấy khaisinh ởđâu", "làm giấy khai sinh ở đâu"),
        ("lamcancuoc", "lam can cuoc"),
        ("hoàgiải", "hòa giải"),
    ],
)
def test_missing_spaces_come_back(typed: str, meant: str) -> None:
    assert clean(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "1.001193 ct07 a1 b2 h29 c06 tk01 2025 60 ngày mức 2",
        "vneid qr atm online passport visa website email facebook zalo form test photo",
        "h29.7-250101-0001 và 123/2015/nđ-cp",
        "khu2 ngay5 tang3 quan1 to72",
        "what is it for, how can i see the room",
        "anna, maria, honda và samsung ở canada",
        "a@khaisinh.vn, dichvucong.gov.vn/khaisinh, #giaykhaisinh2",
        "khai sinh, xoong nồi, rơ moóc, vitamin b12",
    ],
)
def test_codes_numbers_and_foreign_words_stay(text: str) -> None:
    assert repair(text) == text


def test_what_is_written_well_is_left_alone() -> None:
    assert [p for p in phrases() if repair(p, KNOWN) != p] == []


@pytest.mark.parametrize("tone_last", [True, False])
@pytest.mark.parametrize("typed", [typed_in_telex, typed_in_vni])
def test_nearly_every_word_typed_as_keys_is_read(
    typed: Callable[[str, bool], str], tone_last: bool
) -> None:
    right = total = 0
    for words in sentences()[::3]:
        read = repair(" ".join(typed(word, tone_last) for word in words)).split()
        pairs = zip(words, read, strict=len(words) == len(read))
        right += sum(fold(word) == fold(got) for word, got in pairs)
        total += len(words)
    assert total > 5_000
    assert right / total >= 0.97


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize("length", [2, 3])
def test_nearly_every_term_is_found_without_its_spaces(
    form: Callable[[str], str], length: int
) -> None:
    runs = {tuple(w[n : n + length]) for w in sentences() for n in range(len(w) - length + 1)}
    known = vocabulary().pairs
    usual = [r for r in runs if all(known.get(p, 0) > 4 for p in pairwise(map(fold, r)))]
    right = sum(repair(form("".join(run))) == form(" ".join(run)) for run in usual)
    assert len(usual) > 500
    assert right / len(usual) >= 0.9


@pytest.mark.parametrize("typed", [typed_in_telex, typed_in_vni])
def test_keys_are_not_taken_for_a_foreign_language(typed: Callable[[str, bool], str]) -> None:
    said = (" ".join(typed(word, True) for word in words) for words in sentences())
    assert [text for text in said if is_foreign(text)] == []
