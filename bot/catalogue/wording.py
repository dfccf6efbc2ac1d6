"""The words around the facts of a record."""

from collections.abc import Mapping

from bot.reply import Aspect

NOT_KNOWN = "chưa có thông tin"
NATIONAL = "national"  # the field of imported records
PORTAL = "Cổng Dịch vụ công quốc gia"
AS_PUBLISHED = f"Theo bản đăng trên {PORTAL}, em chưa viết lại cho dễ đọc ạ."
CUT_TEXT = "… (xem đầy đủ ở trang chính thức)"
CUT_LIST = "Danh sách còn dài, anh/chị xem đầy đủ ở trang chính thức bên dưới giúp em ạ."
WAYS = {"in_person": "Nộp trực tiếp", "online": "Nộp trực tuyến", "post": "Gửi qua bưu điện"}
ONLINE = {
    "full": "Được ạ. Thủ tục này làm trực tuyến được toàn bộ, không phải đến nơi nộp hồ sơ.",
    "partial": "Làm trực tuyến được một phần ạ: nộp trên mạng, còn vài bước phải đến trực tiếp.",
    "none": "Hiện thủ tục này chưa làm trực tuyến được ạ, anh/chị nộp trực tiếp giúp em.",
    "unknown": f"Việc làm trực tuyến: {NOT_KNOWN} ạ.",
}
ASPECT_LABELS: Mapping[Aspect, str] = {
    "overview": "Tóm tắt",
    "documents": "Giấy tờ cần có",
    "steps": "Các bước làm",
    "place": "Nơi nộp",
    "fee": "Lệ phí",
    "time": "Thời gian giải quyết",
    "online": "Làm trực tuyến",
    "form": "Mẫu đơn, tờ khai",
    "conditions": "Điều kiện",
    "result": "Kết quả nhận được",
    "legal_basis": "Căn cứ pháp lý",
    "deadline": "Hạn phải làm",
}
