"""Takes the README's pictures: every face, on a phone and on a desk, light and dark, for docs/pictures.

`python tools/screenshots.py` starts the product with a fresh demo city for itself (about a minute);
`--url http://localhost:8000` photographs one that runs already and has demo data; `--only poc` one face.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.error import URLError

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
SIZES = {390: 844, 1440: 900, 1920: 1080}
Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Shot:
    """One face as photographed: `role` signs in (None: a resident), `say` is typed into the chat."""

    face: str
    path: str
    width: int
    theme: Theme
    role: str | None = None
    say: str = ""


RESIDENT = "Lampu jalan di gang belakang balai warga Kranji mati sudah seminggu"
BOTH: tuple[Theme, Theme] = ("light", "dark")
KRANJI = "32.75.02.1002"
# Every public page; what stands behind a blank is the link of the page that is followed.
PUBLIC = {
    "map": "/peta", "public-report": "/peta a.public-row", "performance": "/kinerja",
    "kelurahan": "/kelurahan", "one-kelurahan": f"/kelurahan/{KRANJI}",
    "widget": f"/kelurahan/{KRANJI}/sisip", "views": "/aspirasi", "data": "/data", "track": "/lacak",
    "privacy": "/privasi", "offline": "/luring",
}  # fmt: skip
SHOTS = [
    *(Shot("portal", "/", width, theme) for width in (1440, 390) for theme in BOTH),
    *(Shot("chat", "/", width, theme, say=RESIDENT) for width in (1440, 390) for theme in BOTH),
    *(Shot("queue", "/petugas", width, theme, "petugas") for width in (1440, 390) for theme in BOTH),
    *(Shot("report", "/petugas?q=", 390, theme, "petugas") for theme in BOTH),
    *(Shot(face, path, width, "light") for face, path in PUBLIC.items() for width in (1440, 390)),
    *(Shot("map", "/peta", width, "dark") for width in (1440, 390)),
    Shot("desk", "/poc/meja", 1440, "dark", "operator"),
    Shot("desk", "/poc/meja", 390, "light", "operator"),
    Shot("replay", "/poc/putar-ulang", 1440, "light", "operator"),
    *(Shot("poc", "/poc", width, "dark", "operator") for width in (1920, 1440, 390)),
    Shot("poc", "/poc", 1440, "light", "operator"),
    Shot("aspirasi", "/poc/aspirasi", 1440, "light", "operator"),
    Shot("questions", "/admin/pertanyaan/banjir_genangan", 1440, "light", "admin"),
    *(Shot("deadlines", "/admin/tenggat", width, "light", "admin") for width in (1440, 390)),
]


def answers(url: str) -> bool:
    """Whether the product answers there."""
    try:
        return bool(urllib.request.urlopen(f"{url}/masuk", timeout=2).status == 200)  # noqa: S310
    except (URLError, TimeoutError):
        return False


def free_port() -> int:
    """A port nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def product() -> Iterator[str]:
    """The product with a demo city of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        ours = {"SOROT_HOME": home, "SOROT_PORT": str(port), "SOROT_MQTT_PORT": str(free_port())}
        command = [sys.executable, "-m", "sorot", "up", "--demo-if-empty"]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | ours)
        url = f"http://localhost:{port}"
        try:
            for _ in range(300):
                if answers(url) or process.poll() is not None:
                    break
                time.sleep(1)
            yield url
        finally:
            process.terminate()
            process.wait(30)


def sign_in(page: Page, role: str) -> None:
    """With the demo login of that role, as the sign-in page offers it."""
    page.goto("/masuk")
    names = {"petugas": "Petugas dinas", "operator": "Operator POC", "admin": "Admin ·"}
    page.locator("[data-fill-username]", has_text=names[role]).first.click()
    page.wait_for_url(lambda url: "/masuk" not in url)


def settle(page: Page) -> None:
    """Waits until maps are drawn and nothing moves."""
    page.wait_for_load_state("load")
    page.mouse.move(0, 0)
    maps = "sorot-map, sorot-city-map, sorot-replay"
    if page.locator(maps).count() and page.viewport_size != {"width": 390, "height": SIZES[390]}:
        try:
            drawn = ", ".join(f"{one}[data-ready]" for one in maps.split(", "))
            page.locator(drawn).first.wait_for(timeout=90_000)
        except TooLate:
            print("the map was not drawn in time", file=sys.stderr)
    page.wait_for_timeout(2000)


def speak(page: Page, text: str) -> None:
    """Says something in the web chat and waits for the answer."""
    page.get_by_label("Pesan Anda").fill(text)
    page.get_by_role("button", name="Kirim", exact=True).last.click()
    page.get_by_role("log").get_by_text(text).wait_for()
    page.wait_for_timeout(3000)


def photograph(page: Page, shot: Shot) -> None:
    """Goes to the face and saves its picture."""
    if shot.role:
        sign_in(page, shot.role)
    path, _, link = shot.path.partition(" ")
    page.goto(path)
    if link:
        page.goto(page.locator(link).first.get_attribute("href") or path)
    if shot.say:
        speak(page, shot.say)
    if shot.face == "report":
        page.locator("a[data-row]").first.click()
        page.wait_for_url("**/petugas/laporan/*")
    if shot.theme == "light" and shot.face == "poc":
        page.get_by_role("button", name="Ganti tampilan").click()
    settle(page)
    drawn = Image.open(io.BytesIO(page.screenshot()))
    drawn.save(PICTURES / f"{shot.face}-{shot.width}-{shot.theme}.webp", quality=82, method=6)


def context_for(browser: Browser, url: str, shot: Shot) -> BrowserContext:
    """A fresh browser of the shot's size and theme."""
    return browser.new_context(
        base_url=url, viewport={"width": shot.width, "height": SIZES[shot.width]}, color_scheme=shot.theme,
        locale="id-ID", timezone_id="Asia/Jakarta",
    )  # fmt: skip


def take_all(url: str, only: str | None) -> None:
    """Every picture, each from a fresh browser."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox"]
        )
        for shot in SHOTS:
            if only in (None, shot.face):
                context = context_for(browser, url, shot)
                photograph(context.new_page(), shot)
                context.close()
                print(f"{shot.face}-{shot.width}-{shot.theme}.webp")
        browser.close()


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running product with demo data")
    parser.add_argument("--only", help="one face: portal, chat, queue, report, poc, aspirasi, deadlines, …")
    asked = parser.parse_args()
    if asked.url:
        take_all(asked.url, asked.only)
    else:
        with product() as url:
            take_all(url, asked.only)


if __name__ == "__main__":
    main()
