"""What is promised about places and their names since 1 July 2025."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import note, places, renamed, within, without_places
from bot.places.names import key, names
from bot.understanding.fold import fold

# Resolution 202/2025/QH15: the provinces that were merged, by the one they form.
MERGED = {
    "Tuyên Quang": "Hà Giang",
    "Lào Cai": "Yên Bái",
    "Thái Nguyên": "Bắc Kạn",
    "Phú Thọ": "Vĩnh Phúc, Hòa Bình",
    "Bắc Ninh": "Bắc Giang",
    "Hưng Yên": "Thái Bình",
    "Hải Phòng": "Hải Dương",
    "Ninh Bình": "Hà Nam, Nam Định",
    "Quảng Trị": "Quảng Bình",
    "Đà Nẵng": "Quảng Nam",
    "Quảng Ngãi": "Kon Tum",
    "Gia Lai": "Bình Định",
    "Khánh Hòa": "Ninh Thuận",
    "Lâm Đồng": "Đắk Nông, Bình Thuận",
    "Đắk Lắk": "Phú Yên",
    "Hồ Chí Minh": "Bình Dương, Bà Rịa - Vũng Tàu",
    "Đồng Nai": "Bình Phước",
    "Tây Ninh": "Long An",
    "Cần Thơ": "Sóc Trăng, Hậu Giang",
    "Vĩnh Long": "Bến Tre, Trà Vinh",
    "Đồng Tháp": "Tiền Giang",
    "Cà Mau": "Bạc Liêu",
    "An Giang": "Kiên Giang",
}
UNCHANGED = (
    "Hà Nội, Huế, Lai Châu, Điện Biên, Sơn La, Lạng Sơn, Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, "
    "Cao Bằng"
)
HEIRS = {old: new for new, olds in MERGED.items() for old in olds.split(", ")}
PROVINCES = [*MERGED, *HEIRS, *UNCHANGED.split(", ")]


def test_63_provinces_are_34_and_10_040_communes_are_3_321() -> None:
    former, present = (
        Counter(unit.level for units in book.values() for unit in units)
        for book in (names().former, names().present)
    )
    # Five island districts had no communes.
    assert former == {"province": 63, "district": 696, "commune": 10_040 - 5}
    assert present == {"province": 34, "commune": 3_321}


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_is_found_as_written_and_without_accents(province: str) -> None:
    for said in (f"tỉnh {province}", f"ở {province.lower()}", f"o {fold(province)} can gi"):
        (place,) = places(said)
        assert place.old == (names().former["province", key(province)][0].short,)
        assert [unit.name for unit in place.present] == [HEIRS.get(province, province)]


@pytest.mark.parametrize("province", PROVINCES)
def test_a_merged_province_is_renamed_and_the_others_stay(province: str) -> None:
    text = f"Tôi ở {province}, muốn đăng ký khai sinh"
    assert renamed(text) == text.replace(province, HEIRS.get(province, province))


def test_what_became_of_a_province_is_said_in_a_sentence() -> None:
    said = [note(places(f"tỉnh {name}")[0]) for name in ("Bắc Kạn", "Bình Phước", "Gia Lai")]
    assert said == [
        "Từ 1/7/2025, tỉnh Bắc Kạn đã nhập vào tỉnh Thái Nguyên; không còn cấp huyện.",
        "Từ 1/7/2025, tỉnh Bình Phước đã nhập vào tỉnh Đồng Nai (từ 30/4/2026 là thành phố "
        "Đồng Nai); không còn cấp huyện.",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("xã Bành Trạch huyện Ba Bể tỉnh Bắc Kạn", ("xã Phúc Lộc, tỉnh Thái Nguyên",)),
        ("P.5 Q.3 hcm", ("phường Bàn Cờ, thành phố Hồ Chí Minh",)),
        ("phường 05, quận 3", ("phường Bàn Cờ, thành phố Hồ Chí Minh",)),
        ("xa tan lap huyen dong phu", ("phường Đồng Phú, thành phố Đồng Nai",)),
        ("xã Trạm Tấu", ("xã Trạm Tấu, tỉnh Lào Cai",)),
        ("phường Sài Gòn", ("phường Sài Gòn, thành phố Hồ Chí Minh",)),
    ],
)
def test_a_commune_is_known_by_what_it_lies_in(text: str, new: tuple[str, ...]) -> None:
    assert places(text)[0].new == new


def test_where_several_communes_bear_the_name_all_are_given_and_it_is_asked() -> None:
    (place,) = places("xã Tân Lập")
    assert len(place.old) > 10
    assert len(place.new) > 10
    assert note(place).endswith("anh/chị cho biết thêm huyện, tỉnh để tra tên mới.")


def test_of_a_few_communes_of_one_name_each_is_told_with_its_heirs() -> None:
    assert note(places("phường Bắc Hà")[0]) == (
        "Trước 1/7/2025 có 2 phường tên Bắc Hà: ở thành phố Hà Tĩnh, tỉnh Hà Tĩnh cũ thì nay là "
        "phường Thành Sen (tỉnh Hà Tĩnh); ở quận Kiến An, thành phố Hải Phòng cũ thì nay là "
        "phường Phù Liễn (thành phố Hải Phòng). Anh/chị xem mình ở nơi nào giúp em ạ."
    )


def test_a_commune_is_meant_in_the_province_of_the_desk_if_there_is_one_of_the_name() -> None:
    (place,) = places("phường Bắc Hà")
    assert within(place, "tỉnh Hà Tĩnh").new == ("phường Thành Sen, tỉnh Hà Tĩnh",)
    assert within(place, "tỉnh Thái Nguyên") is place
    assert within(place, "toàn quốc") is place


def test_a_merged_province_counts_as_the_one_that_took_it_over() -> None:
    (place,) = places("phường Quang Trung")
    olds = within(place, "tỉnh Ninh Bình").old
    assert "phường Quang Trung, thành phố Phủ Lý, tỉnh Hà Nam" in olds
    assert all(old.endswith(("Hà Nam", "Nam Định", "Ninh Bình")) for old in olds)


def test_places_are_taken_out_of_a_text_and_the_rest_stays() -> None:
    assert without_places("phường Gia Sàng mấy giờ mở cửa").split() == ["mấy", "giờ", "mở", "cửa"]
    assert without_places("mất căn cước") == "mất căn cước"


def test_a_district_is_told_to_be_gone() -> None:
    assert note(places("quận 1")[0]) == (
        "Từ 1/7/2025 không còn cấp huyện. Quận 1 (thành phố Hồ Chí Minh cũ) nay thuộc phường Tân "
        "Định, phường Sài Gòn, phường Bến Thành, phường Cầu Ông Lãnh (thành phố Hồ Chí Minh)."
    )


@pytest.mark.parametrize(
    "text",
    [
        "người Việt Nam định cư ở nước ngoài",
        "bảo hiểm xã hội, hợp tác xã đông quá, ủy ban cấp xã 5 ngày",
        "chính quyền địa phương 2 cấp, cơ quan quản lý, hải quan 01 bộ",
        "phuong tien thuy noi dia, phuong an xay dung, xa lang, co quan 1",
        "anh Nguyễn Thái Bình, đường Điện Biên Phủ, gia lai giay to, ve que cua me",
        "quang cao bang ron, dang ky xe may",
    ],
)
def test_other_words_are_no_places(text: str) -> None:
    assert places(text) == ()


@given(st.text(), st.sampled_from(["", "xã ", "tỉnh ", "P.", "huyen "]))
def test_any_text_can_be_searched(text: str, unit: str) -> None:
    for place in places(unit + text):
        assert place.present
        note(place)
        assert within(place, "tỉnh Thái Nguyên").present
    assert places(renamed(unit + text)) is not None
