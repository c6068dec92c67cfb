"""The feeds a city expects of its agencies: feeds.csv in its folder of sensors."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import indicators
from sensors.domain.feeds.standing import EVERY
from sensors.things import CODE
from storage import csv_files
from storage.csv_files import Line
from storage.models import Agency, AgencyFeed

COLUMNS = ("code", "name", "agency", "sector", "every", "responsible")


def load_feeds(tx: Session, folder: Path, *, now: datetime) -> int:
    """Register the feeds of `folder`/feeds.csv that are not known yet; returns how many were new.

    What is known is left alone: the panel may have changed it. CsvFault names the line that is wrong.
    """
    file = folder / "feeds.csv"
    if not file.exists():
        return 0
    known, agencies = set(tx.scalars(select(AgencyFeed.code))), set(tx.scalars(select(Agency.code)))
    fresh = [line for line in csv_files.read(file, columns=COLUMNS) if line["code"] not in known]
    tx.add_all(_feed(line, agencies, now) for line in fresh)
    return len(fresh)


def _feed(line: Line, agencies: set[str], now: datetime) -> AgencyFeed:
    if not CODE.fullmatch(line["code"]):
        raise line.fault(f"code {line['code']!r}: small letters, digits and hyphens")
    if line["agency"] not in agencies:
        raise line.fault(f"agency {line['agency']!r} is not in agencies.csv")
    if line["sector"] not in indicators.definitions().sectors:
        raise line.fault(f"sector {line['sector']!r} is not in indicators.yml")
    if line["every"] not in EVERY:
        raise line.fault(f"every {line['every']!r}: {', '.join(EVERY)}")
    return AgencyFeed(
        code=line["code"], name=line["name"], agency_code=line["agency"], sector=line["sector"],
        responsible=line["responsible"], every_hours=EVERY[line["every"]], source="", description={},
        columns=[], seen={}, created_at=now,
    )  # fmt: skip
