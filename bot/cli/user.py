"""`motcua user`: the staff's accounts, from the machine itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.cli.who import By, Reason, deed, records
from bot.records.passwords import Passwords
from bot.records.staff import ROLES, SqlStaff, Staff
from bot.records.staff_links import Given, SqlLinks
from bot.settings import Settings, load_settings
from bot.wiring import System

app = typer.Typer(help="Tài khoản của cán bộ dùng trang quản lý.", no_args_is_help=True)

Role = Annotated[
    list[str], typer.Option("--role", help=f"Vai trò, ghi nhiều lần được: {', '.join(ROLES)}.")
]
Who = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]
Province = Annotated[str, typer.Option("--province", help="Địa phương phụ trách.")]
Department = Annotated[str, typer.Option("--department", help="Phòng, ban.")]


@app.command()
def add(role: Role, province: Province = "", department: Department = "", by: By = "") -> None:
    """Tạo liên kết mời một người; người đó tự chọn tên đăng nhập và mật khẩu."""
    given = Given(role, province, department)
    with _accounts() as (_, links):
        token = links.invite(given, deed("", by, needs_reason=False))
    print(f"Gửi riêng liên kết này; dùng được một lần, trong 3 ngày:\n{_address(token)}")


@app.command()
def disable(name: Who, reason: Reason = "", by: By = "") -> None:
    """Khóa một tài khoản và đóng ngay mọi phiên đăng nhập của người đó."""
    with _accounts() as (staff, _):
        staff.disable(name, deed(reason, by))
    print(f"{name}: đã khóa.")


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


def _address(token: str, settings: Settings | None = None) -> str:
    chosen = settings or load_settings()
    base = chosen.public_url.rstrip("/") or f"http://{chosen.web_host}:{chosen.web_port}"
    return f"{base}/console/join/{token}"


def _line(person: Staff) -> str:
    state = "đã khóa" if person.disabled else "đang dùng"
    place = ", ".join(filter(None, (person.department, person.province)))
    code = "có mã hai lớp" if person.has_code else "chưa có mã hai lớp"
    return "\t".join(
        filter(None, (person.login, person.name, " ".join(person.roles), state, code, place))
    )
