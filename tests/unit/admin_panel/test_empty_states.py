"""A page with nothing on it says what fills it or what to do next, and its link leads somewhere."""

import re
from pathlib import Path

from tests.servers import ROOT
from tests.unit.admin_panel.test_access import TABLE

TEMPLATES = [path for room in ("admin_panel", "portal", "web") for path in (ROOT / room).rglob("*.html")]
BARE = re.compile(r">\s*(?:Belum ada|Tidak ada|Kosong)\.?\s*<")
EMPTY = re.compile(r"\bempty\((.*?)\) \}\}")
TITLE_ALONE = re.compile(r'^"(?:Belum|Tidak) ada\.?"')
WAY = re.compile(r'\("(/[^"]+)", "[^"]+"\)')


def read(pattern: re.Pattern[str]) -> list[tuple[Path, str]]:
    return [(path, found) for path in TEMPLATES for found in pattern.findall(path.read_text("utf-8"))]


def test_no_page_says_only_that_there_is_nothing() -> None:
    assert read(BARE) == []
    assert [path for path, said in read(EMPTY) if TITLE_ALONE.match(said)] == []


def test_what_an_empty_page_leads_to_is_there() -> None:
    ways = {way for _, said in read(EMPTY) for way in WAY.findall(said)}
    assert len(ways) > 10
    paths = [re.sub(r"\{[^}]+\}", "[^/]+", path) for method, path, _ in TABLE if method == "GET"]
    assert [way for way in ways if not any(re.fullmatch(path, way) for path in paths)] == []
