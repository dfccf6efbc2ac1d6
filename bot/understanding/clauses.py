"""The parts of a message that may each ask for something of their own."""

import re

_BORDER = re.compile(
    r"[,;.?!\n]+(?=\s|$)"
    r"|(?<!\S)(?:và|va|rồi|roi|xong|còn|con nua|đồng thời|dong thoi|cùng|cung"
    # Not of *gắn liền với*, *đối với*.
    r"|(?<!liền )(?<!lien )(?<!đối )(?<!doi )(?:với|voi))(?!\S)"
)


def clauses(text: str) -> list[str]:
    """Return the parts between commas, stops and conjunctions, in order.

    >>> clauses("làm khai sinh cho con và nhập hộ khẩu, cần gì ạ?")
    ['làm khai sinh cho con', 'nhập hộ khẩu', 'cần gì ạ']
    """
    return [part.strip() for part in _BORDER.split(text.lower()) if part.strip()]
