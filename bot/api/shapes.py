"""Records in the shape in which open data gives them."""

from bot.api.models import FieldRef, Links, Record, Summary
from bot.api.ports import PATH, Library
from bot.catalogue.checklist import PAGE as CHECKLIST
from bot.catalogue.freshness import is_over
from bot.catalogue.notices import notices
from bot.catalogue.record import Procedure

# What a record and its open data call by the same name.
_COMMON = Summary.model_fields.keys() & Procedure.model_fields.keys() - {"field", "online"}
_WHOLE = Record.model_fields.keys() & Procedure.model_fields.keys() - {"field"}


def summary(library: Library, procedure: Procedure, chance: float | None = None) -> Summary:
    """Return a procedure as a list has it."""
    return Summary(
        **{name: getattr(procedure, name) for name in _COMMON},
        version=procedure.version,
        field=_field(library, procedure),
        online=procedure.online.level,
        checked=procedure.checked,
        in_force=in_force(library, procedure),
        chance=None if chance is None else round(chance, 4),
        links=links(library, procedure),
    )


def record(library: Library, procedure: Procedure) -> Record:
    """Return all of a procedure."""
    return Record(
        **{name: getattr(procedure, name) for name in _WHOLE},
        version=procedure.version,
        field=_field(library, procedure),
        checked=procedure.checked,
        in_force=in_force(library, procedure),
        notices=notices(procedure, library.today(), library.listing().rules),
        links=links(library, procedure),
    )


def links(library: Library, procedure: Procedure) -> Links:
    """Return where a procedure is found."""
    code = procedure.code
    return Links(
        record=library.link(f"{PATH}/procedures/{code}"),
        page=library.link(f"/thu-tuc/{code}"),
        checklist=library.link(f"{CHECKLIST}/{code}"),
        chat=library.link(f"/?hoi={code}"),
        official=str(procedure.online.url),
    )


def in_force(library: Library, procedure: Procedure) -> bool:
    """Whether a record holds today."""
    today = library.today()
    return procedure.valid_from <= today and not is_over(procedure, today)


def _field(library: Library, procedure: Procedure) -> FieldRef:
    name = library.listing().name_of(procedure.field)
    return FieldRef(id=procedure.field, name=name)
