"""`sorot doctor`: is everything as it was promised? Looks at it all, changes nothing, says what to do."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import typer
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from sorot.settings import Settings
from storage import clock, db, tallies, upgrading
from storage.set_back import SLACK
from watching import advice, facts, findings
from watching.messages import remedy, said, what

SOON, VERY_SOON = timedelta(days=21), timedelta(days=7)
PATIENCE = 5.0  # seconds
SECRETS = ("secret_key", "trace_key", "mqtt_secret")


@dataclass(frozen=True)
class Symptom:
    """What a look showed. state: baik | saran | perlu | gawat; from `perlu` on the exit code is 1."""

    state: str
    words: str
    remedy: str = ""


def run() -> None:
    """Every look, printed; the exit code is 1 where something needs to be done."""
    settings = Settings()
    looks = list(examine(settings))
    for look in looks:
        typer.echo(f"{look.state:<6} {look.words}" + (f"\n       → {look.remedy}" if look.remedy else ""))
    bad = sum(look.state in ("perlu", "gawat") for look in looks)
    typer.echo(said("doctor-sum", bad=bad))
    raise typer.Exit(1 if bad else 0)


def examine(settings: Settings) -> Iterator[Symptom]:
    """Every look, in the order of a first examination."""
    problems = settings.problems()
    yield from (Symptom("gawat", problem) for problem in problems)
    if not problems:
        yield Symptom("baik", said("doctor-settings"))
    yield from _secrets(settings.home)
    yield from _certificate(settings)
    yield from _database(settings)


def _secrets(home: Path) -> Iterator[Symptom]:
    for file in (home / name for name in SECRETS):
        if file.exists() and file.stat().st_mode & 0o077:
            yield Symptom(
                "gawat", said("doctor-open", file=str(file)), said("doctor-open-do", file=str(file))
            )


def _certificate(settings: Settings) -> Iterator[Symptom]:
    parts = urlsplit(settings.public_url)
    if parts.scheme != "https" or not parts.hostname:
        yield Symptom("saran", said("doctor-no-site"))
        return
    try:
        ends = certificate_ends(parts.hostname, parts.port or 443, ssl.create_default_context())
    except (OSError, ValueError) as wrong:
        told = said("doctor-site", host=parts.hostname, why=type(wrong).__name__)
        yield Symptom("perlu", told, said("doctor-site-do"))
        return
    left = ends - clock.now()
    words = said("doctor-certificate", days=left.days)
    state = "gawat" if left < VERY_SOON else "perlu" if left < SOON else "baik"
    yield Symptom(state, words, said("doctor-certificate-do") if left < SOON else "")


def certificate_ends(host: str, port: int, context: ssl.SSLContext) -> datetime:
    """When the certificate a site shows ends; OSError where there is none, or none to be trusted."""
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=host) as line,
    ):
        shown = line.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)


def _database(settings: Settings) -> Iterator[Symptom]:
    try:
        engine = db.configure(settings.database)
        revision = upgrading.revision_of(engine)
        steps = upgrading.pending(revision)
    except LookupError:
        yield Symptom("gawat", said("doctor-newer"))
        return
    except SQLAlchemyError:
        yield Symptom("gawat", what(findings.AWAY), remedy(findings.AWAY))
        return
    if steps:
        told = said("doctor-empty") if revision is None else said("doctor-steps", many=len(steps))
        yield Symptom("perlu", told, said("doctor-steps-do"))
        return
    with db.reading() as session:
        yield from _standing(session, settings)


def _standing(session: Session, settings: Settings) -> Iterator[Symptom]:
    yield from _clocks(session)
    found = findings.judge(facts.gather(session, settings.places, now=clock.now()), settings.places)
    for finding in found:
        yield Symptom("gawat" if finding.grave else "perlu", what(finding), remedy(finding))
    if not found:
        yield Symptom("baik", said("well"))
    folder = settings.backup_folder
    if folder and folder.is_dir() and folder.stat().st_dev == settings.home.stat().st_dev:
        yield Symptom("perlu", said("doctor-same-disk"), said("doctor-same-disk-do"))
    yield _tallies(session)
    asked = advice.advise(session)
    for one in asked:
        yield Symptom("saran", said(one.code, **one.told), said(f"{one.code}-do", **one.told))
    if not asked:
        yield Symptom("baik", said("doctor-database"))


def _tallies(session: Session) -> Symptom:
    """What is kept of how many reports there are, held against them all: counted in an index alone."""
    off = tallies.wrong(session.connection())
    if not off:
        return Symptom("baik", said("doctor-tallies"))
    told = ", ".join(f"{status} {many:+}" for (status, _), many in sorted(off.items()))
    return Symptom("perlu", said("doctor-tallies-off", told=told), said("doctor-tallies-do"))


def _clocks(session: Session) -> Iterator[Symptom]:
    """This machine's clock against the database's; by SQLite both are one."""
    if db.is_sqlite():
        return
    there = session.scalar(select(func.extract("epoch", func.clock_timestamp())))
    apart = abs(float(there or 0) - clock.now().timestamp())
    if apart > SLACK.total_seconds():
        yield Symptom("gawat", said("doctor-clock", seconds=round(apart)), said("doctor-clock-do"))
    elif apart > 1:
        yield Symptom("perlu", said("doctor-clock", seconds=round(apart)), said("doctor-clock-do"))
    else:
        yield Symptom("baik", said("doctor-clocks"))
