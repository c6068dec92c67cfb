"""`sorot replay FILE.csv`: speak each row as a resident through the web chat, and measure."""

import statistics
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import typer
import uvicorn
from sqlalchemy import func, select

from sorot import prepare, roles
from sorot.asgi import create_app
from sorot.settings import Settings
from sorot.supervise import Supervisor
from sorot.web_resident import Silent, WebResident
from storage import csv_files, db
from storage.models import Area, Report

PROGRESS = 50  # rows between two lines of progress


@dataclass
class Result:
    """What became of the rows."""

    rows: int = 0
    numbers: list[str] = field(default_factory=list)
    no_report: int = 0
    errors: list[str] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)


def run(file: Path, settings: Settings, *, limit: int = 0) -> int:
    """Play the file's rows (columns text[, lat, lon]) and print the figures; returns the exit code."""
    settings.check()
    try:
        rows = [line.fields for line in csv_files.read(file, columns=("text",)) if line["text"]]
    except csv_files.CsvFault as fault:
        typer.echo(str(fault), err=True)
        return 2
    if not rows:
        typer.echo("This file has no rows with a column `text`.", err=True)
        return 2
    with _served(settings) as address:
        result = _play(rows[: limit or None], address)
    for line in summary(result):
        typer.echo(line)
    return 1 if result.errors else 0


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """The product's web and worker in this process, on a free port; yields its address."""
    prepare.open_database(settings)
    supervisor = Supervisor()
    roles.start_work(settings, supervisor)
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)
        supervisor.end()


def _play(rows: list[dict[str, str]], address: str) -> Result:
    result = Result()
    places = _places()
    for number, row in enumerate(rows):
        result.rows += 1
        resident = WebResident.arrive(address)
        try:
            found = resident.report(row["text"], _point(row) or places[number % len(places)])
            resident.leave()
        except (Silent, OSError) as error:
            result.errors.append(f"row {number + 1}: {type(error).__name__} {error}")
            continue
        finally:
            result.turns += resident.turns
        if found:
            result.numbers.append(found)
        else:
            result.no_report += 1
        if result.rows % PROGRESS == 0:
            typer.echo(f"  {result.rows} of {len(rows)} rows, {len(result.numbers)} reports", err=True)
    return result


def _places() -> list[tuple[float, float]]:
    """Where residents stand whose row has no place: the middle of each kelurahan, in turn."""
    with db.reading() as session:
        found = session.execute(
            select(Area.lat, Area.lon).where(Area.kind == "kelurahan").order_by(Area.code)
        ).all()
    return [(lat, lon) for lat, lon in found]


def _point(row: dict[str, str]) -> tuple[float, float] | None:
    try:
        return float(row["lat"]), float(row["lon"])
    except (KeyError, TypeError, ValueError):
        return None


def summary(result: Result) -> list[str]:
    """The figures as lines of text."""
    lines = [
        f"{result.rows} rows: {len(result.numbers)} became reports, {result.no_report} did not, "
        f"{len(result.errors)} errors"
    ]
    lines += [f"  {error}" for error in result.errors[:20]]
    for name, count in _categories(result.numbers).most_common():
        lines.append(f"  {count:>5}  {name}")
    if len(result.turns) > 1:
        cuts = statistics.quantiles(result.turns, n=100)
        lines.append(
            f"{len(result.turns)} turns: median {statistics.median(result.turns) * 1000:.1f} ms, "
            f"p99 {cuts[98] * 1000:.1f} ms (from sending a message to seeing the answer)"
        )
    return lines


def _categories(numbers: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    with db.reading() as session:
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            counts = select(Report.category_code, func.count()).where(Report.number.in_(some))
            found.update(dict(session.execute(counts.group_by(Report.category_code)).all()))
    return found
