"""What the pure reading of Vietnamese promises."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.abbreviations import read
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

CODES = st.from_regex(
    r"[0-9]\.[0-9]{6}|[A-Z]{1,3}[0-9]{2}\.[0-9]{1,4}-[0-9]{6}-[0-9]{4}"
    r"|[0-9]{1,3}(\.[0-9]{3}){0,3}|[0-9]{1,2}[/-][0-9]{4}",
    fullmatch=True,
    alphabet=st.characters(codec="ascii"),
)
WORDS = st.text(alphabet="aàạăâbcdđeêghiklmnoôơpqrstuưvxyAĐẾ ?!,", max_size=40)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text())
def test_a_text_with_something_to_see_is_never_emptied(text: str) -> None:
    seen = any(unicodedata.category(char)[0] in "LNPS" for char in text)
    reading = read(text)
    assert bool(reading.text) >= seen
    assert bool(reading.folded) >= seen


@given(WORDS, CODES, WORDS)
def test_codes_and_numbers_come_out_as_they_went_in(before: str, code: str, after: str) -> None:
    reading = read(f"{before} {code} {after}")
    assert code in reading.text.split()
    assert fold(code) in reading.folded.split()


@given(WORDS)
def test_decomposed_and_composed_writing_read_the_same(text: str) -> None:
    assert read(unicodedata.normalize("NFD", text)) == read(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Hoà giải, thuỷ sản, khoẻ, quý, hoàn thuế", "hòa giải, thủy sản, khỏe, quý, hoàn thuế"),
        ("đượcccc khôngggg ạaaaa", "được không ạ"),
        ("a\u200bb\x00c\td", "ab c d"),
        ("xem https://Vi.Du/HOÀ nhé", "xem https://Vi.Du/HOÀ nhé"),
    ],
)
def test_one_way_of_writing(written: str, read_as: str) -> None:
    assert normalise(written) == read_as
