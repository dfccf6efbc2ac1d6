"""Small invented records for tests that need a catalogue of their own."""

import re
from datetime import date
from typing import Any

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.record import Procedure
from bot.province import Department, Hotline, Province
from bot.reply import Reply

LINK = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/vi-du"

PROVINCE = Province(
    id="thu",
    name="Tỉnh Thử",
    hotline=Hotline(number="0000", title="Đường dây thử", source=LINK, checked=date(2026, 7, 31)),
    portal="https://dichvucong.gov.vn",
    departments=(
        Department(id="mot_cua", name="Quầy một cửa", fallback=True),
        Department(id="ho_tich", name="Phòng hộ tịch", fields=("ho_tich",)),
    ),
)


def record(**changes: Any) -> dict[str, Any]:
    """Return a complete record as YAML would give it, with ``changes``."""
    return {
        "code": "1.000001",
        "name": "Đăng ký nuôi rồng",
        "official_name": "Thủ tục đăng ký nuôi rồng",
        "field": "ho_tich",
        "level": ["commune"],
        "authority": "Ủy ban nhân dân cấp xã",
        "summary": "Ghi tên rồng vào sổ.",
        "aliases": ["nuôi rồng", "sổ rồng"],
        "life_events": ["rồng nhà tôi mới nở"],
        "questions": ["nhà có rồng thì phải báo ai"],
        "situations": [
            {
                "id": "wings",
                "question": "Rồng có cánh không ạ?",
                "options": [
                    {"id": "winged", "label": "Có cánh", "phrases": ["rồng biết bay"]},
                    {"id": "wingless", "label": "Không có cánh", "note": "Rồng đi bộ thôi."},
                ],
            },
            {
                "id": "fire",
                "question": "Rồng có phun lửa không ạ?",
                "options": [
                    {"id": "fiery", "label": "Có phun lửa", "phrases": ["phun lửa"]},
                    {"id": "cold", "label": "Không phun lửa"},
                ],
            },
        ],
        "submissions": [
            {
                "way": "in_person",
                "where": "Trung tâm Phục vụ hành chính công",
                "time": "3 ngày làm việc",
                "fees": [
                    {"text": "Miễn phí", "amount": 0, "when": ["wingless"]},
                    {"text": "20.000 đồng", "amount": 20000, "when": ["winged"]},
                ],
            },
            {
                "way": "online",
                "where": "Cổng Dịch vụ công quốc gia",
                "time": "2 ngày làm việc",
                "fees": "unknown",
            },
        ],
        "documents": [
            {"name": "Tờ khai nuôi rồng", "originals": 1, "copies": 0, "form": "Mẫu R01"},
            {"name": "Giấy phép bay", "originals": 1, "copies": 2, "when": ["winged"]},
            {"name": "Thẻ căn cước", "handling": "bring", "originals": 1, "copies": 0},
        ],
        "steps": ["Nộp hồ sơ", "Nhận sổ"],
        "conditions": "unknown",
        "result": ["Sổ rồng"],
        "deadline": {"text": "Trong 30 ngày từ khi nở", "days": 30},
        "online": {"level": "full", "url": LINK},
        "legal_basis": [{"number": "1/2026/NĐ-CP", "title": "Nghị định về rồng"}],
        "sources": [{"title": "Nguồn thử", "url": LINK, "checked": date(2026, 7, 31)}],
        "valid_from": date(2026, 7, 1),
        **changes,
    }


def invented(procedure: Procedure, reply: Reply) -> set[str]:
    """The numbers and links of a reply that its record does not hold."""
    record = procedure.model_dump_json()
    said = (
        word
        for block in reply.blocks
        for text in block.model_dump(exclude={"kind", "ordered"}).values()
        for line in ([text] if isinstance(text, str) else text)
        for word in re.findall(r"https?://\S+|\d[\d.,/]*", line)
    )
    return {word for word in said if word.rstrip(".,/") not in record}


DRAGON = Procedure.model_validate(record())
UNICORN = Procedure.model_validate(
    record(
        code="1.000002",
        name="Cấp thẻ kỳ lân",
        official_name="Cấp thẻ kỳ lân lần đầu",
        field="cu_tru",
        aliases=["thẻ kỳ lân", "làm thẻ kỳ lân"],
        life_events=["kỳ lân đủ tuổi"],
        questions=["kỳ lân mấy tuổi được cấp thẻ"],
        situations=[],
        submissions="unknown",
        documents="unknown",
        deadline=None,
        online={"level": "none", "url": LINK},
    )
)
CATALOGUE = Catalogue([DRAGON, UNICORN], {"ho_tich": "Hộ tịch", "cu_tru": "Cư trú"})
