"""The first page: what waits, where everything is, who is logged in."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response

from console.departments import departments
from console.guard import Here, Me, for_staff
from console.pages import page

ABOUT: Final[Mapping[str, str]] = {
    "/conversations": "Tìm và đọc các cuộc trò chuyện.",
    "/queue": "Người dân đang chờ gặp cán bộ.",
    "/needs": "Câu hỏi cần cơ quan trả lời.",
    "/reviews": "Chấm câu trả lời của trợ lý.",
    "/proposals": "Câu huấn luyện và chỗ cần sửa trong hồ sơ thủ tục.",
    "/lessons": "Điều học được từ câu trả lời, chờ duyệt.",
    "/canned": "Câu trả lời soạn sẵn để chèn nhanh.",
    "/people": "Mời, sửa, khóa tài khoản.",
    "/audit": "Ai đã làm gì, lúc nào, vì sao.",
}

router = for_staff()


@router.get("/")
def home(request: Request, office: Here, me: Me) -> Response:
    """Say what there is to do, and who is logged in."""
    left = office.recovery.left(me.staff) if me.staff.has_code else 0
    department = departments(office).get(me.staff.department, me.staff.department)
    shown: dict[str, Any] = {"about": ABOUT, "left": left, "department": department}
    return page(request, "home.html", me=me.staff, **shown)
