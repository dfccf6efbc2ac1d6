"""What channels make of things that are no text, before anything is stored."""

from itertools import groupby

from bot.places.nearby import nearby


def located(latitude: float, longitude: float) -> str:
    """Return the communes near a shared point in words, empty if there are none.

    This is all that goes on from here: coordinates are personal, and end with this call.

    >>> located(21.03, 105.85)
    'phường Hoàn Kiếm (thành phố Hà Nội)'
    """
    units = nearby(latitude, longitude)
    said = (
        f"{' hoặc '.join(unit.short for unit in same)} ({province})"
        for province, same in groupby(units, lambda unit: unit.province)
    )
    return " hoặc ".join(said)
