"""What is wrong with a page as it stands in the browser."""

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


def faults(page: "Page") -> list[str]:
    """What axe finds, and by how many pixels the page is wider than its screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(VIOLATIONS)
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]
