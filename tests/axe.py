"""axe-core, which finds what keeps people out, run inside a page of the test browser."""

from importlib.resources import files

from playwright.sync_api import Frame

_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_RUN = """async (tags) => (await axe.run(document, { runOnly: tags })).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.target}: ${node.failureSummary}`))"""
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(frame: Frame) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, or good practice, in the frame as it is shown."""
    frame.evaluate(_SCRIPT)
    found: list[str] = frame.evaluate(_RUN, WCAG_22_AA)
    return found
