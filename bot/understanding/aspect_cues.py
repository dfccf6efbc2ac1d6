"""Phrases that ask for one certain thing, whatever stands around them: “nộp ở đâu” asks where.

The engine learns from whole sentences and at times listens to the subject instead (“mẫu con dấu …
nộp ở đâu” as a question about forms); these few phrases leave no doubt.
"""

import re

from bot.understanding.abbreviations import clean
from bot.understanding.fold import fold

# By aspect: folded regular expressions. What asks for several things (“bao lâu phải” is a
# deadline, “bao lâu thì có” a time) stands where the words before and after decide.
_CUES = {
    "documents": (
        r"(?:giay to|giay|ho so|chung tu) (?:gi|nao)\b(?! nhan| thi)",
        r"(?:nop|mang|dem|cam|chuan bi|kem|dua|trinh)(?: theo| kem| them)?(?: nhung| cac)?"
        r"(?: giay to| giay| ho so)? (?:gi|nao)\b",
        r"(?:ho so|giay to) (?:gom|can|co) (?:nhung )?(?:gi|nao)\b",
        r"can (?:co )?(?:nhung )?(?:gi|bang chung gi|chung tu gi)$",
        r"thanh phan ho so",
    ),
    "fee": (
        r"(?:bao nhieu|may|nhieu) (?:tien|dong|ngan|nghin|chuc|tram|trieu)\b(?! don)",
        r"(?:het|ton|mat|dong|thu|gia|phi) (?:bao nhieu|nhieu)"
        r"(?! ngay| lau| thang| tuan| ban| giay)",
        r"(?:co )?(?:mat|ton|dong|thu|nop) (?:tien|phi|le phi) (?:khong|ko|gi|hong)\b",
        r"(?:le phi|chi phi) (?:bao nhieu|the nao|la|ra sao|het)",
        r"(?:co )?mien phi khong",
    ),
    "time": (
        r"(?:mat|het|cho|doi) (?:khoang )?(?:bao lau|may ngay|may hom|may bua|bao nhieu ngay)",
        r"(?:bao lau|may ngay|may hom|may bua|bao nhieu ngay|khi nao|bao gio|chung nao)"
        r"(?: thi| la| nua| moi)*(?: co| xong| duoc| lay| nhan| ra| tra)\b",
        r"(?:sau|trong) (?:bao lau|may ngay)$",
    ),
    "deadline": (
        r"(?:bao lau|may ngay|bao nhieu ngay|may thang)(?: thi| la| ke tu\b.*)? (?:phai|bat buoc)",
        r"(?:han chot|thoi han|(?<!huu )han) (?:phai|nop|dang ky|khai|la)",
        r"phai\b.* trong (?:bao lau|may ngay|bao nhieu ngay)$|truoc (?:ngay|thang) may",
    ),
    "place": (
        r"(?:o|ra|den|toi|tai|ve|len|qua|tim) dau\b|(?:cho|noi) nao\b",
        r"(?:co quan|uy ban|phuong|xa|phong|so|cho|noi|toa) nao (?:cap|lam|nhan|giai quyet)",
        r"(?:nop|gui|dua)(?: don| ho so| giay)? (?:cho )?ai\b",
    ),
    "online": (
        r"(?:lam|nop|dang ky|khai)?(?: qua| tren)? ?(?:online|truc tuyen|qua mang|tren mang)"
        r"(?: co)? (?:duoc|dc) (?:khong|ko|hong|chua)",
    ),
}
_ASKING = [
    (aspect, re.compile(rf"(?<!\S)(?:{pattern})")) for aspect, all_ in _CUES.items()
    for pattern in all_
]  # fmt: skip
_COURTESY = re.compile(r"(?: (?:a|vay|the|ha|nhi|hen|nha|ta|day|do|em|anh|chi|ad|ban|oi|voi|di))+$")


def cued_aspects(text: str) -> tuple[str, ...]:
    """Return what ``text`` asks for beyond doubt, in the order in which it asks.

    >>> cued_aspects("đăng ký mẫu con dấu nộp ở đâu, mất bao lâu ạ")
    ('place', 'time')
    """
    folded = _COURTESY.sub("", re.sub(r"[\s?.!,;:]+", " ", fold(clean(text))).strip())
    found = ((m.start(), aspect) for aspect, cue in _ASKING for m in cue.finditer(folded))
    return tuple(dict.fromkeys(aspect for _, aspect in sorted(found)))
