"""What accounts and audit say without a literal in a page has its English too."""

from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest

from bot.channels.web import guard as web_guard
from bot.records import audit_chain
from bot.records.staff import accounts as staff
from bot.records.staff import changes as staff_changes
from bot.records.staff import links as staff_links
from bot.records.staff import passwords
from bot.records.staff import places as staff_scope
from console import audit, deed_names, faults, forms, guard, home
from console.accounts import account, login, oidc, oidc_link, openid, people, second_factor
from console.words import english

MODULES = (
    account, audit_chain, faults, forms, guard, login, oidc, oidc_link, openid, passwords, people,
    second_factor, staff, staff_changes, staff_links, staff_scope, web_guard,
)  # fmt: skip
TABLES: tuple[Mapping[str, str], ...] = (
    deed_names.DEEDS,
    deed_names.DETAILS,
    deed_names.WAYS,
    {name: name for name in audit.COLUMNS},
    {str(status): sentence for status, sentence in faults.STANDARD.items()},
    home.ABOUT,
    staff.ROLES,
)


def said(module: ModuleType) -> Iterator[str]:
    """Yield the sentences that a module may show: its texts with a space and an accent."""
    for text in vars(module).values():
        if isinstance(text, str) and " " in text and not text.isascii() and text != module.__doc__:
            yield text


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_sentence_of_a_module_has_its_english(module: ModuleType) -> None:
    assert [text for text in said(module) if text not in english()] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: next(iter(table.values())))
def test_every_name_of_a_table_has_its_english(table: Mapping[str, str]) -> None:
    assert [name for name in table.values() if name not in english()] == []
