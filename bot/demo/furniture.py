"""What the invented staff have kept for their work: texts, labels, searches."""

from bot.demo.crew import Crew, by
from bot.records.reviews.labels import SqlReviewLabels
from bot.records.takeover import canned
from bot.records.takeover.canned import SqlCanned
from bot.records.talks.saved_filters import save_filter

LABELS = (
    ("theme", "Ủy quyền"),
    ("theme", "Nộp trực tuyến"),
    ("quality", "Câu trả lời dài"),
    ("quality", "Thiếu bước cuối"),
    ("follow_up", "Cần sửa bản ghi"),
    ("follow_up", "Hỏi lại phòng chuyên môn"),
)
HELLO = "Chào anh/chị, em là cán bộ trực, em hỗ trợ anh/chị ngay ạ."
LATER = "Dạ em xin phép kiểm tra rồi trả lời anh/chị trong hôm nay ạ."
BY_POST = "Dạ anh/chị ở xa có thể nộp trực tuyến trên Cổng Dịch vụ công quốc gia ạ."
CANNED = (("", "Lời chào", HELLO), ("", "Hẹn trả lời", LATER), ("ho_tich", "Ở xa", BY_POST))
FILTERS = (
    ("truc1", "Chưa đáp ứng", "outcome=unmet", True),
    ("phantich", "Bị chê", "rating=down", True),
    ("phantich", "Lỗi máy", "outcome=error", False),
)


def furnish(crew: Crew) -> None:
    """Keep all of it."""
    texts = SqlCanned(crew.database, crew.clock)
    for field, title, text in CANNED:
        place = crew.desk.province.department_of(field) if field else canned.FOR_ALL
        texts.add(crew.people["quantri"], canned.Draft(title, text, place), by("quantri"))
    labels = SqlReviewLabels(crew.database, crew.clock)
    for kind, name in LABELS:
        labels.add(kind, name, by("phantich"))
    for login, name, query, shared in FILTERS:
        who = crew.people[login]
        save_filter(crew.database, who, name, query, shared=shared, clock=crew.clock)
