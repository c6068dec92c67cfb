"""What deciding costs: processor time of this process on this machine.

    .venv/bin/python -m benchmarks.routing [--database postgresql] [--rules 300] [--reports 2000]

decide: one report against a book of 300 rules, from its text to its decision, in two books: rules as a city
writes them (a category and something more), and the worst there can be (none has a category, so that each is
asked, and none holds). try: a month of reports held against two books, as the panel does before saving.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from routing.city.catalogue import Catalogue, catalogue
from routing.city.loading import load_city
from routing.city.rule_versions import with_book
from routing.city.rulebook import CityRules, Told
from routing.delivered import CITY
from routing.domain.jurisdiction import PLAIN
from routing.domain.rule_book import Book, read, write
from routing.reports.filing import NewReport, file_report
from routing.reports.trying import Month, try_out
from storage import db

NOW = datetime(2026, 10, 20, 3, 0, tzinfo=UTC)
WORDS = (
    "jalan", "lubang", "banjir", "sampah", "lampu", "pohon", "gang", "pasar", "sekolah", "musala", "saluran",
    "parkir", "dekat", "depan", "rusak",
)  # fmt: skip
ROUNDS = 2_000


def book_of(city: Catalogue, rules: int, *, typical: bool, dice: random.Random) -> Book:
    """The city's own book with so many rules of chance before its own."""
    document = write(city.rules.book)
    categories, areas = sorted(city.categories), sorted(city.kelurahan)
    made = []
    for number in range(rules):
        when: dict[str, Any] = {"words": [f"kata{number}", f"{dice.choice(WORDS)} kata{number}"]}
        if typical:
            when |= {"category": dice.sample(categories, 2), "kelurahan": dice.sample(areas, 3)}
        else:
            when |= {"emergency": False, "from": "00.00", "until": "24.00", "kelurahan": areas[:-1]}
        named = {"code": f"r{number}", "name": f"Aturan {number}"}
        made.append(named | {"when": when, "then": {"agency": "dlh"}})
    return read(document | {"rules": [*made, *document["rules"]][: max(rules, 1)]})


def stories(city: Catalogue, count: int, dice: random.Random) -> list[Told]:
    """Reports of 20 to 60 words all over the city."""
    categories, areas = sorted(city.categories), sorted(city.kelurahan)
    return [
        Told(
            category=dice.choice(categories), kelurahan=dice.choice(areas), at=NOW, channel="web",
            text=" ".join(dice.choices(WORDS, k=dice.randint(20, 60))), place="Jalan Melati",
            lat=-6.23, lon=106.99,
        )
        for _ in range(count)
    ]  # fmt: skip


def measure(rules: CityRules, told: list[Told]) -> tuple[float, float]:
    """Median and 99th percentile of one decision, in milliseconds of processor time."""
    taken = []
    for story in told:
        start = time.process_time_ns()
        rules.ruler.decide(rules.facts(story), PLAIN)
        taken.append(time.process_time_ns() - start)
    taken.sort()
    return median(taken) / 1e6, taken[len(taken) * 99 // 100] / 1e6


@contextmanager
def database(kind: str, url: str = "") -> Iterator[None]:
    """An empty database of the kind with the city in it; or the one at the address, as it is."""
    if url:
        db.configure(url)
        yield
        db.dispose()
        return
    folder = Path(tempfile.mkdtemp(prefix="sorot-bench-"))
    if kind == "postgresql":
        from tests.servers import Postgres, running

        with running(Postgres) as server:
            server.run("CREATE DATABASE sorot_bench")
            yield from _open(server.url("sorot_bench"))
    else:
        yield from _open(f"sqlite:///{folder / 'sorot.db'}")
    shutil.rmtree(folder)


def _open(url: str) -> Iterator[None]:
    db.configure(url)
    db.create_schema()
    with db.transaction() as tx:
        load_city(tx, CITY, now=NOW)
    yield
    db.dispose()


def file_month(told: list[Told]) -> float:
    """File the reports; milliseconds of processor time each."""
    start = time.process_time()
    for number, story in enumerate(told):
        with db.transaction() as tx:
            draft = NewReport(story.text, story.category, kelurahan=story.kelurahan, place=story.place)
            file_report(tx, draft, person=None, channel="web", now=NOW + timedelta(minutes=number % 9_000))
    return (time.process_time() - start) / len(told) * 1e3


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options.add_argument("--rules", type=int, default=300)
    options.add_argument("--reports", type=int, default=2_000)
    chosen = options.parse_args()
    dice = random.Random(7)
    with database(chosen.database):
        with db.reading() as session:
            city = catalogue(session)
        told = stories(city, ROUNDS, dice)
        for name, typical in (("as a city writes them", True), ("worst", False)):
            rules = with_book(city, book_of(city, chosen.rules, typical=typical, dice=dice))
            middle, high = measure(rules, told)
            print(f"decide, {chosen.rules} rules, {name}: median {middle:.3f} ms, 99 % {high:.3f} ms")
        each = file_month(stories(city, chosen.reports, dice))
        print(f"file on {chosen.database}: {each:.2f} ms a report, the decision kept with it")
        start, wall = time.process_time(), time.monotonic()
        with db.reading() as session:
            book = book_of(catalogue(session), chosen.rules, typical=True, dice=dice)
            trial = try_out(session, book, Month(2026, 10))
        took, waited = time.process_time() - start, time.monotonic() - wall
        print(f"try on {chosen.database}: {trial.total} reports, {len(trial.moved)} would move, "
              f"{took:.2f} s of processor, {waited:.2f} s on the clock")  # fmt: skip


if __name__ == "__main__":
    main()
