"""What citizens shorten: first the words of the administration, then chat speak.

Every expansion holds whatever stands around it, with three exceptions that ``expand`` knows:

* ``hk`` is *không* at the end of a clause (“được hk”) and *hộ khẩu* elsewhere or after a word
  that takes a register (“nhập hk”).
* a single letter after *bằng, hạng, loại, mẫu…* is a class or a form, not a person (“bằng c”).
* a token joined to a digit is a code and stays (“a1”, “8h”).

Some are ambiguous and get the meaning this domain needs: ``tt`` thủ tục (also trực tiếp),
``gt`` giấy tờ (also giới tính), ``hs`` hồ sơ (also học sinh), ``dc``/``đc`` được (also địa chỉ),
``ck`` chồng (also chuyển khoản), ``bn`` bao nhiêu (also bạn), ``dk`` đăng ký (also điều kiện).
Too ambiguous to touch: ``bh`` (bảo hiểm, bao giờ, bây giờ), ``cc``, ``hn``, ``nk``, ``kg``.
"""

import re
from dataclasses import dataclass

from bot.understanding.fold import fold
from bot.understanding.normalise import normalise

_ADMINISTRATION = {
    "hộ khẩu": "hkhau",
    "giấy tờ": "gt gto gtờ",
    "thủ tục": "tt ttuc ttục",
    "thủ tục hành chính": "tthc",
    "hành chính công": "hcc",
    "dịch vụ công": "dvc",
    "hồ sơ": "hs hsơ hso",
    "hộ kinh doanh": "hkd",
    "đăng ký": "đk dk đky dky đki dki",
    "đăng ký kinh doanh": "đkkd dkkd",
    "đăng ký kết hôn": "đkkh dkkh",
    "đăng ký khai sinh": "đkks dkks",
    "giấy phép kinh doanh": "gpkd",
    "giấy phép xây dựng": "gpxd",
    "giấy phép lái xe": "gplx",
    "bằng lái xe": "blx",
    "giấy chứng nhận": "gcn",
    "giấy chứng nhận quyền sử dụng đất": "gcnqsdđ gcnqsdd",
    "quyền sử dụng đất": "qsdđ qsdd",
    "căn cước công dân": "cccd",
    "chứng minh nhân dân": "cmnd cmt",
    "sổ hộ khẩu": "shk",
    "giấy khai sinh": "gks",
    "lý lịch tư pháp": "lltp",
    "tình trạng hôn nhân": "tthn",
    "ủy ban nhân dân": "ubnd",
    "ủy ban": "ub",
    "bảo hiểm y tế": "bhyt",
    "bảo hiểm xã hội": "bhxh",
    "bảo hiểm thất nghiệp": "bhtn",
    "công ty": "cty cti",
    "doanh nghiệp": "dn",
    "hợp đồng": "hđ",
    "ủy quyền": "uq",
    "cán bộ": "cb",
    "cơ quan": "cq",
    "thành phố": "tp",
    "thời gian": "tg tgian",
    "điện thoại": "đt",
    "số điện thoại": "sđt sdt",
}

_CHAT = {
    "không phải": "kp",
    "không": "k ko kh khg khum hok hong hông hem kô kông",
    "chưa": "chx",
    "được": "dc đc đượk đươc",
    "như thế nào": "ntn ntnào ntnao",
    "thế nào": "tnào tnao",
    "làm sao": "lsao",
    "bao nhiêu": "bn bnhiu bnhieu bnhiêu nhiu bnh",
    "gì": "j ji rì",
    "vậy": "z v dz zậy",
    "rồi": "r rùi",
    "giờ": "h",
    "bây giờ": "bgio bgiờ bjo",
    "làm": "lm",
    "mới": "ms",
    "với": "vs",
    "mình": "mk mik mìnk",
    "vợ": "vk vợk",
    "chồng": "ck",
    "em": "e",
    "anh": "a",
    "chị": "c",
    "mọi người": "mn mng",
    "người": "ng",
    "biết": "bít bik",
    "quá": "wá wa",
    "đi": "ik",
    "luôn": "lun",
    "muốn": "mún mun",
    "nữa": "nx",
    "trước": "trc",
    "gia đình": "gđ",
    "xin lỗi": "xl",
    "cảm ơn": "thanks thank thx tks camon",
    "làm ơn": "pls plz",
    "ạ": "ak",
    "à": "ah",
    "ừ": "uh uk uhm",
    "nhưng": "nhưg nhug",
    "những": "nhữg",
    "kiểm tra": "ktra",
}


_EXPANSIONS = {
    short: full
    for group in (_CHAT, _ADMINISTRATION)
    for full, shorts in group.items()
    for short in shorts.split()
}
_WORD = re.compile(r"(?<![\w./@-])[^\W\d_]+(?![\w/@-]|\.\w)")
_BEFORE_A_CLASS = frozenset({"bang", "hang", "loai", "mau", "lai", "to", "khu", "lo", "khoan"})
_BEFORE_REGISTER = frozenset(
    {"so", "nhap", "tach", "chuyen", "cat", "xoa", "lam", "mat", "dang", ""}
)
_CLAUSE_ENDS = re.compile(r"\s*(?:$|[?!,.;]|(?:ạ|a|ak|vậy|z|v|e|em|ad)\b)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the engine and the catalogue read it: with its accents, and folded."""

    text: str
    folded: str


def expand(text: str) -> str:
    """Write out the abbreviations of a normalised text.

    >>> expand("cần gt j để làm cccd, thi bằng c, được hk ạ")
    'cần giấy tờ gì để làm căn cước công dân, thi bằng c, được không ạ'
    """
    return _WORD.sub(_expansion, text)


def read(text: str) -> Reading:
    """Normalise, expand and fold a message."""
    expanded = expand(normalise(text))
    return Reading(expanded, fold(expanded))


def _expansion(match: re.Match[str]) -> str:
    word = match[0]
    before = match.string[: match.start()].split()
    previous = before[-1] if before else ""
    if word == "hk":
        return _hk(fold(previous), match.string[match.end() :])
    if len(word) == 1 and fold(previous) in _BEFORE_A_CLASS:
        return word
    return _EXPANSIONS.get(word, word)


def _hk(previous: str, rest: str) -> str:
    if previous in _BEFORE_REGISTER:
        return "hộ khẩu"
    return "không" if _CLAUSE_ENDS.match(rest) else "hộ khẩu"
