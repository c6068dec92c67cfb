"""A feed is made, described and tried in the panel, and its files are handed in."""

import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.errors import BadInput, Refused, WrongSaid
from routing.texts import needed
from routing.warnings.outside import CAP
from sensors import indicators
from sensors.domain.feeds.cells import words
from sensors.domain.feeds.description import BadDescription, Description, described
from sensors.domain.feeds.rows import BadCell, FigureRead, KnownPlaces, styles
from sensors.feeds import fetching, taking
from sensors.feeds.files import FeedTable, open_table
from sensors.feeds.running import FETCHED, WAITING
from sensors.things import CODE
from storage import deletions, events, hidden
from storage.event_kinds import EventKind
from storage.models import Agency, AgencyFeed, FeedFault, FeedRun, Officer

SOURCES = ("unggah", *FETCHED)
MOST_TRIED = 20_000  # lines a trial reads
SHOWN_FIGURES, SHOWN_ROWS = 12, 6
SAMPLE_BYTES = 8 * 1024 * 1024
_LONGEST = 200


class WrongFeed(WrongSaid):
    """What is said of a feed cannot be used."""

    rule = "uraian_data_salah"


@dataclass(frozen=True)
class FeedSettings:
    """What an admin says of a feed beside its description. secret None: as it was."""

    name: str
    agency: str
    sector: str
    responsible: str
    every_hours: int
    source: str
    address: str = ""
    header: str = ""
    secret: str | None = None


@dataclass(frozen=True)
class Sight:
    """A file as it is shown before it is described: names, first rows, the sheets of a workbook."""

    names: tuple[str, ...]
    rows: list[list[str]]
    sheets: tuple[str, ...]
    sheet: str


@dataclass
class Tried:
    """What a description makes of a file. more: lines beyond MOST_TRIED were not read."""

    told: taking.FileRead
    figures: list[tuple[int, FigureRead]] = field(default_factory=list)
    good: int = 0
    decimals: Mapping[str, str] = field(default_factory=dict)
    more: bool = False


def sight(content: bytes, *, sheet: str = "") -> Sight:
    """The file's table as it stands. BadFile."""
    table = open_table(io.BytesIO(content), sheet=sheet)
    rows = [[words(cell)[:60] for cell in row] for row in table.sample[:SHOWN_ROWS]]
    return Sight(table.head.names, rows, table.sheets, table.sheet)


def tried(content: bytes, description: Description, places: KnownPlaces, *, now: datetime) -> Tried:
    """Read the file by the description and keep nothing. BadFile, ColumnsChanged."""
    table, reader = taking.opened(io.BytesIO(content), description, places, now)
    found = Tried(taking.FileRead(), decimals={name: style.value for name, style in styles(reader).items()})
    short = FeedTable(table.head, itertools.islice(table.rows, MOST_TRIED), table.sample)
    for line, figure in taking.read(short, reader, found.told):
        found.good += 1
        if len(found.figures) < SHOWN_FIGURES:
            found.figures.append((line, figure))
    found.more = next(iter(table.rows), None) is not None
    return found


def checked(document: Mapping[str, Any]) -> Description:
    """The description; BadInput with its own sentence for one that cannot be used."""
    try:
        return described(document, indicators=frozenset(indicators.definitions().from_feeds()))
    except BadDescription as wrong:
        raise WrongFeed(str(wrong)) from None


def make(
    tx: Session, code: str, said: FeedSettings, *, officer: Officer, secret: str, now: datetime
) -> AgencyFeed:
    """A new feed; BadInput for a code or an agency that cannot be."""
    if not CODE.fullmatch(code):
        raise BadInput("kode_data_salah", code)
    if tx.scalar(select(AgencyFeed.id).where(AgencyFeed.code == code)) is not None:
        raise Refused("kode_data_dipakai", code)
    feed = AgencyFeed(code=code, description={}, columns=[], seen={}, created_at=now)
    _apply(tx, feed, said, secret=secret, plain=frozenset())
    tx.add(feed)
    tx.flush()
    _note(tx, feed, officer, now)
    return feed


def settle(  # noqa: PLR0913 - a feed, what is said of it, who says it
    tx: Session, feed: AgencyFeed, said: FeedSettings, *, officer: Officer, secret: str,
    plain: frozenset[str], now: datetime,
) -> None:  # fmt: skip
    """Change what is known of the feed; what it fetches from anew is fetched soon."""
    before = (feed.source, feed.address)
    _apply(tx, feed, said, secret=secret, plain=plain)
    if (feed.source, feed.address) != before:
        feed.seen = {}
    _schedule(feed, now)
    _note(tx, feed, officer, now)


