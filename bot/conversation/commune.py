"""The commune that a message names, by which conversations are found later."""

from bot.places import places, within


def commune_in(text: str, home: str = "") -> str:
    """Return the full present name of the commune, empty unless there is exactly one.

    ``home`` is the province in which names are meant that several provinces have.

    >>> commune_in("tôi ở phường Phan Đình Phùng, Thái Nguyên")
    'phường Phan Đình Phùng, tỉnh Thái Nguyên'
    >>> commune_in("tôi ở phường Trưng Vương cũ", "tỉnh Thái Nguyên")
    'phường Phan Đình Phùng, tỉnh Thái Nguyên'
    >>> commune_in("làm khai sinh")
    ''
    """
    named = {
        unit.full
        for place in places(text)
        if place.level == "commune"
        for unit in within(place, home).present
    }
    return named.pop() if len(named) == 1 else ""
