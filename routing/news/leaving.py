"""News on its way out of the panel: leased, tried with no transaction open, written down."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from routing.domain.news import NewsKind, Way
from storage import backoff
from storage.db import transaction
from storage.models import NewsDelivery, Officer, OfficerNews

LEASE = timedelta(minutes=2)
GIVE_UP_AFTER = timedelta(hours=24)
BATCH = 100


@dataclass(frozen=True)
class Piece:
    """One piece of news as it leaves: a sentence and where it is seen."""

    delivery: int
    news: int
    words: str
    path: str
    kind: str = ""


@dataclass(frozen=True)
class Parcel:
    """What one officer is told at once on one way."""

    officer: int
    way: Way
    name: str
    email: str
    pieces: Sequence[Piece]


def first_to_tell(tx: Session, piece: Piece) -> bool:
    """Written down as told, in the transaction that tells it: of two who carry the same one does."""
    mine = (NewsDelivery.id == piece.delivery, NewsDelivery.status == Left.LATER.value)
    told = update(NewsDelivery).where(*mine).values(status=Left.SENT.value, leased_until=None)
    return tx.scalar(told.returning(NewsDelivery.id)) is not None


class Left(StrEnum):
    """What became of a parcel. nobody: there is no address; later: try again."""

    SENT = "sent"
    NOBODY = "dropped"
    LATER = "queued"


Carrier = Callable[[Parcel], Left]


def carry(carriers: Mapping[Way, Carrier], *, now: datetime) -> int:
    """Takes what is due out of the panel, a parcel an officer and way; returns how many parcels.

    A process that dies between sending and writing it down sends that parcel once more after the lease.
    """
    with transaction() as tx:
        parcels = _lease(tx, [way.value for way in carriers], now)
    for parcel in parcels:
        left = carriers[parcel.way](parcel)
        with transaction() as tx:
            _write_down(tx, parcel, left, now)
    return len(parcels)


def _lease(tx: Session, ways: Sequence[str], now: datetime) -> list[Parcel]:
    due = (
        select(NewsDelivery, OfficerNews, Officer)
        .join(OfficerNews, OfficerNews.id == NewsDelivery.news_id)
        .join(Officer, Officer.id == OfficerNews.officer_id)
        .where(NewsDelivery.status == "queued", NewsDelivery.next_try_at <= now, NewsDelivery.way.in_(ways))
        .where(or_(NewsDelivery.leased_until.is_(None), NewsDelivery.leased_until <= now))
        .order_by(NewsDelivery.id).limit(BATCH).with_for_update(skip_locked=True, of=NewsDelivery)
    )  # fmt: skip
    gathered: dict[tuple[int, str], list[Piece]] = defaultdict(list)
    officers: dict[int, Officer] = {}
    for row, news, officer in tx.execute(due).all():
        read = news.read_at is not None and news.kind != NewsKind.LATE
        if read or not officer.active:
            row.status = Left.NOBODY.value  # who has read it in the panel is not told again
            continue
        row.leased_until = now + LEASE
        officers[officer.id] = officer
        gathered[officer.id, row.way].append(Piece(row.id, news.id, news.words, news.path, news.kind))
    return [
        Parcel(officer_id, Way(way), officers[officer_id].name, officers[officer_id].email or "", pieces)
        for (officer_id, way), pieces in gathered.items()
    ]


def _write_down(tx: Session, parcel: Parcel, left: Left, now: datetime) -> None:
    ids = [piece.delivery for piece in parcel.pieces]
    mine = update(NewsDelivery).where(NewsDelivery.id.in_(ids), NewsDelivery.status == "queued")
    if left is not Left.LATER:
        tx.execute(mine.values(status=left.value, leased_until=None))
        return
    for row in tx.scalars(select(NewsDelivery).where(NewsDelivery.id.in_(ids))):
        row.attempts, row.leased_until = row.attempts + 1, None
        row.next_try_at = now + timedelta(seconds=backoff.wait(row.attempts, first=30.0))
        news = tx.get_one(OfficerNews, row.news_id)
        if now - news.at > GIVE_UP_AFTER and row.attempts > 5:
            row.status, row.error = "failed", "tidak sampai dalam 24 jam"
