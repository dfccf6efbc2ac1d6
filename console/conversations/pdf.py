"""A transcript as PDF, with a font of its own that has every Vietnamese letter."""

import unicodedata
from datetime import datetime
from pathlib import Path

from fpdf import FPDF, XPos, YPos
from fpdf.fonts import TTFFont

from bot.records.talks.transcripts import Transcript
from console.conversations.spoken import Spoken, facts, spoken, title
from console.words import _

FONTS = Path(__file__).parents[1] / "fonts"
FAMILY = "Be Vietnam Pro"
UNKNOWN = "[?]"  # in place of a sign that the font lacks, such as an emoji
_INVISIBLE = ("Cf", "Me", "Mn")  # categories of what only changes the sign before it
_GREY, _BLACK, _VIOLET = (95, 95, 95), (0, 0, 0), (115, 57, 207)


class Paper(FPDF):
    """A4 with numbered pages."""

    def __init__(self) -> None:
        super().__init__()
        self.set_author("Một Cửa")
        self.add_font(FAMILY, "", FONTS / "BeVietnamPro-Regular.ttf")
        self.add_font(FAMILY, "B", FONTS / "BeVietnamPro-Bold.ttf")
        self.set_auto_page_break(True, margin=18)
        self.alias_nb_pages()
        self.add_page()

    def footer(self) -> None:
        """Say which page it is."""
        self.set_y(-13)
        self.set_text_color(*_GREY)
        self.set_font(FAMILY, size=8)
        self.cell(0, 5, _("Trang {n}/{all}", n=self.page_no(), all="{nb}"), align="C")

    def line_of(
        self, text: str, size: float, *, bold: bool = False, color: tuple[int, int, int] = _BLACK
    ) -> None:
        """Write a paragraph."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*color)
        self.multi_cell(
            0, size * 0.5, self._printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def _printable(self, text: str) -> str:
        """Return ``text`` in signs that the font has."""
        font, whole = self.current_font, unicodedata.normalize("NFC", text.expandtabs(4))
        known = font.cmap if isinstance(font, TTFFont) else {}
        return "".join(c if c == "\n" or ord(c) in known else _instead(c) for c in whole)


def _instead(sign: str) -> str:
    return "" if unicodedata.category(sign) in _INVISIBLE else UNKNOWN


def as_pdf(transcript: Transcript, by: str, now: datetime) -> bytes:
    """Return the file."""
    paper = Paper()
    paper.set_title(title(transcript))
    paper.line_of(title(transcript), 14, bold=True)
    for fact in facts(transcript, by, now):
        paper.line_of(fact, 9, color=_GREY)
    for said in spoken(transcript):
        _write(paper, said)
    return bytes(paper.output())


def _write(paper: Paper, said: Spoken) -> None:
    paper.ln(3)
    mark = f" · {said.mark}" if said.mark else ""
    color = _VIOLET if said.kind == "staff" else _GREY
    paper.line_of(f"{said.who} · {said.at}{mark}", 9, bold=True, color=color)
    paper.line_of(said.text, 10.5)
