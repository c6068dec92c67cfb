"""The screens: one listens to the live line and notes when each change comes; a browser takes pictures."""

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import httpx2

from admin_panel.access import COOKIE
from drill.clock import DrillClock
from drill.day import Day, clock_of
from drill.world import World, until
from storage import clock as wall

EVERY = 30  # minutes of the day between two pictures
NOT_DRAWN = "sorot-map[src]:not([data-ready]), sorot-wall-map:not([data-ready])"
# name, path, who, viewport, dark
PAGES: tuple[tuple[str, str, str, tuple[int, int], bool], ...] = (
    ("dinding", "/poc/dinding", "operator1", (1920, 1080), True),
    ("poc", "/poc", "operator1", (1440, 900), True),
    ("antrean", "/petugas", "operator1", (1440, 900), False),
    ("kejadian", "/petugas/kejadian", "operator1", (1440, 900), False),
    ("walikota", "/petugas/surat", "walikota", (390, 844), False),
    ("publik", "/", "", (390, 844), False),
)


class Listener(threading.Thread):
    """A wall that is open all day. `seen`: when each event of the log came, by its number."""

    def __init__(self, made: World) -> None:
        super().__init__(name="listener", daemon=True)
        self.world = made
        self.stopping = threading.Event()
        self.seen: dict[int, datetime] = {}
        self.cut = 0

    def run(self) -> None:
        """Until told to stop; a line that is cut is taken up where it was."""
        last = ""
        while not self.stopping.is_set():
            headers = {
                "Cookie": f"{COOKIE}={self.world.sessions['operator1']}",
                **({"Last-Event-ID": last} if last else {}),
            }
            try:
                with httpx2.stream(
                    "GET", f"{self.world.stage.site}/live", headers=headers, timeout=30
                ) as line:
                    for said in line.iter_lines():
                        if said.startswith("id: "):
                            last = said[4:].strip()
                            self.seen.setdefault(int(last), wall.now())
                        if self.stopping.is_set():
                            return
            except httpx2.HTTPError:
                self.cut += 1
                self.stopping.wait(1)


class Photographer(threading.Thread):
    """Every half hour of the day a picture of each screen, as `HH.MM-name.png`."""

    def __init__(self, made: World, day: Day, clock: DrillClock, folder: Path) -> None:
        super().__init__(name="photographer", daemon=True)
        self.world, self.day, self.clock, self.folder = made, day, clock, folder
        self.stopping = threading.Event()
        self.taken: dict[str, str] = {}
        self.faults: list[str] = []

    def run(self) -> None:
        """From the day's first half hour to its last."""
        from playwright.sync_api import sync_playwright

        from tests.chromium import CHROMIUM_FLAGS
        from tests.servers import program

        self.folder.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program("chromium", package="chromium"), args=CHROMIUM_FLAGS
            )
            pages = {
                name: self._open(browser, path, who, size, dark) for name, path, who, size, dark in PAGES
            }
            minute = self.day.begins + EVERY
            while minute <= self.day.ends and until(self.stopping, self.clock, minute):
                for name, page in pages.items():
                    self._take(page, name, minute)
                minute += EVERY
            browser.close()

    def _open(self, browser: object, path: str, who: str, size: tuple[int, int], dark: bool) -> object:
        site = self.world.stage.site.replace("127.0.0.1", "localhost")
        context = browser.new_context(  # type: ignore[attr-defined]
            base_url=site, viewport={"width": size[0], "height": size[1]}, locale="id-ID",
            color_scheme="dark" if dark else "light", timezone_id="Asia/Jakarta",
        )  # fmt: skip
        if who:
            cookie = {
                "name": COOKIE,
                "value": self.world.sessions[who],
                "url": site.replace("http", "https"),
                "secure": True,
            }
            context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.path_of_ours = path
        return page

    def _take(self, page: object, name: str, minute: float) -> None:
        file = self.folder / f"{clock_of(minute)}-{name}.png"
        try:
            page.goto(page.path_of_ours, wait_until="load")  # type: ignore[attr-defined]
            self._drawn(page, name, minute)
            self.taken[file.name] = clock_of(self.clock.minute())
            page.screenshot(path=str(file))  # type: ignore[attr-defined]
            # An open map costs more than the whole city does.
            page.goto("about:blank")  # type: ignore[attr-defined]
        except Exception as fault:  # whatever the browser says: the day goes on without this picture
            self.faults.append(f"{clock_of(minute)} {name}: {type(fault).__name__} {str(fault)[:120]}")

    def _drawn(self, page: object, name: str, minute: float) -> None:
        """Wait for its maps; a picture without them is better than none."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            page.wait_for_selector(NOT_DRAWN, state="detached", timeout=12_000)  # type: ignore[attr-defined]
        except TooLate:
            self.faults.append(f"{clock_of(minute)} {name}: peta belum tergambar")


def delays(seen: Mapping[int, datetime], at: Mapping[int, datetime]) -> list[float]:
    """Seconds from each change to the screen, for those both knew."""
    return sorted((seen[seq] - moment).total_seconds() for seq, moment in at.items() if seq in seen)