def configure(  # noqa: PLR0913 - a feed, what is said of it, how it is read
    tx: Session, feed: AgencyFeed | None, code: str, said: FeedSettings, document: Mapping[str, Any], *,
    now: datetime,
) -> None:  # fmt: skip
    """A feed as the city's settings have it, new (None) or changed; the key that is kept stays. BadInput."""
    if feed is None:
        if not CODE.fullmatch(code):
            raise BadInput("kode_data_salah", code)
        feed = AgencyFeed(code=code, description={}, columns=[], seen={}, address="", created_at=now)
    before = (feed.source, feed.address, feed.description)
    in_use = frozenset({urlsplit(feed.address).hostname or ""})  # what is fetched already goes on so
    _apply(tx, feed, said, secret="", plain=in_use)
    feed.description = checked(document).document() if document else {}
    if (feed.source, feed.address, feed.description) != before:
        feed.seen = {}
        _schedule(feed, now)
    tx.add(feed)


def describe(
    tx: Session, feed: AgencyFeed, description: Description, *, officer: Officer, now: datetime
) -> None:
    """From now on the feed's files are read so; what it fetches is fetched at once, changed or not."""
    feed.description, feed.seen = description.document(), {}
    if not feed.source:
        feed.source = "unggah"
    _schedule(feed, now)
    _note(tx, feed, officer, now)


def show_sample(tx: Session, feed: AgencyFeed, sha256: str, name: str, *, now: datetime) -> None:
    """The file by which the feed is described from now on."""
    if feed.sample_sha256 and feed.sample_sha256 != sha256:
        deletions.soon(tx, [feed.sample_sha256], now=now)
    feed.sample_sha256, feed.sample_name = sha256, name[:_LONGEST]


def hand_in(  # noqa: PLR0913 - a file, and whose it is
    tx: Session, feed: AgencyFeed, sha256: str, name: str, *, officer: Officer, now: datetime
) -> FeedRun:
    """A file of the feed waits to be read. Refused while the feed is not described."""
    if not feed.description:
        raise Refused("data_belum_diuraikan", feed.code)
    run = FeedRun(
        feed_id=feed.id, at=now, status=WAITING, file_name=name[:_LONGEST], sha256=sha256,
        officer_id=officer.id, tries=0,
    )  # fmt: skip
    tx.add(run)
    tx.flush()
    events.record(
        tx, kind=EventKind.FEED_HANDED_IN, actor=f"petugas:{officer.id}", now=now,
        agency_code=feed.agency_code, data={"feed": feed.code, "run": run.id},
    )  # fmt: skip
    return run


def _apply(tx: Session, feed: AgencyFeed, said: FeedSettings, *, secret: str, plain: frozenset[str]) -> None:
    if tx.get(Agency, said.agency) is None:
        raise BadInput("instansi_tidak_ada", said.agency)
    if said.sector not in indicators.definitions().sectors or not 1 <= said.every_hours <= 9000:
        raise WrongFeed("sektor atau jadwalnya tidak dikenal")
    if said.source not in ("", *SOURCES):
        raise WrongFeed("sumbernya tidak dikenal")
    fetches = said.source in FETCHED
    if fetches and (wrong := fetching.wrong_with(said.address, source=said.source, plain=plain)):
        raise WrongFeed(wrong)
    feed.name, feed.responsible = needed(said.name, limit=_LONGEST), said.responsible.strip()[:_LONGEST]
    feed.agency_code, feed.sector, feed.every_hours = said.agency, said.sector, said.every_hours
    feed.source, feed.address = said.source, said.address.strip()[:2000] if fetches else ""
    feed.header = said.header.strip()[:80] if fetches else ""
    if said.secret is not None:
        feed.secret = hidden.hide(secret, said.secret)


def _schedule(feed: AgencyFeed, now: datetime) -> None:
    ready = feed.source == CAP or (feed.source in FETCHED and feed.description)
    feed.next_try_at = now if ready else None


def _note(tx: Session, feed: AgencyFeed, officer: Officer, now: datetime) -> None:
    events.record(
        tx, kind=EventKind.FEED_DESCRIBED, actor=f"petugas:{officer.id}", now=now,
        agency_code=feed.agency_code, data={"feed": feed.code, "source": feed.source},
    )  # fmt: skip


def faults(session: Session, run_id: int, *, most: int = 200) -> Sequence[BadCell]:
    """What of a run was not taken, in the order of its lines."""
    mine = select(FeedFault).where(FeedFault.run_id == run_id).order_by(FeedFault.position).limit(most)
    return [BadCell(row.line, row.column, row.said, row.reason) for row in session.scalars(mine)]
