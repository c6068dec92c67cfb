"""A city of central or eastern Indonesia: its clock is one setting, and everything follows it."""

import ast
import json
import os
import re
import subprocess

import pytest

from sorot.kept_secret import UnsafeSettings
from sorot.settings import Settings
from tests.servers import PYTHON, ROOT

SAYS = """
import json
from datetime import UTC, datetime
from sqlalchemy import create_engine, literal, select
from bot.messages import times
from routing.domain.deadlines import Calendar, Term, Unit, due
from sensors.domain.feeds import periods
from storage.sql_figures import local_day
from web.templates import make_environment
at = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
with create_engine("sqlite://").connect() as connection:
    day = connection.scalar(select(local_day(literal("2026-11-23 15:30:00.000000"))))
closes = due(Term(1, Unit.HARI_KERJA), datetime(2026, 11, 23, 2, tzinfo=UTC), Calendar(frozenset()))
shell = make_environment().from_string('{{ zone }} {{ time_zone }} {{ at | moment_local }}')
print(json.dumps({
    "told": times.moment(at), "shell": shell.render(at=at), "day": str(day),
    "due": str(closes.astimezone(UTC)),
    "table": str(periods.period(["23/11/2026 08:00"]).at.astimezone(UTC)),
}))
"""
TOLD = {
    "WIB": ("Senin, 23 November 2026 pukul 22.30 WIB", "Asia/Jakarta", "2026-11-23", "09:00:00", "01:00:00"),
    "WITA": (
        "Senin, 23 November 2026 pukul 23.30 WITA",
        "Asia/Makassar",
        "2026-11-23",
        "08:00:00",
        "00:00:00",
    ),
    "WIT": (
        "Selasa, 24 November 2026 pukul 00.30 WIT",
        "Asia/Jayapura",
        "2026-11-24",
        "07:00:00",
        "23:00:00",
    ),
}


@pytest.mark.parametrize("zone", TOLD)
def test_sentences_days_deadlines_and_tables_follow_the_citys_clock(zone: str) -> None:
    """A process each, a second: the clock is the same for a process's whole life."""
    env = {**os.environ, "SOROT_ZONE": zone}
    done = subprocess.run([PYTHON, "-c", SAYS], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    sentence, place, day, closes, read = TOLD[zone]
    assert said["told"] == sentence
    assert said["shell"].startswith(f"{zone} {place} ")
    assert said["day"] == day
    assert said["due"].split()[1].startswith(closes)
    assert said["table"].split()[1].startswith(read)


def test_a_zone_that_is_none_is_refused_by_its_name() -> None:
    with pytest.raises(UnsafeSettings, match="SOROT_ZONE"):
        Settings(zone="GMT")


# What may name a zone: the list of zones, its setting, words kept as written, a recording's own clock.
NAMES_ONE = {"storage/clock.py", "sorot/settings.py", "routing/domain/plain_words.py", "sensors/recording.py"}
NO_PRODUCT = {"tests", "benchmarks", "tools", "drill"}


def names_a_zone(text: str) -> bool:
    """Whether a string of this program, other than a docstring, names one."""
    if "WIB" not in text:
        return False
    tree = ast.parse(text)
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    words = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in notes
    ]
    return any(isinstance(one, str) and re.search(r"\bWIB\b", one) for one in words)


def test_no_sentence_of_the_product_names_one_zone_for_all_cities() -> None:
    rooms = [one.parent for one in ROOT.glob("*/__init__.py") if one.parent.name not in NO_PRODUCT]
    files = [file for room in rooms for file in room.rglob("*.py")]
    assert {str(one.relative_to(ROOT)) for one in files if names_a_zone(one.read_text("utf-8"))} == NAMES_ONE
