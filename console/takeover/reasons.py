"""Why somebody does what others may ask about later."""

LEAST_LETTERS = 10
TOO_SHORT = "Vui lòng ghi rõ lý do, ít nhất 10 chữ cái."


def says_why(reason: str) -> bool:
    """Whether a reason is more than a stroke on the keyboard.

    >>> says_why("..........")
    False
    >>> says_why("gọi lại theo số dân để lại")
    True
    """
    return sum(c.isalpha() for c in reason) >= LEAST_LETTERS
