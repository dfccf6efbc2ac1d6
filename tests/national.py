"""Records in the form of the national portal, made up for tests."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.catalogue.national import parse, to_procedure
from bot.catalogue.record import Procedure

TODAY = date(2026, 7, 31)
WAYS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
LAWS = "Tên văn bản pháp lýMã văn bản"
FURNITURE = (
    "Từ khóaKhông có thông tinMô tảKhông có thông tinChọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành"
)


def line(**changes: Any) -> dict[str, Any]:
    """Return a record as the portal publishes it, with ``changes``."""
    return {
        "ma_thu_tuc": "1.000001",
        "ten_thu_tuc": "Thủ tục đăng ký\xa0nuôi rồng",
        "so_quyet_dinh": "1/QĐ-BR",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "linh_vuc": "Rồng",
        "doi_tuong_thuc_hien": "Tổ chức (không bao gồm doanh nghiệp, HTX), Cán bộ, công chức",
        "trinh_tu_thuc_hien": "Bước 1: Nộp đơn.\nchờ một lát\nBước 2: Nhận sổ.",
        "cach_thuc_thuc_hien": f"{WAYS}Trực tiếp5 NgàyMiễn phíTrực tuyến2 NgàyMiễn phí",
        "thanh_phan_ho_so": f"Giấy tờ phải xuất trình:{PAPERS}Thẻ rồng0 bản chínhẢnh1 bản chính",
        "can_cu_phap_ly": f"{LAWS}Luật Rồng1/2014/QH13",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": f"Sổ rồngMã: KQ.G01.000001Thẻ rồngMã: KQ-G01-2- {FURNITURE}",
        "detail_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/vi-du",
        **changes,
    }


def lines(number: int, **changes: Any) -> list[dict[str, Any]]:
    """Return so many records with codes from ``2.000000`` on."""
    return [line(ma_thu_tuc=f"2.{n:06}", **changes) for n in range(number)]


def imported(checked: date = TODAY, **changes: Any) -> Procedure:
    """Return what the catalogue makes of a line."""
    converted = to_procedure(parse(line(**changes)), checked)
    assert isinstance(converted, Procedure)
    return converted


def write(file: Path, *content: Mapping[str, Any] | bytes) -> Path:
    """Write lines as they are, or records a line each."""
    written = [c if isinstance(c, bytes) else json.dumps(c).encode() for c in content]
    file.write_bytes(b"\n".join(written))
    return file
