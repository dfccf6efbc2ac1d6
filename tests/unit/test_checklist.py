"""The list that one takes along, as data and as a reply."""

from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import answer
from bot.catalogue.checklist import checklist_of, read_options
from bot.catalogue.papers import Paper
from bot.catalogue.record import Procedure
from bot.channels.rendering import as_text
from bot.reply import FactBlock, LinkBlock, ListBlock, Reply
from tests.national import imported
from tests.records import CATALOGUE, DRAGON, LINK, UNICORN, record

CASE = ["winged", "cold"]


def names(procedure: Procedure, *options: str) -> list[str]:
    groups = checklist_of(procedure, options).papers or ()
    return [paper.name for group in groups for paper in group.items]


def test_the_papers_are_those_of_the_case() -> None:
    assert names(DRAGON, "winged") == ["Tờ khai nuôi rồng", "Giấy phép bay", "Thẻ căn cước"]
    assert names(DRAGON, "wingless") == ["Tờ khai nuôi rồng", "Thẻ căn cước"]


def test_a_paper_says_how_many_which_form_and_when() -> None:
    document = {
        "name": "Đơn",
        "originals": 1,
        "copies": 2,
        "form": "Mẫu R02",
        "form_url": LINK,
        "when": ["winged", "fiery"],
        "note": "Viết tay.",
    }
    procedure = Procedure.model_validate(record(documents=[document]))
    [group] = checklist_of(procedure, ()).papers or ()
    assert group.items == (
        Paper(
            name="Đơn",
            counts="1 bản chính, 2 bản sao",
            cases="Có cánh và Có phun lửa",
            note="Viết tay.",
            form="Mẫu R02",
            form_url=LINK,
        ),
    )


def test_a_case_is_named_only_while_its_question_is_open() -> None:
    both = {"name": "Đơn", "when": ["winged", "wingless"]}
    procedure = Procedure.model_validate(record(documents=[both]))
    open_one, closed = (checklist_of(procedure, chosen).papers for chosen in ([], ["winged"]))
    assert open_one
    assert closed
    assert open_one[0].items[0].cases == "Có cánh hoặc Không có cánh"
    assert closed[0].items[0].cases == ""


def test_what_is_answered_and_what_is_open_is_told() -> None:
    whole = checklist_of(DRAGON, ["wingless"])
    assert whole.chosen == (("Rồng có cánh không ạ?", "Không có cánh"),)
    assert whole.open == ("Rồng có phun lửa không ạ?",)
    assert whole.notes == ("Rồng đi bộ thôi.",)


def test_fee_place_time_and_deadline_are_in_it() -> None:
    facts = checklist_of(DRAGON, CASE).facts
    titles = [fact.label if isinstance(fact, FactBlock) else fact.title for fact in facts]
    assert titles == [
        "Lệ phí",
        "Nơi nộp",
        "Cơ quan giải quyết",
        "Thời gian giải quyết",
        "Hạn phải làm",
    ]
    assert isinstance(facts[0], ListBlock)
    assert facts[0].items[0] == "Nộp trực tiếp: 20.000 đồng"


def test_what_is_not_known_makes_it_partial() -> None:
    assert checklist_of(UNICORN, ()).is_partial
    assert checklist_of(UNICORN, ()).papers is None
    fees = [{"way": "online", "where": "x", "time": "y", "fees": [{"text": "Miễn phí"}]}]
    assert not checklist_of(Procedure.model_validate(record(submissions=fees)), CASE).is_partial


def test_its_address_holds_the_code_and_the_options_and_leads_back_to_them() -> None:
    whole = checklist_of(DRAGON, reversed_case := ["cold", "winged"])
    assert whole.path == "/giay-to/1.000001?co=winged,cold"
    assert read_options(DRAGON, ["winged,cold"]) == ("winged", "cold")
    assert set(reversed_case) == {"winged", "cold"}
    assert checklist_of(DRAGON, ()).path == "/giay-to/1.000001"


def test_an_address_names_one_case_or_none() -> None:
    assert read_options(DRAGON, []) == ()
    assert read_options(DRAGON, ["", ",,"]) == ()
    assert read_options(DRAGON, ["winged,winged", "winged"]) == ("winged",)
    for bad in (["winged,wingless"], ["wings"], ["winged,nobody"], ["winged "], ["a" * 9_999]):
        assert read_options(DRAGON, bad) is None


@given(st.lists(st.text(max_size=20)))
def test_any_address_is_read_without_failing(asked: list[str]) -> None:
    assert set(read_options(DRAGON, asked) or ()) <= {"winged", "wingless", "fiery", "cold"}


def test_the_reply_says_the_case_all_of_the_list_and_where_to_print_it() -> None:
    reply = answer.checklist(DRAGON, CASE)
    text = as_text(reply)
    assert "Trường hợp: Có cánh; Không phun lửa" in text
    for said in (*names(DRAGON, *CASE), "20.000 đồng", "3 ngày làm việc", "Trong 30 ngày"):
        assert said in text
    assert reply.blocks[-1] == LinkBlock(title="Bản để in", url="/giay-to/1.000001?co=winged,cold")
    assert reply.situations == {"wings": "winged", "fire": "cold"}


def test_the_chat_shortens_what_the_portal_says_at_length_and_paper_does_not() -> None:
    long = "Giấy " + "rất dài " * 60
    table = f"Giấy tờ phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượng{long}1 bản chính"
    procedure = imported(thanh_phan_ho_so=table)
    [group] = checklist_of(procedure, ()).papers or ()
    assert group.items[0].name == long.strip()
    assert long.strip() not in as_text(answer.checklist(procedure, ()))


def test_a_documents_answer_offers_the_list_once_the_case_is_known() -> None:
    def titles(reply: Reply) -> list[str]:
        return [b.title for b in reply.buttons if b.payload.startswith("/fit_my_case")]

    assert titles(answer.reply(DRAGON, "documents")) == ["Trường hợp của tôi"]
    assert titles(answer.reply(DRAGON, "documents", ["winged"])) == []
    assert titles(answer.reply(DRAGON, "documents", CASE)) == ["Danh sách của tôi"]
    assert titles(answer.reply(UNICORN, "documents")) == ["Danh sách của tôi"]
    assert titles(answer.reply(UNICORN, "fee")) == []
    assert titles(answer.checklist(DRAGON, CASE)) == []


def test_every_checklist_has_a_page_of_its_own() -> None:
    paths = {checklist_of(p, ()).path for p in CATALOGUE.all()}
    assert len(paths) == len(CATALOGUE)
