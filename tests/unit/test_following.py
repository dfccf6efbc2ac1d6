"""Citizens follow their questions in their own words, and nothing else is taken for that."""

from datetime import datetime

import pytest

from bot.clock import LOCAL
from bot.conversation.following import Followed, Following
from bot.conversation.ports import Stored
from bot.reply import Reply
from tests.fakes_needs import FakeNeeds

DUE = datetime(2026, 11, 24, 17, tzinfo=LOCAL)
OPEN = Followed(12, "đèn đường ngõ 12 hỏng báo ai", "Sở Xây dựng", "accepted", DUE, True)
DONE = Followed(7, "chợ họp mấy giờ", "Quầy một cửa", "confirmed", None, False)


def says(text: str, *known: Followed, kind: str = "text") -> Reply | None:
    message = Stored(1, "c", "web", "a", kind, text, "", "", 1)  # type: ignore[arg-type]
    made = Following(FakeNeeds(list(known))).taken(message, text)
    return made.replies[0] if made else None


def told(reply: Reply | None) -> str:
    assert reply
    return "\n".join(block.text for block in reply.blocks if block.kind == "text")


@pytest.mark.parametrize(
    "text",
    [
        "câu hỏi của tôi tới đâu rồi",
        "cau hoi cua em den dau roi ad",
        "phản ánh của tôi sao rồi",
        "câu hỏi số 12 đã trả lời chưa",
        "các câu hỏi của em thế nào rồi ạ",
    ],
)
def test_it_is_told_where_a_question_is_and_until_when(text: str) -> None:
    reply = says(text, OPEN)
    assert "đang có người xử lý, hạn trả lời 17:00 ngày 24/11/2026 (Sở Xây dựng)" in told(reply)
    assert reply
    assert [b.title for b in reply.buttons] == ["Bổ sung câu số 12", "Rút câu số 12"]


def test_who_has_asked_nothing_is_told_so() -> None:
    assert "chưa gửi câu hỏi nào" in told(says("câu hỏi của tôi tới đâu rồi"))


@pytest.mark.parametrize("text", ["bổ sung 12: đèn cạnh nhà văn hóa", "bo sung: den canh nha vh"])
def test_a_word_more_goes_to_the_question_that_is_meant(text: str) -> None:
    reply = says(text, DONE, OPEN)
    assert reply
    assert reply.need_word
    assert (reply.need_word.number, reply.need_word.word) == (12, "add")
    assert "n" in reply.need_word.text


@pytest.mark.parametrize("text", ["rút câu hỏi 12", "huy cau hoi", '/need_withdraw{"n":12}'])
def test_a_question_can_be_withdrawn(text: str) -> None:
    reply = says(text, OPEN)
    assert reply
    assert reply.need_word
    assert reply.need_word.word == "withdraw"


def test_what_is_done_is_not_withdrawn() -> None:
    reply = says("rút câu hỏi 7", DONE)
    assert "đã xong" in told(reply)
    assert reply
    assert reply.need_word is None


@pytest.mark.parametrize(("press", "word"), [("yes", "helpful"), ("no", "not_helpful")])
def test_an_answer_is_judged_by_one_press(press: str, word: str) -> None:
    reply = says(f'/need_helpful{{"n":7,"v":"{press}"}}', DONE, kind="button")
    assert reply
    assert reply.need_word
    assert reply.need_word.word == word


def test_the_need_of_somebody_else_is_nobody_s_business() -> None:
    reply = says('/need_helpful{"n":99,"v":"yes"}', OPEN, kind="button")
    assert reply
    assert reply.need_word is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("phản ánh: cán bộ đòi thêm tiền ngoài lệ phí", "complaint"),
        ("Góp ý: nên mở cửa thứ bảy cho người đi làm", "suggestion"),
        ("hỏi cơ quan: bao giờ làm lại đường ngõ 12", "question"),
        ("bao link hong: trang nop ho so bam khong duoc", "broken_link"),
    ],
)
def test_a_department_is_asked_directly(text: str, kind: str) -> None:
    reply = says(text)
    assert reply
    assert reply.need
    assert reply.need.kind == kind
    assert "Quầy một cửa" in told(reply)
    assert ("thủ tục khiếu nại" in told(reply)) == (kind == "complaint")


@pytest.mark.parametrize("text", ["phản ánh: ok", "góp ý", "Phản ánh.", "hoi co quan"])
def test_too_short_a_question_is_asked_for_again(text: str) -> None:
    reply = says(text)
    assert "dấu hai chấm" in told(reply)
    assert reply
    assert reply.need is None


@pytest.mark.parametrize(
    "text",
    [
        "làm khai sinh cần giấy tờ gì",
        "thủ tục phản ánh kiến nghị",
        "bổ sung hồ sơ khai sinh thế nào",
        "rút hồ sơ có được không",
        "xin rút đơn ly hôn",
        "câu hỏi của tôi là khai sinh cần gì",
        "hồ sơ của tôi tới đâu rồi",
        '/ask_fee{"code":"1.001193"}',
    ],
)
def test_other_questions_are_left_to_the_engine(text: str) -> None:
    needs = FakeNeeds([OPEN])
    message = Stored(1, "c", "web", "a", "text", text, "", "", 1)
    assert Following(needs).taken(message, text) is None
    assert needs.asked == 0, "the records were asked for nothing"
