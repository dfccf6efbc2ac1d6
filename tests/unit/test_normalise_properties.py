"""Promises of ``clean`` that hold whatever is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.abbreviations import clean
from bot.understanding.normalise import normalise
from bot.understanding.repair import repair
from bot.understanding.short_forms import EXPANSIONS
from bot.understanding.syllable import bare_syllables, in_one_spelling, is_syllable, parted
from bot.understanding.telex import telex, vni

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwzáàảãạấờ"
TYPED = st.text(alphabet=LETTERS + "123456789  .,", max_size=40)
SHORT = st.sampled_from(sorted(EXPANSIONS))
SYLLABLES = st.sampled_from(sorted(bare_syllables()))
MIXED = st.lists(st.one_of(TYPED, SHORT, SYLLABLES), max_size=8).map(" ".join)
CODES = st.from_regex(
    r"[0-9]\.[0-9]{6}"  # a procedure
    r"|[A-Z][0-9]{2}\.[0-9]{1,3}(\.[0-9]{2})?-[0-9]{6}-[0-9]{4}"  # a dossier
    r"|[0-9]{1,3}/20[0-9]{2}/(NĐ-CP|TT-BTC|QĐ-UBND|QH15)"  # a law
    r"|[0-3]?[0-9]/[01]?[0-9]/20[0-9]{2}|[0-9]{1,2}h[0-5][0-9]"  # a day, an hour
    r"|[1-9][0-9]{0,2}(\.[0-9]{3}){0,3}(đ|%|k|tr)?"  # an amount
    r"|0[0-9]{9}|[0-9]{12}|[0-9]{2}[A-Z][0-9]-[0-9]{3}\.[0-9]{2}"  # a phone, a person, a plate
    r"|(CT|TK|M|HK|H|C)0[0-9]|[A-D][12]|[A-Z]{2}[0-9]{6}",  # a form, a licence, a paper
    fullmatch=True,
    alphabet=st.characters(codec="utf-8"),
)


@given(st.one_of(st.text(), TYPED, MIXED))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert normalise(once) == once
    assert clean(once) == once


@given(st.one_of(st.text(), MIXED))
def test_no_letter_and_no_digit_is_ever_emptied(text: str) -> None:
    assert any(map(str.isalnum, clean(text))) >= any(map(str.isalnum, normalise(text)))


@given(MIXED, CODES, MIXED)
def test_codes_and_numbers_come_out_as_they_went_in(before: str, code: str, after: str) -> None:
    assert code in clean(f"{before} {code} {after}").split()


@given(st.lists(SYLLABLES, max_size=8).map(" ".join))
def test_syllables_need_no_mending(text: str) -> None:
    assert repair(text) == text


@given(st.text(alphabet=LETTERS + "123456789", max_size=12))
def test_keys_mean_a_syllable_or_nothing(word: str) -> None:
    assert all(is_syllable(meant) for meant in (telex(word), vni(word)) if meant)


@given(st.text(alphabet=LETTERS, max_size=8))
def test_one_spelling_is_a_spelling_of_the_same_word(word: str) -> None:
    once = in_one_spelling(word)
    assert in_one_spelling(once) == once
    assert len(parted(once)[0]) == len(parted(word)[0])


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("hoà, tòan bộ, qúy, thuỷ", "hòa, toàn bộ, quý, thủy"),
        ("đăng kí, lí lịch, qui định", "đăng ký, lý lịch, quy định"),
        ("đuợc, ngưòi", "được, người"),
        ("Ðăng ký", "đăng ký"),
        ("sổ khoai, mua, gìn giữ, giếng", "sổ khoai, mua, gìn giữ, giếng"),
    ],
)
def test_misplaced_and_half_accents_are_put_right(written: str, one: str) -> None:
    assert normalise(written) == one
