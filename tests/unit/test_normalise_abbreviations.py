"""What is promised about abbreviations."""

import pytest

from bot.understanding.abbreviations import clean, expand, read
from bot.understanding.short_forms import EXPANSIONS
from tests.unit.typing_corpus import phrases


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("làm cccd cần gt j", "làm căn cước công dân cần giấy tờ gì"),
        ("tt đk hkd ở đâu", "thủ tục đăng ký hộ kinh doanh ở đâu"),
        ("vk e ms sinh", "vợ em mới sinh"),
        ("phí bnhiu v ạ", "phí bao nhiêu vậy ạ"),
        ("lm gpxd ntn", "làm giấy phép xây dựng như thế nào"),
        ("đky ks cho bé ở ubnd", "đăng ký khai sinh cho bé ở ủy ban nhân dân"),
        ("xn độc thân, chồng ng tq", "xác nhận độc thân, chồng người trung quốc"),
        ("zợ em dìa quê, cx hổng bít lms", "vợ em về quê, cũng không biết làm sao"),
        ("làm mst tncn cho nv", "làm mã số thuế thu nhập cá nhân cho nhân viên"),
    ],
)
def test_short_forms_of_this_domain_are_written_out(short: str, full: str) -> None:
    assert expand(short) == full


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("nhập hk cho con", "nhập hộ khẩu cho con"),
        ("tách hk", "tách hộ khẩu"),
        ("làm online được hk", "làm online được không"),
        ("có mất tiền hk ạ", "có mất tiền không ạ"),
        ("ck em, nộp phí ck được k", "chồng em, nộp phí chuyển khoản được không"),
        ("mk quên mk vneid", "mình quên mật khẩu vneid"),
        ("lam duoc hong", "lam duoc không"),
        ("hong biết", "không biết"),
        ("cccd bi hong", "căn cước công dân bi hong"),
        ("le thi hong", "le thi hong"),
    ],
)
def test_the_neighbours_decide_what_an_ambiguous_one_means(short: str, full: str) -> None:
    assert expand(short) == full


@pytest.mark.parametrize(
    "text",
    [
        "thi bằng c",
        "hạng e",
        "bằng a1",
        "lúc 8h",
        "số 12-k",
        "a/c",
        "trong hẻm, trong hem",
        "vp, bh",
    ],
)
def test_classes_codes_and_joined_letters_stay(text: str) -> None:
    assert expand(text) == text


def test_what_a_short_form_stands_for_needs_no_expansion() -> None:
    assert [full for full in EXPANSIONS.values() if clean(full) != full] == []


def test_no_short_form_is_a_usual_word_of_the_catalogue() -> None:
    """In accented text they are all written out; only what is no word may be a short form."""
    usual = [word for phrase in phrases() for word in phrase.split() if word in EXPANSIONS]
    assert len(usual) < 0.01 * sum(len(phrase.split()) for phrase in phrases())


def test_a_reading_holds_both_ways_of_writing() -> None:
    reading = read("Đky kết hôn ở đâu z")
    assert reading.text == "đăng ký kết hôn ở đâu vậy"
    assert reading.folded == "dang ky ket hon o dau vay"
