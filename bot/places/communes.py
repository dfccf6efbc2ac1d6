"""The communes that there are now, as a list to choose from."""

from functools import cache

from bot.places.names import names


@cache
def communes(province: str = "") -> tuple[str, ...]:
    """Return the full names of the communes of ``province``, of the whole country without one.

    >>> communes("tỉnh Thái Nguyên")[0]
    'phường Bá Xuyên, tỉnh Thái Nguyên'
    """
    known = (unit for found in names().present.values() for unit in found)
    here = (u.full for u in known if u.level == "commune" and province in ("", u.province))
    return tuple(sorted(here))
