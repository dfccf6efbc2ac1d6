"""Makes console/fonts/*.ttf, the font of the PDFs, from the web fonts of Be Vietnam Pro.

    tar xzf fontsource-be-vietnam-pro-5.3.0.tgz            # npm: @fontsource/be-vietnam-pro
    .venv/bin/python scripts/build_font.py package

Web fonts come cut into alphabets. A PDF needs them in one file, so the parts are joined again.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

TO = Path(__file__).parents[1] / "console/fonts"
PARTS = ("latin", "latin-ext", "vietnamese")
WEIGHTS = {"400": "Regular", "700": "Bold"}
LEFT_OUT = ["GSUB", "GPOS", "GDEF", "DSIG", "gasp"]  # nothing in a PDF reads these


def main(package: Path) -> None:
    """Join the parts of each weight, and put the licence beside them."""
    TO.mkdir(exist_ok=True)
    for weight, name in WEIGHTS.items():
        join(package, weight, TO / f"BeVietnamPro-{name}.ttf")
    shutil.copy(package / "LICENSE", TO / "OFL.txt")


def join(package: Path, weight: str, to: Path) -> None:
    """Write one weight as TrueType."""
    with TemporaryDirectory() as folder:
        files = []
        for part in PARTS:
            font = TTFont(package / f"files/be-vietnam-pro-{part}-{weight}-normal.woff")
            font.flavor = None
            files.append(f"{folder}/{part}.ttf")
            font.save(files[-1])
        merged = Merger(Options(drop_tables=LEFT_OUT)).merge(files)
        merged.save(to)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
