"""`motcua user`: the staff's accounts, from the machine itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

import typer

from bot.cli.who import By, Reason, deed, records
from bot.errors import MotcuaError
from bot.province import load_province
from bot.records.staff.accounts import ROLES, SqlStaff, Staff
from bot.records.staff.changes import SqlStaffChanges
from bot.records.staff.links import Given, SqlLinks
from bot.records.staff.passwords import Passwords
from bot.records.staff.places import in_province
from bot.settings import Settings, load_settings
from bot.wiring import System

app = typer.Typer(help="Tài khoản của cán bộ dùng trang quản lý.", no_args_is_help=True)

Role = Annotated[
    list[str], typer.Option("--role", help=f"Vai trò, ghi nhiều lần được: {', '.join(ROLES)}.")
]
NewRole = Annotated[list[str] | None, typer.Option("--role", help="Mọi vai trò từ nay.")]
Who = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]
Place = Annotated[str | None, typer.Option("--province", help="Địa phương phụ trách.")]
Department = Annotated[
    str | None, typer.Option("--department", help="Phòng, ban trong tệp địa phương: mã hoặc tên.")
]
Commune = Annotated[str | None, typer.Option("--commune", help="Xã, phường; rỗng là mọi nơi.")]


@app.command()
def add(
    role: Role,
    province: Place = None,
    department: Department = None,
    commune: Commune = None,
    by: By = "",
) -> None:
    """Tạo liên kết mời một người; người đó tự chọn tên đăng nhập và mật khẩu."""
    given = _placed(Given(role, province or "", department or "", commune or ""))
    with _accounts() as (_, links):
        token = links.invite(given, deed("", by, needs_reason=False))
    print(f"Gửi riêng liên kết này; dùng được một lần, trong 3 ngày:\n{_address(token)}")


@app.command()
def edit(
    name: Who,
    role: NewRole = None,
    province: Place = None,
    department: Department = None,
    commune: Commune = None,
    reason: Reason = "",
    by: By = "",
) -> None:
    """Sửa vai trò, nơi làm việc; có hiệu lực ngay. Điều gì không ghi thì giữ nguyên."""
    said: dict[str, Any] = {
        "roles": role,
        "province": province,
        "department": department,
        "commune": commune,
    }
    with _accounts() as (staff, _), records() as database:
        who = staff.named(name)
        before = Given(who.roles, who.province, who.department, who.commune)
        given = replace(before, **{n: value for n, value in said.items() if value is not None})
        SqlStaffChanges(database).edit(name, _placed(given, before), deed(reason, by))
        print(_line(staff.named(name)))


@app.command()
def disable(name: Who, reason: Reason = "", by: By = "") -> None:
    """Khóa một tài khoản và đóng ngay mọi phiên đăng nhập của người đó."""
    with records() as database:
        SqlStaffChanges(database).disable(name, deed(reason, by))
    print(f"{name}: đã khóa.")


@app.command()
def enable(name: Who, reason: Reason = "", by: By = "") -> None:
    """Mở lại một tài khoản đã khóa, với mật khẩu cũ."""
    with records() as database:
        SqlStaffChanges(database).enable(name, deed(reason, by))
    print(f"{name}: đã mở lại.")


@app.command()
def first() -> None:
    """In liên kết cho quản trị viên đầu tiên, khi chưa có tài khoản; liên kết cũ bị bỏ."""
    with _accounts() as (_, links):
        token = links.first(deed("", "", needs_reason=False).who)
    if token is None:
        raise MotcuaError("Đã có tài khoản; hãy dùng: motcua user add --role admin")
    print(f"Mở liên kết này trong một giờ, chỉ dùng một lần:\n{_address(token)}")


@app.command()
def reset(name: Who, reason: Reason = "", by: By = "") -> None:
    """Tạo liên kết đặt mật khẩu mới, bỏ mã hai lớp; cũng mở lại tài khoản đã khóa."""
    with _accounts() as (staff, links):
        token = links.reset(staff.named(name), deed(reason, by))
    print(f"Gửi riêng liên kết này; dùng được một lần, trong một giờ:\n{_address(token)}")


@app.command("list")
def everybody() -> None:
    """Xem mọi tài khoản."""
    with _accounts() as (staff, _):
        lines = [_line(person) for person in staff.all()]
    print("\n".join(lines) or "Chưa có tài khoản nào; chạy: motcua user add --role admin")


def first_admin(system: System) -> str | None:
    """Return the link for the first admin, ``None`` once there is staff."""
    token = SqlLinks(system.database, Passwords()).first()
    return token and _address(token, system.settings)


@contextmanager
def _accounts() -> Iterator[tuple[SqlStaff, SqlLinks]]:
    passwords = Passwords()
    with records() as database:
        yield SqlStaff(database, passwords), SqlLinks(database, passwords)


def _placed(given: Given, before: Given | None = None) -> Given:
    return in_province(given, load_province(load_settings().province), before)


def _address(token: str, settings: Settings | None = None) -> str:
    chosen = settings or load_settings()
    base = chosen.public_url.rstrip("/") or f"http://{chosen.web_host}:{chosen.web_port}"
    return f"{base}/console/join/{token}"


def _line(person: Staff) -> str:
    state = "đã khóa" if person.disabled else "đang dùng"
    place = "; ".join(filter(None, (person.department, person.commune, person.province)))
    code = "có mã hai lớp" if person.has_code else "chưa có mã hai lớp"
    return "\t".join(
        filter(None, (person.login, person.name, " ".join(person.roles), state, code, place))
    )
