"""Which agency delivers what: the register the mayor is shown. All of it is counted, nothing is claimed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import indicators
from sensors.domain.feeds import standing
from sensors.domain.feeds.standing import FeedState
from storage.clock import LOCAL
from storage.models import Agency, AgencyFeed, FeedRun

KINDS = ("dinas", "kecamatan")  # what the city counts as an SKPD
MONTHS = 12


@dataclass(frozen=True)
class FeedRow:
    """A feed as the register shows it. share: the good part of its last files' values, None before any."""

    feed: AgencyFeed
    agency: str
    connected: bool
    late: bool
    share: float | None


@dataclass(frozen=True)
class SectorLine:
    """One sector: how many of its feeds flow."""

    sector: str
    name: str
    connected: int
    feeds: int


@dataclass(frozen=True)
class MonthLine:
    """The end of one month ("2026-11"): how many agencies were connected by then."""

    month: str
    connected: int


@dataclass(frozen=True)
class Overview:
    """agencies: all SKPD; connected: those of which a feed flows; silent: those of which none is expected."""

    agencies: int
    connected: int
    rows: Sequence[FeedRow]
    missing: Sequence[FeedRow]
    sectors: Sequence[SectorLine]
    months: Sequence[MonthLine]
    silent: Sequence[str]


def overview(session: Session, *, now: datetime) -> Overview:
    """The register at this moment; four queries however many feeds there are."""
    known = session.execute(select(Agency.code, Agency.name, Agency.short_name, Agency.kind, Agency.active))
    agencies = [*known]
    offices = {code: name for code, name, _, kind, active in agencies if active and kind in KINDS}
    names = {code: short for code, _, short, _, _ in agencies}
    feeds = session.scalars(
        select(AgencyFeed).order_by(AgencyFeed.sector, AgencyFeed.agency_code, AgencyFeed.name)
    ).all()
    received, shares = _received(session)
    rows = [_row(feed, names, received[feed.id], shares.get(feed.id), now) for feed in feeds]
    flowing = {row.feed.agency_code for row in rows if row.connected} & set(offices)
    promising = {feed.agency_code for feed in feeds}
    return Overview(
        agencies=len(offices), connected=len(flowing), rows=rows,
        missing=[row for row in rows if not row.connected], sectors=_sectors(rows),
        months=_months(feeds, received, set(offices), now),
        silent=[name for code, name in offices.items() if code not in promising],
    )  # fmt: skip


def _received(session: Session) -> tuple[Mapping[int, list[datetime]], dict[int, float]]:
    """When each feed brought something good, oldest first; the good part of its last file with any value."""
    found: dict[int, list[datetime]] = defaultdict(list)
    shares: dict[int, float] = {}
    columns = (FeedRun.feed_id, FeedRun.at, FeedRun.outcome, FeedRun.figures, FeedRun.bad)
    for feed, at, outcome, figures, bad in session.execute(
        select(*columns).where(FeedRun.status == "selesai").order_by(FeedRun.at, FeedRun.id)
    ):
        if figures or outcome == FeedState.GOOD or (outcome == "sama" and found[feed]):
            found[feed].append(at)
        if figures + bad:
            shares[feed] = figures / (figures + bad)
    return found, shares


def _row(
    feed: AgencyFeed,
    names: Mapping[str, str],
    received: Sequence[datetime],
    share: float | None,
    now: datetime,
) -> FeedRow:
    connected = standing.connected_at(received, feed.every_hours, now)
    return FeedRow(feed, names.get(feed.agency_code, feed.agency_code), connected,
                   bool(received) and not connected, share)  # fmt: skip


def _sectors(rows: Sequence[FeedRow]) -> list[SectorLine]:
    found = []
    for sector in indicators.definitions().sectors.values():
        mine = [row for row in rows if row.feed.sector == sector.code]
        found.append(SectorLine(sector.code, sector.name, sum(row.connected for row in mine), len(mine)))
    return found


def _months(
    feeds: Sequence[AgencyFeed], received: Mapping[int, list[datetime]], offices: set[str], now: datetime
) -> list[MonthLine]:
    """The last MONTHS ends of months, oldest first; the last is now."""
    local = now.astimezone(LOCAL)
    found = []
    for back in range(MONTHS - 1, -1, -1):
        year, month = divmod(local.year * 12 + local.month - 1 - back, 12)
        after = divmod(year * 12 + month + 1, 12)
        end = datetime(after[0], after[1] + 1, 1, tzinfo=LOCAL) if back else now
        flowing = {feed.agency_code for feed in feeds
                   if standing.connected_at(received.get(feed.id, []), feed.every_hours, end)}  # fmt: skip
        found.append(MonthLine(f"{year}-{month + 1:02}", len(flowing & offices)))
    return found
