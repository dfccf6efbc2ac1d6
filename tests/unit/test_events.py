"""Which event a message asks about, measured on phrases that were left out."""

import json
from collections.abc import Iterator

import pytest

from bot.catalogue.bundles import Bundle, load_bundles
from bot.catalogue.catalogue import Catalogue, open_catalogue
from bot.catalogue.events import Events
from bot.settings import ROOT

FOLDER = ROOT / "procedures"
RIGHT, WRONG = 0.6, 0.03  # shares of the phrases left out in turn


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue(FOLDER)


def far() -> float:
    return 0.0


def left_out() -> Iterator[tuple[str, str | None]]:
    """Yield for each phrase its bundle, and the one that is found without the phrase."""
    bundles = load_bundles(FOLDER).bundles
    for at, bundle in enumerate(bundles):
        for phrase in bundle.phrases:
            rest = tuple(p for p in bundle.phrases if p != phrase)
            others = [
                *bundles[:at],
                bundle.model_copy(update={"phrases": rest}),
                *bundles[at + 1 :],
            ]
            found = Events(others).asked(phrase, far)
            yield bundle.id, found.id if found else None


def test_most_phrases_are_found_by_the_others_and_few_are_mistaken() -> None:
    pairs = list(left_out())
    right = sum(wanted == found for wanted, found in pairs) / len(pairs)
    wrong = sum(found not in (wanted, None) for wanted, found in pairs) / len(pairs)
    assert right >= RIGHT, f"{right:.3f}"
    assert wrong <= WRONG, f"{wrong:.3f}"


def test_no_question_of_the_evaluation_about_one_procedure_becomes_another_one(
    catalogue: Catalogue,
) -> None:
    """Its own main step is a right answer too."""
    stolen = []
    for file in sorted((ROOT / "evaluation/questions").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            question = json.loads(line)
            bundle = catalogue.asked_whole(question["turns"][-1])
            if bundle and question["expect"].get("procedure") not in bundle.codes:
                stolen.append((question["turns"][-1], bundle.id))
    assert not stolen


@pytest.mark.parametrize(
    "text",
    [
        "vk e mới đẻ, giờ làm giấy tờ cho bé ntn ạ",
        "vợ tôi mới sinh làm giấy tờ gì",
        "đăng ký kết hôn cần những thủ tục gì",
        "kết hôn cần những giấy tờ gì",
        "ba tôi mới mất thì sao",
        "mở karaoke cần những giấy phép gì",
        "ly hôn phải làm những thủ tục gì",
        "con mới đẻ, muốn làm hết giấy tờ một lần cho đỡ đi lại",
        "còn phải làm gì nữa",
        "những thủ tục gì",
        "",
    ],
)
def test_a_question_about_one_procedure_stays_one(catalogue: Catalogue, text: str) -> None:
    assert catalogue.asked_whole(text) is None


@pytest.mark.parametrize(
    ("text", "bundle"),
    [
        ("sinh con xong phải làm những giấy tờ gì", "sinh_con"),
        ("sinh con xong phai lam nhung giay to gi", "sinh_con"),
        ("cưới xong cần đổi giấy tờ gì", "ket_hon"),
        ("vợ em sinh rồi, em cần làm những thủ tục gì ạ", "sinh_con"),
        ("bố em mới mất, nhà em phải làm những thủ tục gì", "nguoi_than_mat"),
        ("e sắp nghỉ việc, phải làm những thủ tục gì", "nghi_viec"),
        ("mở quán cơm phải xin những giấy phép gì", "mo_quan"),
        ("xây nhà từ A đến Z cần thủ tục gì", "lam_nha"),
    ],
)
def test_who_asks_for_everything_gets_the_list(
    catalogue: Catalogue, text: str, bundle: str
) -> None:
    found = catalogue.asked_whole(text)
    assert found
    assert found.id == bundle


def test_without_bundles_nothing_is_found() -> None:
    none: list[Bundle] = []
    assert Events(none).asked("sinh con xong phải làm những giấy tờ gì", far) is None
