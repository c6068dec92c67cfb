"""Markup stored in any field of words, or as a file's name, is shown as the words it is, on every page."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Column, String, Text, func, select, update

from routing.city import catalogue
from routing.city.loading import load_city
from sensors.gauges import load_gauges
from sorot.demo import make_demo
from sorot.settings import Settings
from storage import clock, db
from storage.models import Base, Event, Report
from tests.hostile.stage import HTML, City, behind_sign_in, build, filled, public, signed_in
from tests.hostile.walking import Headers, knock

MARKUP = "\"'><img src=x onerror=sorot><script>sorot()</script>"
LIVE = (b"<img src=x onerror", b"<script>sorot(")
MARKS_UP = ("html", "svg", "xml")
# Columns that hold words of people, by name; codes, keys and addresses are no words.
WORDS = {
    "text", "name", "short_name", "place", "contact", "words", "why", "reason", "note", "unit_name", "answer",
    "question", "title", "file_name", "sample_name", "controller", "caption", "said", "about", "place_name",
    "blocked_reason", "detail", "label", "purpose_said", "device",
}  # fmt: skip
LOOKING = ("operator", "admin", "walikota")  # who between them open every page
# What a visitor always finds words on, whatever the demonstration's hours made of its reports: with it gone,
# the walk would find nothing. The page of one report and the feed of one category depend on which it is.
ALWAYS = {"/kelurahan", "/peta", "/data/atom.xml"}


def _worded() -> Iterator[Column[str]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in WORDS and isinstance(column.type, String | Text) and not column.primary_key:
                yield column


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[City]:
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(sqlite_template, home, dirs_exist_ok=True)
    address = f"sqlite:///{home / 'sorot.db'}"
    db.configure(address)
    made = Settings(home=home, database_url=address, secret_key=SecretStr("x" * 40))
    with db.transaction() as tx:
        load_city(tx, made.city, now=clock.now())
        load_gauges(tx, made.gauges)
    make_demo(made)
    built = build(home)
    with db.transaction() as tx:
        for column in _worded():
            tx.execute(update(column.table).where(column.is_not(None)).values({column.name: column + MARKUP}))
        catalogue.changed(tx)
        shown = select(Report.number).join(Event, Event.report_id == Report.id).where(~Report.shielded)
        answered = shown.where(Report.first_answered_at.is_not(None)).group_by(Report.number)
        built.number = tx.scalars(answered.order_by(func.count().desc()).limit(1)).one()
    yield built
    db.dispose()


async def _look(stage: City, who: Headers, paths: set[str]) -> tuple[list[str], set[str]]:
    """Which pages carry it alive, and which show it as words."""
    bad, shown = [], set()
    for path in sorted(paths):
        said: list[bytes] = []
        _, headers = await knock(stage.app, "GET", path, headers=[HTML, *who], shown=said)
        page = b"".join(said)
        if any(kind in headers.get(b"content-type", b"").decode() for kind in MARKS_UP):
            bad += [path] if any(sign in page for sign in LIVE) else []
            shown |= {path} if b"&lt;img src=x onerror" in page else set()
    return bad, shown


@pytest.mark.parametrize("who", ["", *LOOKING])
def test_no_page_carries_it_alive(stage: City, who: str) -> None:
    doors = behind_sign_in(stage) if who else public(stage)
    paths = {filled(stage, door) for door in doors if door.method == "GET" and not door.path.endswith("live")}
    bad, shown = asyncio.run(_look(stage, signed_in(who) if who else [], paths))
    assert bad == []
    assert len(shown) >= 5 if who else shown >= ALWAYS, (
        "what was stored is hardly shown: this test would find nothing"
    )
