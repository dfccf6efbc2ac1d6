"""Vietnamese spelling: which letters make a syllable, and where its tone mark stands.

A syllable is an onset and a rime. “bare” means without its tone mark but with its other marks:
*đươc* is the bare form of *được*.
"""

import re
import unicodedata
from functools import cache, lru_cache

from bot.understanding.fold import fold

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_MARKS = frozenset(TONES.values())
_STOPS = ("c", "ch", "p", "t")  # such a syllable takes only two of the tones
_STOP_TONES = frozenset({TONES["s"], TONES["j"]})
_VOWELS = frozenset("aăâeêioôơuưy")
_SHAPED = frozenset("ăâêôơư")

_RIME_TABLE = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu
iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat
oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
uy uya uych uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y
"""
_QU_TABLE = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âm ân âng ât âu ây e en eng eo ep et
ê êch ên ênh êt êu i ich in inh ip it iu ôc ơ ơi ơn ơt y ych ynh yt yên yêt
"""
_RIMES, _AFTER_QU = _RIME_TABLE.split(), _QU_TABLE.split()
_WITHOUT_ONSET = ["yêm", "yên", "yêng", "yêt", "yêu"]
_AFTER_GI = ["êc", "êm", "êng", "êt", "êu"]  # giếc, giếm, giếng, giết, giễu
_LOANS = ["xoong", "boong", "goong", "moong", "mooc", "sooc", "gi", "gin"]
_FRONT_ONLY, _BACK_ONLY = ("k", "gh", "ngh"), ("c", "g", "ng", "gi")
_ONSETS = "b ch d đ h kh l m n nh p ph r s t th tr v x"
_ANYWHERE = ("", *_ONSETS.split())
_HALF_Y = frozenset({"", "h", "k", "l", "m", "s", "t", "v"})  # may stand before a lone y
_ONE_HORN = re.compile("ưo|uơ")
# Two spellings of one word; the first is written here as the other.
_VARIANTS = re.compile(r"^(?:([kl])[iìíỉĩị]|qu[iìíỉĩị]|mĩ|sỹ)$")
_TO_Y, _TO_I = dict(zip("iìíỉĩị", "yỳýỷỹỵ", strict=True)), {"ỹ": "ĩ"}


@cache
def bare_syllables() -> frozenset[str]:
    """Return every possible syllable, without tone marks."""
    made = {o + rime for o in (*_ANYWHERE, *_FRONT_ONLY, *_BACK_ONLY) for rime in _after(o)}
    made |= {"qu" + rime for rime in _AFTER_QU}
    return frozenset(made | {"gi" + rime for rime in _AFTER_GI} | {*_WITHOUT_ONSET, *_LOANS})


@cache
def folded_syllables() -> frozenset[str]:
    """Return every possible syllable as it is typed without accents."""
    return frozenset(map(fold, bare_syllables()))


def _after(onset: str) -> list[str]:
    front = [r for r in _RIMES if r[0] in "ieêy"]
    if onset in _FRONT_ONLY:
        rimes = front
    elif onset in _BACK_ONLY:
        rimes = [r for r in _RIMES if r not in front or (onset == "gi" and r[0] == "e")]
    else:
        rimes = _RIMES
    return [r for r in rimes if r != "y" or onset in _HALF_Y]


def parted(word: str) -> tuple[str, str]:
    """Part a word in lower case into its bare form and its tone marks, of which there may be none.

    >>> parted("được") == ("đươc", TONES["j"])
    True
    """
    letters = unicodedata.normalize("NFD", word)
    marks = "".join(c for c in letters if c in _MARKS)
    bare = "".join(c for c in letters if c not in _MARKS)
    return unicodedata.normalize("NFC", bare), marks


def joined(bare: str, mark: str) -> str:
    """Put the tone mark of a syllable where it belongs.

    >>> joined("hoa", TONES["f"]), joined("hoan", TONES["f"]), joined("giêng", TONES["s"])
    ('hòa', 'hoàn', 'giếng')
    """
    place = _place(bare)
    return unicodedata.normalize("NFC", bare[: place + 1] + mark + bare[place + 1 :])


def _place(bare: str) -> int:
    vowels = [n for n, c in enumerate(bare) if c in _VOWELS]
    if bare.startswith("qu") or (bare.startswith("gi") and len(vowels) > 1):
        vowels = vowels[1:]
    shaped = [n for n in vowels if bare[n] in _SHAPED]
    if shaped:
        return shaped[-1]
    if bare[-1] not in _VOWELS:
        return vowels[-1]
    return vowels[1] if len(vowels) > 2 else vowels[0]


def is_spelt(bare: str, mark: str) -> bool:
    """Whether the letters and the tone make a syllable that is written to the end."""
    if bare not in bare_syllables() or len(mark) > 1:
        return False
    return not bare.endswith(_STOPS) or mark in _STOP_TONES


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word in lower case is a syllable, with accents or entirely without.

    >>> [is_syllable(w) for w in ("giấy", "giay", "giaays", "online", "viet", "viêt")]
    [True, True, False, False, True, False]
    """
    return word in folded_syllables() or is_spelt(*parted(word))


@lru_cache(maxsize=16384)
def in_one_spelling(word: str) -> str:
    """Return a word in lower case with its tone mark in place and *kí, lí, quí* as *ký, lý, quý*.

    Of *ươ* one horn is enough. What is no syllable comes back as it is.

    >>> [in_one_spelling(w) for w in ("hoà", "tòan", "qúy", "kí", "sỹ", "ngưòi", "đươc", "visa")]
    ['hòa', 'toàn', 'quý', 'ký', 'sĩ', 'người', 'đươc', 'visa']
    """
    bare, mark = parted(word)
    bare = bare if bare in bare_syllables() else _ONE_HORN.sub("ươ", bare)
    if not is_spelt(bare, mark):
        return word
    placed = joined(bare, mark)
    if not _VARIANTS.match(placed):
        return placed
    return placed[:-1] + (_TO_I if placed == "sỹ" else _TO_Y)[placed[-1]]
