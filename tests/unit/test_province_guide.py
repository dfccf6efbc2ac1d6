"""The example of docs/guide/provinces.md is one that can be used."""

import re
from pathlib import Path

from bot.catalogue.load import load
from bot.province import PROVINCES, load_province
from bot.province.check import Known, check_folder
from bot.settings import ROOT

GUIDE = ROOT / "docs" / "guide" / "provinces.md"


def test_the_example_of_the_guide_passes_the_check(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)
    (tmp_path / "cao-bang.yml").write_text(example, "utf-8")
    (tmp_path / "holidays.yml").write_bytes((PROVINCES / "holidays.yml").read_bytes())
    records = load(ROOT / "procedures")
    known = Known(records.fields, {e.procedure.code: e.procedure for e in records.entries})
    assert check_folder(tmp_path, known) == []
    assert load_province("cao-bang", tmp_path).offices[0].hours != "unknown"
