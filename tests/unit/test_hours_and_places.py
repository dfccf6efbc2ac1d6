"""When offices are open, and where one goes today from a place that has another name now."""

from datetime import date
from typing import Any

import pytest

from actions.answering import decide
from actions.desk import Desk
from actions.finishing import finished
from actions.hours import asks_for_hours
from actions.message import Message
from actions.talking import limits, talk
from bot.channels.rendering import as_text
from bot.province import load_province
from bot.province.calendar import Calendar
from bot.province.province import Province
from bot.reply import Reply
from tests.provinces import SOURCE, loaded, loaded_holidays, office
from tests.records import CATALOGUE, DRAGON

MONDAY, SATURDAY, NATIONAL_DAY = date(2026, 8, 24), date(2026, 8, 29), date(2026, 9, 2)
CALENDAR = Calendar.of(loaded_holidays())
KNOWN = loaded()
UNKNOWN = loaded(offices=[office(hours="unknown")])


def reply(
    text: str, province: Province = KNOWN, today: date = MONDAY, intent: str = "ask_place", **k: Any
) -> Reply:
    desk = Desk(CATALOGUE, province, lambda: today, CALENDAR)
    message = Message(text, intent, **k)
    return finished(desk, decide(desk, message), message).reply


def said(text: str, province: Province = KNOWN, today: date = MONDAY, **k: Any) -> str:
    return as_text(reply(text, province, today, **k))


HOURS = (
    "Giờ làm việc: Trung tâm Phục vụ hành chính công xã, phường: thứ Hai đến thứ Sáu: 07:30–11:30, "
    "13:00–17:00; thứ Bảy: 07:30–11:30"
)


def test_where_to_hand_in_comes_with_the_hours_and_their_source() -> None:
    answered = reply("nuôi rồng nộp ở đâu")
    assert HOURS in as_text(answered)
    assert "Thông báo thử" in [source.title for source in answered.sources]


def test_hours_that_are_not_known_are_left_out_unless_they_are_asked_for() -> None:
    assert "Giờ làm việc" not in said("nuôi rồng nộp ở đâu", UNKNOWN)
    asked = reply("nuôi rồng nộp ở đâu, thứ 7 có làm việc không", UNKNOWN)
    assert asked.outcome == "partial"
    assert "Giờ làm việc: chưa có thông tin" in as_text(asked)


def test_other_aspects_come_without_hours() -> None:
    assert "Giờ làm việc" not in said("nuôi rồng cần giấy tờ gì", intent="ask_documents")


def test_hours_of_a_season_that_is_over_are_not_told() -> None:
    over = {**office()["hours"][0], "valid_to": date(2026, 4, 15)}
    text = said("mấy giờ mở cửa", loaded(offices=[office(hours=[over])]))
    assert "07:30" not in text
    assert "chưa có thông tin" in text


def test_an_office_of_another_level_is_not_told() -> None:
    assert "Giờ làm việc" not in said("nuôi rồng nộp ở đâu", loaded(offices=[
        office(serves=["province"])]))  # fmt: skip


def test_a_known_address_is_told_with_its_day_and_source() -> None:
    there = loaded(offices=[office(address="Số 1 phố Thử", source=SOURCE)])
    assert (
        "Địa chỉ: Trung tâm Phục vụ hành chính công xã, phường: Số 1 phố Thử (theo thông tin ngày "
        "31/07/2026)"
    ) in said("nuôi rồng nộp ở đâu", there)


@pytest.mark.parametrize(
    "text",
    [
        "mấy giờ làm việc",
        "thứ 7 có làm việc không ạ",
        "Hôm nay có làm không",
        "giờ hành chính của phường là mấy giờ",
        "phường Gia Sàng mấy giờ mở cửa",
        "trung tâm hành chính công làm việc đến mấy giờ",
        "chu nhat co mo cua khong",
        "sáng mai có làm việc không",
        "ngày lễ có tiếp dân không",
    ],
)
def test_who_asks_for_nothing_but_hours_gets_them_with_the_hotline(text: str) -> None:
    answered = reply(text)
    assert (answered.outcome, answered.procedure, answered.aspect) == ("answered", None, "place")
    assert HOURS in as_text(answered)
    assert KNOWN.hotline.number in as_text(answered)


@pytest.mark.parametrize("intent", ["smalltalk", "off_topic"])
def test_hours_are_told_even_when_the_engine_hears_small_talk(intent: str) -> None:
    desk = Desk(CATALOGUE, KNOWN, lambda: MONDAY, CALENDAR)
    decide_it = talk if intent == "smalltalk" else limits
    assert HOURS in as_text(decide_it(desk, Message("hôm nay có làm việc không", intent)).reply)
    asked = Message("siêu thị mở cửa mấy giờ", intent)
    assert "Giờ làm việc" not in as_text(decide_it(desk, asked).reply)


@pytest.mark.parametrize(
    "text", ["báo trước mấy giờ", "mấy giờ rồi", "rồng nở lúc mấy giờ", "bao lâu thì xong", "lễ"]
)
def test_other_questions_are_not_taken_for_one_about_hours(text: str) -> None:
    assert not asks_for_hours(text)


