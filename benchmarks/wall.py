"""The wall in a browser: how soon a report is seen on it, how smoothly it runs, and whether it grows.

    .venv/bin/python -m benchmarks.wall [--reports 5000] [--new 200] [--days 7]

`sorot up` on SQLite with the demo city and so many reports, the wall open in a headless Chromium of 1920 by
1080 that draws in software, on the same cores. New reports are filed two a second by another process than the
one that serves; each is on the wall when the number of today's reports counts it. Frames are counted too.
Then the browser's clock runs so many days, an hour at a time, with a change each hour; its heap is weighed
after a collection, before and after. Seconds are of this machine: say what ran beside it.
"""

import argparse
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from accounts import sessions
from admin_panel.access import COOKIE
from storage import clock, db
from storage.models import Officer
from tests.chromium import CHROMIUM_FLAGS
from tests.factories import reports
from tests.servers import PYTHON, ROOT, Role, program

BETWEEN = 0.5  # seconds between two new reports
TODAY = "#b-angka p:nth-of-type(4) b"
# Every figure that is shown, with when; and every frame.
WATCH = """(where) => {
  window.seen = []; window.frames = 0; window.longest = 0;
  const figure = () => document.querySelector(where).textContent;
  const look = () => window.seen.push([Date.now() / 1000, figure()]);
  look();
  const all = { childList: true, subtree: true, characterData: true };
  new MutationObserver(look).observe(document.querySelector("#dinding"), all);
  let last = performance.now();
  const tick = (now) => {
    window.frames += 1;
    window.longest = Math.max(window.longest, now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""

CHANGE = """document.body.dispatchEvent(
  new CustomEvent("sorot:change", { detail: { reports: [], sensors: [], kinds: [] } })
)"""
DRAWN = "document.readyState === 'complete' && !!document.querySelector('sorot-wall-map[data-ready]')"


@dataclass(frozen=True)
class Seen:
    """Seconds from a report to the wall, frames a second meanwhile, the longest frame in seconds."""

    delays: list[float]
    frames: float
    longest: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--days", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, product(Path(folder), asked.reports) as role:
        with wall(role) as page:
            seen = watched(page, asked.new)
            told(seen, asked.new)
        with wall(role, frozen=True) as page:
            before, after = aged(page, asked.days)
            grown = f"{after / 1e6:.2f} MB after {asked.days} days: {after / before - 1:+.1%}"
            print(f"heap {before / 1e6:.2f} MB, {grown}")


def told(seen: Seen, count: int) -> None:
    """The figures of one run, printed."""
    ordered = sorted(seen.delays)
    most = ordered[max(0, int(len(ordered) * 0.99) - 1)]
    print(f"{len(ordered)} of {count} reports seen: half within {statistics.median(ordered):.2f} s,")
    print(f"99 of 100 within {most:.2f} s, all within {ordered[-1]:.2f} s")
    print(f"{seen.frames:.1f} frames a second, the longest took {seen.longest * 1000:.0f} ms")


@contextmanager
def product(home: Path, count: int) -> Iterator[Role]:
    """`sorot up` with so many reports."""
    role = Role("up", folder=home, settings={})
    command = [str(PYTHON), "-m", "sorot", "demo", "--reports", str(count)]
    subprocess.run(command, env=role.env, cwd=ROOT, check=True, capture_output=True)
    db.configure(f"sqlite:///{home / 'sorot.db'}")
    try:
        yield role.start(seconds=180)
    finally:
        role.stop()
        db.dispose()


@contextmanager
def wall(role: Role, *, frozen: bool = False) -> Iterator[Page]:
    """The wall as an operator, drawn and its line open; frozen: its clock stands and is moved by hand."""
    site = role.address.replace("127.0.0.1", "localhost")
    with db.transaction() as tx:
        officer = tx.scalars(select(Officer).where(Officer.role == "operator")).first()
        assert officer is not None
        token = sessions.open_session(tx, officer, now=clock.now())
    with sync_playwright() as playwright:
        chromium = program("chromium", package="chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        context = browser.new_context(
            viewport={"width": 1920, "height": 1080}, timezone_id="Asia/Jakarta", bypass_csp=True
        )
        cookie = {"name": COOKIE, "value": token, "url": site.replace("http", "https"), "secure": True}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        if frozen:
            page.clock.install()
        page.goto(f"{site}/poc/dinding")
        page.wait_for_selector("sorot-wall-map[data-ready]", state="attached", timeout=90_000)
        page.wait_for_function("document.documentElement.dataset.live === 'open'", timeout=60_000)
        yield page
        browser.close()


def watched(page: Page, count: int) -> Seen:
    """So many new reports, and when the wall counted each."""
    page.evaluate(WATCH, TODAY)
    began, base = time.monotonic(), figure(page.evaluate("window.seen[0][1]"))
    filed: list[float] = []
    for number in range(count):
        with db.transaction() as tx:
            reports.filed(tx, now=clock.now(), text=f"Lampu mati nomor {number}", category="pju")
        filed.append(clock.now().timestamp())
        time.sleep(BETWEEN)
    time.sleep(5)
    spent = time.monotonic() - began
    shown = [(at, figure(words) - base) for at, words in page.evaluate("window.seen")]
    delays = [
        next(at for at, many in shown if many > number) - made
        for number, made in enumerate(filed)
        if any(many > number for _, many in shown)
    ]
    return Seen(delays, page.evaluate("window.frames") / spent, page.evaluate("window.longest") / 1000)


def figure(words: str) -> int:
    return int(re.sub(r"\D", "", words) or 0)


def aged(page: Page, days: int) -> tuple[float, float]:
    """The heap's bytes before and after so many days of the browser's clock, with a change each hour."""
    tools = page.context.new_cdp_session(page)

    def weighed() -> float:
        tools.send("HeapProfiler.collectGarbage")
        metrics: Any = tools.send("Performance.getMetrics")
        return float(next(m["value"] for m in metrics["metrics"] if m["name"] == "JSHeapUsedSize"))

    tools.send("Performance.enable")
    lived(page, 24)  # what is kept once has been kept
    before = weighed()
    lived(page, 24 * days)
    return before, weighed()


def lived(page: Page, hours: int) -> None:
    """So many hours, each with a change that renews figures and map."""
    for _ in range(hours):
        page.evaluate(CHANGE)
        page.clock.fast_forward("01:00:00")
        page.wait_for_function(DRAWN)  # at four in the morning it takes itself anew


if __name__ == "__main__":
    main()
