"""The names of the departments that staff and conversations belong to."""

from collections.abc import Mapping

from console.guard import Office


def departments(office: Office) -> Mapping[str, str]:
    """Return the names of the province's departments by their ids."""
    return {d.id: d.name for d in office.place.departments} if office.place else {}
