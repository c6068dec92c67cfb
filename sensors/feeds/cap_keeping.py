"""Others' warnings as rows: those that touch the city, and what ends earlier ones."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from routing.city.touching import Outlined
from routing.warnings.outside import HOLDS
from sensors.domain.feeds.caps import LONGEST, OutsideDanger, OutsideMessage
from storage import events
from storage.event_kinds import EventKind
from storage.models import OutsideWarning

ENDS = ("Update", "Cancel")
OLD = timedelta(days=2)  # what was over so long ago when it was first heard is not kept
KEPT = timedelta(days=400)


def keep(tx: Session, feed_id: int, heard: OutsideMessage, city: Outlined, *, now: datetime) -> int:
    """Write down what the message says of the city; how many dangers that were not known.

    What tells nothing of the city is kept only where it ends another: that one may come later.
    """
    known = tx.scalars(
        select(OutsideWarning).where(
            OutsideWarning.feed_id == feed_id, OutsideWarning.identifier == heard.identifier,
            OutsideWarning.sender == heard.sender,
        )
    ).all()  # fmt: skip
    if any(row.sent >= heard.sent for row in known):
        return 0
    tx.execute(delete(OutsideWarning).where(OutsideWarning.id.in_([row.id for row in known])))
    rows = [
        _row(feed_id, heard, one, codes, now)
        for one in (heard.spoken() if heard.kind in HOLDS else ())
        if (codes := touches(one, city)) and one.until > now - OLD
    ]
    for part, row in enumerate(rows):
        row.part = part
    tx.add_all(rows)
    if not rows and heard.kind in ENDS:
        tx.add(_of(feed_id, heard, now))
    tx.flush()
    if rows:
        _note(tx, [row.id for row in rows], now)
    return len(rows)


def end_earlier(tx: Session, feed_id: int, *, now: datetime) -> int:
    """Messages that a later one updates or cancels hold no more; how many. Exercises end only exercises."""
    row = OutsideWarning
    recent = select(row.identifier, row.status, row.sent, row.references).where(
        row.feed_id == feed_id, row.kind.in_(ENDS), row.received_at > now - 2 * LONGEST
    )
    living = select(row.id, row.sender, row.identifier, row.status).where(
        row.feed_id == feed_id, row.ended_at.is_(None), row.until > now - OLD
    )
    parts: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row_id, sender, identifier, status in tx.execute(living):
        parts[sender, identifier, status].append(row_id)
    ended = {
        row_id: sent
        for identifier, status, sent, references in tx.execute(recent)
        for sender, earlier in references
        if earlier != identifier
        for row_id in parts.get((sender, earlier, status), ())
    }
    for row_id, sent in ended.items():
        tx.execute(update(row).where(row.id == row_id).values(ended_at=sent))
    if ended:
        _note(tx, sorted(ended), now)
    return len(ended)


def touches(told: OutsideDanger, city: Outlined) -> set[str]:
    """Codes of the kelurahan it is about. An area without shape and known code is judged by its name."""
    found: set[str] = set()
    for zone in told.zones:
        here = city.by_shape(zone.rings, zone.circles) | city.by_code(zone.codes)
        drawn = zone.rings or zone.circles
        found |= here if here or drawn else city.by_name(zone.name)
    return found


def newest(session: Session, feed_id: int, *, most: int = 30) -> Sequence[OutsideWarning]:
    """What a source said of the city, the newest first."""
    said = (OutsideWarning.feed_id == feed_id, OutsideWarning.headline != "")
    return session.scalars(
        select(OutsideWarning).where(*said).order_by(OutsideWarning.sent.desc()).limit(most)
    ).all()


def forget(tx: Session, *, now: datetime) -> None:
    """What is over long enough goes; what never was about the city sooner."""
    tx.execute(delete(OutsideWarning).where(OutsideWarning.until < now - KEPT))
    blank = OutsideWarning.headline == ""
    tx.execute(delete(OutsideWarning).where(blank, OutsideWarning.received_at < now - 2 * LONGEST))


def _row(
    feed_id: int, heard: OutsideMessage, told: OutsideDanger, codes: set[str], now: datetime
) -> OutsideWarning:
    row = _of(feed_id, heard, now)
    row.event, row.headline = told.event, told.headline or told.event or "Peringatan"
    row.description, row.instruction = told.description, told.instruction
    row.urgency, row.severity, row.certainty = told.urgency, told.severity, told.certainty
    row.sender_name, row.web, row.kelurahan = told.sender, told.web, sorted(codes)
    row.starts, row.until, row.onset = told.starts, told.until, told.onset
    return row


def _of(feed_id: int, heard: OutsideMessage, now: datetime) -> OutsideWarning:
    return OutsideWarning(
        feed_id=feed_id, identifier=heard.identifier, sender=heard.sender, sent=heard.sent, part=0,
        status=heard.status, kind=heard.kind, public=heard.public, received_at=now, kelurahan=[],
        references=[list(one) for one in heard.references], starts=heard.sent, until=heard.sent + LONGEST,
    )  # fmt: skip


def _note(tx: Session, ids: Sequence[int], now: datetime) -> None:
    events.record(tx, kind=EventKind.OUTSIDE_WARNING, actor="sistem", now=now, data={"warnings": list(ids)})
