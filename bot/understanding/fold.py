"""Vietnamese without its accents, as hurried people type it."""

import unicodedata

_D = str.maketrans("đĐ", "dd")


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents; đ becomes d.

    >>> fold("Đăng ký khai sinh")
    'dang ky khai sinh'
    """
    letters = unicodedata.normalize("NFD", text.translate(_D).lower())
    bare = "".join(char for char in letters if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", bare)
