"""The records as lists show them."""

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.freshness import Replaced, Rules
from bot.catalogue.listing import Listing, LiveListing
from bot.catalogue.notices import notices
from bot.catalogue.record import Procedure
from tests.fakes_web import TODAY
from tests.national import imported
from tests.records import CATALOGUE, DRAGON, UNICORN, record

FIELDS = {"ho_tich": "Hộ tịch", "cu_tru": "Cư trú"}


def tag(*procedures: Procedure, rules: Rules | None = None) -> str:
    return Listing(Catalogue(procedures, FIELDS, rules=rules)).tag


def changed(**changes: object) -> Procedure:
    return Procedure.model_validate(record(**changes))


def test_records_stand_in_the_order_of_their_fields_and_then_of_their_names() -> None:
    first = changed(code="1.000009", name="Ấp trứng rồng")
    unknown = changed(code="1.000008", field="khac")
    listing = Listing(Catalogue([unknown, UNICORN, DRAGON, first], FIELDS))
    assert listing.procedures == (first, DRAGON, UNICORN, unknown)
    assert [(t.id, t.name, t.count) for t in listing.topics] == [
        ("ho_tich", "Hộ tịch", 2),
        ("cu_tru", "Cư trú", 1),
        ("khac", "khac", 1),
    ]
    assert listing.of_field("cu_tru") == [UNICORN]


def test_the_tag_changes_with_whatever_a_page_shows() -> None:
    day = [{"title": "Nguồn", "url": "https://dichvucong.gov.vn", "checked": "2026-08-01"}]
    law = Replaced(by="2/2026/NĐ-CP", since=TODAY, source="Điều 1")
    replaced = Rules(replaced={"1/2026/NĐ-CP": law})
    tags = {
        tag(DRAGON),
        tag(DRAGON, UNICORN),
        tag(changed(summary="Khác.")),
        tag(changed(sources=day)),
        tag(DRAGON, rules=replaced),
        tag(imported()),
        tag(imported(checked=TODAY)),
    }
    assert len(tags) == 7


def test_the_tag_does_not_depend_on_the_order_of_loading() -> None:
    assert tag(DRAGON, UNICORN) == tag(UNICORN, DRAGON)


def test_a_code_finds_its_record_and_words_find_likely_ones() -> None:
    listing = Listing(CATALOGUE)
    [hit] = listing.search(f"thủ tục {UNICORN.code}, mã {UNICORN.code}, là gì")
    assert (hit.procedure, hit.chance) == (UNICORN, 1.0)
    assert listing.search("nha toi nuoi rong")[0].procedure == DRAGON
    assert listing.search("1.0000019 9.999999") == listing.search("")
    assert listing.search("rồng " * 10_000)[0].procedure == DRAGON


def test_a_listing_is_made_once_for_each_state_of_the_catalogue() -> None:
    states = [CATALOGUE, CATALOGUE, Catalogue([UNICORN])]
    live = LiveListing(lambda: states.pop(0))
    first, again, later = live(), live(), live()
    assert first is again
    assert later.procedures == (UNICORN,)


def test_what_is_told_of_a_records_age_is_what_the_chat_tells() -> None:
    assert notices(DRAGON, TODAY, Rules()) == ()
    [early] = notices(changed(valid_from="2027-01-01"), TODAY, Rules())
    assert "01/01/2027" in early
    [over] = notices(changed(valid_to="2026-08-01"), TODAY, Rules())
    assert "nay không áp dụng nữa" in over
