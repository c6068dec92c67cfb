"""Warnings of others (CAP) as screens show them: what holds now, and what stands beside an event."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from storage.models import AgencyFeed, OutsideWarning

CAP = "cap"  # a feed's `source`; what it brought holds no more once it is disconnected
HOLDS = ("Alert", "Update")
REAL, EXERCISE = "Actual", "Exercise"
SEVERITY = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
GRAVE = SEVERITY[:2]
MOST = 50
NAMED = 5  # kelurahan by name, before they are only counted


@dataclass(frozen=True)
class OutsideAlert:
    """where: "seluruh Kota …", or kelurahan. exercise: a drill of the sender's, for officers alone."""

    id: int
    headline: str
    description: str
    instruction: str
    sender: str
    sent: datetime
    until: datetime
    onset: datetime | None
    ended_at: datetime | None
    where: str
    grave: bool
    exercise: bool
    web: str


def holding(session: Session, *, now: datetime, officers: bool = False) -> list[OutsideAlert]:
    """What holds at this moment, the gravest and newest first; `officers` see exercises as well."""
    statuses = (REAL, EXERCISE) if officers else (REAL,)
    asked = _shown(statuses).where(
        OutsideWarning.starts <= now, OutsideWarning.until > now,
        or_(OutsideWarning.ended_at.is_(None), OutsideWarning.ended_at > now),
    )  # fmt: skip
    rows = session.scalars(asked.order_by(OutsideWarning.sent.desc()).limit(MOST)).all()
    if not rows:
        return []
    city = catalogue(session)
    order = {word: place for place, word in enumerate(SEVERITY)}
    return [_told(row, city) for row in sorted(rows, key=lambda row: order.get(row.severity, len(order)))]


def beside(
    session: Session, codes: Collection[str], *, since: datetime, until: datetime
) -> list[OutsideAlert]:
    """What was said of these kelurahan in that time, oldest first; [] codes: of the whole city."""
    ends = func.coalesce(OutsideWarning.ended_at, OutsideWarning.until)
    asked = _shown((REAL,)).where(OutsideWarning.starts <= until, ends > since)
    rows = session.scalars(asked.order_by(OutsideWarning.starts).limit(MOST * 4)).all()
    if not rows:
        return []
    city = catalogue(session)
    wanted = set(codes) or set(city.kelurahan)
    return [_told(row, city) for row in rows if _about(row, wanted, whole=not codes)][-MOST:]


def _shown(statuses: Sequence[str]) -> Select[OutsideWarning]:
    """Public ones about the city, of sources that are still connected."""
    found = select(OutsideWarning).join(AgencyFeed, AgencyFeed.id == OutsideWarning.feed_id)
    return found.where(
        AgencyFeed.source == CAP, OutsideWarning.status.in_(statuses), OutsideWarning.public,
        OutsideWarning.kind.in_(HOLDS), OutsideWarning.headline != "",
    )  # fmt: skip


def _about(row: OutsideWarning, wanted: set[str], *, whole: bool) -> bool:
    return wanted <= set(row.kelurahan) if whole else bool(wanted & set(row.kelurahan))


def _told(row: OutsideWarning, city: Catalogue) -> OutsideAlert:
    return OutsideAlert(
        id=row.id, headline=row.headline, description=row.description, instruction=row.instruction,
        sender=row.sender_name, sent=row.sent, until=row.until, onset=row.onset, ended_at=row.ended_at,
        where=_where(row.kelurahan, city), grave=row.severity in GRAVE, exercise=row.status == EXERCISE,
        web=row.web,
    )  # fmt: skip


def _where(codes: Sequence[str], city: Catalogue) -> str:
    here = [city.kelurahan[code].name for code in codes if code in city.kelurahan]
    if len(here) >= len(city.kelurahan):
        return f"seluruh {city.settings.city.name}"
    if len(here) <= NAMED:
        return ", ".join(here)
    return f"{', '.join(here[:NAMED])} dan {len(here) - NAMED} kelurahan lain"