def test_a_question_about_hours_and_a_procedure_is_answered_for_the_procedure() -> None:
    assert reply("thứ 7 có làm thẻ kỳ lân không, mấy giờ mở cửa").procedure


def test_in_a_talk_the_offices_are_those_of_its_procedure() -> None:
    elsewhere = loaded(offices=[office(), office(id="tinh", name="Quầy tỉnh", serves=["province"])])
    assert "Quầy tỉnh" in said("mấy giờ mở cửa", elsewhere)
    assert "Quầy tỉnh" not in said("mấy giờ mở cửa", elsewhere, context=DRAGON.code)


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        (MONDAY, "hôm nay có làm việc không", "Thứ Hai, 24/08/2026 là ngày làm việc ạ."),
        (
            SATURDAY,
            "hôm nay có làm việc không",
            "Thứ Bảy, 29/08/2026 là ngày nghỉ (nghỉ hằng tuần); ngày làm việc tiếp theo là thứ Ba, "
            "01/09/2026 ạ.",
        ),
        (
            NATIONAL_DAY,
            "hôm nay có làm việc không",
            "Thứ Tư, 02/09/2026 là ngày nghỉ (Quốc khánh); ngày làm việc tiếp theo là thứ Năm, "
            "03/09/2026 ạ.",
        ),
        (date(2026, 9, 1), "ngày mai có làm việc không", "Thứ Tư, 02/09/2026 là ngày nghỉ"),
        (date(2026, 8, 22), "hôm nay có làm việc không", "Thứ Bảy, 22/08/2026 là ngày làm việc"),
    ],
)
def test_today_or_tomorrow_is_told_to_be_worked_or_not(
    today: date, text: str, expected: str
) -> None:
    assert expected in said(text, UNKNOWN, today)


def test_coming_holidays_are_told_with_the_hours() -> None:
    text = said("nuôi rồng nộp ở đâu", today=MONDAY)
    assert "Sắp nghỉ: thứ Hai, 31/08/2026 (Hoán đổi); thứ Tư, 02/09/2026 (Quốc khánh)" in text


def test_a_year_that_is_not_announced_yet_is_said_to_be_so() -> None:
    calendar = Calendar.of(loaded_holidays({"date": date(2027, 1, 1), "name": "Tết"}))
    desk = Desk(CATALOGUE, KNOWN, lambda: date(2026, 12, 28), calendar)
    decision = decide(desk, Message("mấy giờ mở cửa", "ask_place"))
    assert "Lịch nghỉ lễ năm 2027 em chưa thấy công bố đủ" in as_text(decision.reply)


# Trưng Vương was a ward of Uông Bí and one of Thái Nguyên.
OLD_WARD = "Tôi ở phường Trưng Vương cũ thì nộp ở đâu"


def test_an_old_ward_is_answered_with_the_commune_of_today_in_the_desk_s_province() -> None:
    text = said(OLD_WARD, load_province("thai-nguyen"))
    assert "nay thuộc phường Phan Đình Phùng (tỉnh Thái Nguyên)" in text
    assert (
        "Việc làm ở cấp xã thì nộp tại: Trung tâm Phục vụ hành chính công phường Phan Đình Phùng"
    ) in text
    assert "ở tỉnh khác" in text
    assert "Uông Bí" not in text


def test_without_a_province_every_ward_of_the_name_is_told() -> None:
    text = said(OLD_WARD, load_province("toan-quoc"))
    assert "Trước 1/7/2025 có 2 phường tên Trưng Vương" in text
    assert "phường Phan Đình Phùng (tỉnh Thái Nguyên)" in text
    assert "phường Uông Bí (thành phố Quảng Ninh)" in text


def test_a_province_that_is_named_is_the_one_that_is_meant() -> None:
    text = said("ở phường Trưng Vương, Uông Bí cũ, tỉnh Quảng Ninh", load_province("thai-nguyen"))
    assert "Phan Đình Phùng" not in text


def test_an_old_ward_in_a_talk_is_answered_for_what_the_talk_is_about() -> None:
    answered = reply("o phuong bac ha cu thi nop o dau", load_province("ha-tinh"),
                     context=DRAGON.code)  # fmt: skip
    assert answered.procedure
    labels = [block.model_dump().get("text") or "" for block in answered.blocks]
    assert any("nay thuộc phường Thành Sen (tỉnh Hà Tĩnh)" in text for text in labels)


def test_an_old_ward_beside_a_procedure_is_told_under_where_to_hand_in() -> None:
    text = said("nuôi rồng ở phường Bắc Hà cũ thì nộp ở đâu", load_province("ha-tinh"))
    assert text.index("Nơi nộp") < text.index("phường Thành Sen") < text.index("Cơ quan giải quyết")


def test_a_ward_divided_among_several_asks_where_one_lives() -> None:
    text = said("phường Gia Sàng cũ nay nộp ở đâu", load_province("thai-nguyen"))
    assert "phường Phan Đình Phùng, phường Gia Sàng, nơi anh/chị đang ở" in text


def test_a_ward_that_many_provinces_had_asks_for_more() -> None:
    text = said("xã Tân Lập cũ thì nộp ở đâu", load_province("toan-quoc"))
    assert "có 22 xã tên Tân Lập; anh/chị cho biết thêm huyện, tỉnh" in text
