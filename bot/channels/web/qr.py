"""The code to scan that leads from paper, or another screen, to the chat."""

import segno
from markupsafe import Markup


def qr(url: str) -> Markup:
    """Return ``url`` as a QR code: an SVG to stand in a page, without any style of its own."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 - segno writes numbers only, nothing of the address
