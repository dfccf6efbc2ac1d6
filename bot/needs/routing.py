"""Whose a need is, and why: the rules of the province's file, the most telling one first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.province.province import Department, Province
from bot.province.routes import Route
from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

Reason = Literal["procedure", "keyword", "field", "commune", "fallback", "given"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a need before it has an owner; empty where nothing is."""

    text: str
    procedure: str = ""
    field: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Routed:
    """The owner, and why: ``detail`` is the code, keyword, field or commune that decided.

    ``others`` are the departments that a rule of the same kind would have chosen too: whoever
    reads the need sees that it was not clear.
    """

    department: str
    reason: Reason
    detail: str = ""
    others: tuple[str, ...] = ()


def route(asked: Asked, province: Province) -> Routed:
    """Return the owner. There is always one: the department that takes what nobody else does.

    Of several keywords the longest decides, of several rules of one kind the first in the file.
    """
    for found in (_by_procedure, _by_keyword, _by_field, _by_commune):
        if owners := list(found(asked, province)):
            first, *rest = owners
            others = dict.fromkeys(o.department for o in rest if o.department != first.department)
            return Routed(first.department, first.reason, first.detail, tuple(others))
    return Routed(_fallback(province.departments).id, "fallback")


def _by_procedure(asked: Asked, province: Province) -> Iterator[Routed]:
    for rule in province.routes:
        if asked.procedure and asked.procedure in rule.procedures:
            yield Routed(rule.department, "procedure", asked.procedure)


def _by_keyword(asked: Asked, province: Province) -> Iterator[Routed]:
    said = f" {_plain(asked.text)} "
    found = [
        (keyword, rule.department)
        for rule in province.routes
        for keyword in rule.keywords
        if f" {_plain(keyword)} " in said
    ]
    for keyword, department in sorted(found, key=lambda one: -len(one[0])):
        yield Routed(department, "keyword", keyword)


def _by_field(asked: Asked, province: Province) -> Iterator[Routed]:
    for department in province.departments:
        if asked.field and asked.field in department.fields:
            yield Routed(department.id, "field", asked.field)


def _by_commune(asked: Asked, province: Province) -> Iterator[Routed]:
    for rule in province.routes:
        if asked.commune and asked.commune in rule.communes and _is_of_communes_alone(rule):
            yield Routed(rule.department, "commune", asked.commune)


def _is_of_communes_alone(rule: Route) -> bool:
    return not rule.procedures and not rule.keywords


def _fallback(departments: Sequence[Department]) -> Department:
    return next((d for d in departments if d.fallback), departments[0])


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(normalise(text))).split())
