"""What is wrong with a page as it stands in the browser."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
# WCAG 2.2 AA and axe's good practice; what is hidden behind a popup or a map's canvas is beyond it.
VIOLATIONS = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const rules = { "label-content-name-mismatch": { enabled: true } };
  const { violations } = await axe.run(document, { runOnly, rules });
  return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`);
}"""

# Icons the page asks for that its sprite does not hold: a gap that nobody sees as a fault.
UNDRAWN = """async () => {
  const icons = [...document.querySelectorAll("svg.icon > use")];
  const asked = icons.map((use) => use.getAttribute("href").split("#"));
  const files = [...new Set(asked.map(([file]) => file))];
  const drawn = await Promise.all(files.map(async (file) => (await fetch(file)).text()));
  const names = [...new Set(asked.map(([, name]) => name))];
  const missing = names.filter((name) => !drawn.some((svg) => svg.includes(`id="${name}"`)));
  return missing.map((name) => `no icon ${name}`);
}"""


def faults(page: "Page") -> list[str]:
    """What axe finds, icons that are not drawn, and by how many pixels the page is wider than its screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(VIOLATIONS)
    return [*found, *page.evaluate(UNDRAWN), *([f"{wide} px too wide"] if wide > 0 else [])]


def until(page: "Page", true: str, *, seconds: float = 30) -> None:
    """Wait until the expression is true on the page.

    Playwright's own waiting looks again by `eval`, which our content policy forbids: it fails whenever the
    first look comes too early.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(true):
        if time.monotonic() > end:
            raise TimeoutError(true)
        page.wait_for_timeout(50)
