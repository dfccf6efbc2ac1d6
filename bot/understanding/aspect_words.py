"""Takes out of a message the words that ask (“cần giấy tờ gì”), so that its subject remains.

What is left is what the catalogue searches for: “lệ phí khai sinh bao nhiêu ạ” → “khai sinh”.
All phrases are folded. Longer phrases go first, so “mất tiền” goes and “ba tôi mới mất” stays; a
word that also means something else (“con”, “mất”, “thẻ”, “tử”) goes only as part of a phrase.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.understanding.abbreviations import clean
from bot.understanding.fold import fold

_PHRASES = """
can nhung giay to gi; can giay to gi; giay to gi; giay to nao; nhung giay to nao; ho so gom nhung gi
ho so gom; thanh phan ho so; chuan bi giay to gi; chuan bi ho so; chuan bi nhung gi; chuan bi gi
mang theo nhung gi; mang theo gi; mang gi; can nhung gi; can gi; gom nhung gi; gom gi; nhung gi
can giay to; can ho so; ho so; giay to can thiet; bao nhieu giay to; can mang theo; mang theo
mat bao nhieu tien; het bao nhieu tien; ton bao nhieu tien; bao nhieu tien; mat tien; ton tien
dong tien; mat phi; ton phi; dong phi; le phi; chi phi; phi; bao tien; gia bao nhieu; bao nhieu
mien phi; het bao nhieu; het tien; may tien; mat bao lau; het bao lau; trong bao lau; sau bao lau
y toi la; y em la; y minh la; y anh la; y chi la; y la
bao lau thi xong; bao lau thi co; bao lau; may ngay; may hom; bao nhieu ngay; thoi gian
khi nao xong; khi nao co; khi nao; bao gio xong; bao gio co; bao gio; chung nao; thoi han
o dau; cho nao; noi nao; den dau; toi dau; dau nhi; nop o dau; lam o dau; co quan nao; ai cap
ai lam; qua mang; tren mang; truc tuyen; online; onl; dich vu cong; tren vneid; qua vneid
nhu the nao; the nao; nhu nao; ra sao; lam sao; thi sao; vi sao; cach lam; cac buoc; quy trinh
trinh tu; huong dan; thu tuc gi; thu tuc; bieu mau; mau don; dieu kien gi; dieu kien; ha; oi; nua
duoc khong; co duoc; co can; co phai; can phai; phai khong; khong; tre han; han chot; a; ak
can cu phap ly; luat nao; nghi dinh nao; ket qua; nhan duoc gi; cho hoi; cho em hoi; cho toi hoi
cho minh hoi; xin hoi; muon hoi; hoi ve; tu van; giup; noi ro; chi tiet; co mat; the co; thi co; ve
gi; nao; nay; kia; roi; gio; bay gio; duoc; phai; nop; cua; va; hay; hoac; la; ah; nhi; nhe; voi
toi; em; anh; chi; ad; admin; nguoi ta; muon; se; bi; lam; xin; cung; cac; nhung; may; xong; day
vay; con lai; loai nao; thi phai; the thi; can lam; can co; co the; de lam; de xin
giay to can nhung gi; giay to can gi; giay to gom nhung gi; giay to gom gi; giay to thi sao
the le phi; the phi; the giay to; the thoi gian; the bao lau; the bao lau thi xong; the han chot
con le phi; di dau; ton bao nhieu; ton nhieu tien; nhieu tien; nop truc tiep; lam truc tiep
de duoc; xin chao; chao em; chao anh; chao chi; chao ban; chao ad; di lam; di xin; hien nay; hom nay
bao lau thi
"""

_ALL = {p.strip() for line in _PHRASES.splitlines() for p in line.split(";") if p.strip()}
_ASKING = re.compile(
    r"(?<!\S)(?:" + "|".join(re.escape(p) for p in sorted(_ALL, key=len, reverse=True)) + r")(?!\S)"
)
_LINKING = re.compile(r"(?<!\S)(?:thế|còn|ủa)(?!\S)")  # without accents they mean other things
_MASKED = re.compile(r"\[[^\[\]]*\]")  # a tag in place of a personal number
_NOT_WORD = re.compile(r"[^\w./-]+|(?<!\d)[./-]|[./-](?!\d)")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about, as written and without accents; both may be empty."""

    written: str
    folded: str


def subject(text: str) -> Subject:
    """Return the words of ``text`` that say what it is about."""
    spaced = " ".join(_NOT_WORD.sub(" ", clean(_MASKED.sub(" ", text))).split())
    written = "".join(c for c in spaced if len(_letter(c)) == 1)
    folded = "".join(map(_letter, written))
    kept = [True] * len(folded)
    for found in chain(_ASKING.finditer(folded), _LINKING.finditer(written)):
        kept[found.start() : found.end()] = [False] * len(found[0])
    return Subject(_only(written, kept), _only(folded, kept))


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """Fold letter by letter, so that both forms have every letter in the same place."""
    return fold(character)


def _only(text: str, kept: Sequence[bool]) -> str:
    marked = (c if keep else " " for c, keep in zip(text, kept, strict=True))
    return " ".join("".join(marked).split())
