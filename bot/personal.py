"""Doing what a resident asks about themselves: warnings, their data, forgetting them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import private_links
from bot.dialogue.commands import (
    Consent,
    EraseData,
    ExportData,
    ListWatched,
    Personal,
    TellDepth,
    Unwatch,
    Watch,
)
from bot.dialogue.known import Exported, Watched
from bot.media_jobs import forget
from bot.messages.times import moment
from routing.people import looks, personal_data
from routing.warnings import depths, follows
from storage.media import MediaStore
from storage.models import Outbox, Person

LOOKS_TOLD = 3  # in the chat; all of them stand in the download
AT_ONCE = 100  # farewells looked at in one go


def do(tx: Session, command: Personal, *, person: Person, now: datetime) -> Watched | Exported | None:
    """Do it; what the answer is to tell, None where the answer is given already."""
    match command:
        case Watch(areas):
            return _watch(tx, areas, person, now=now)
        case Unwatch(areas):
            if not areas:
                depths.refuse(tx, person, now=now)
            return _unwatch(tx, areas, person)
        case TellDepth(depth):
            depths.tell(tx, person, depth, now=now)
        case ListWatched():
            return Watched("list", following=follows.following(tx, person))
        case ExportData():
            return _export(tx, person, now=now)
        case EraseData():
            personal_data.farewell(tx, person, personal_data.erase(tx, person, now=now), now=now)
        case Consent():
            person.consented_at = person.consented_at or now
    return None


def _watch(tx: Session, areas: tuple[str, ...], person: Person, *, now: datetime) -> Watched:
    fresh = [follows.follow(tx, person, area, now=now) for area in areas]
    gauges = follows.gauges_of(tx, areas)
    high = tuple(
        (gauge.thing.name, gauge.last_level) for gauge in gauges if gauge.last_level < follows.NORMAL
    )
    return Watched(
        "on", areas, follows.following(tx, person), fresh=any(fresh), covered=bool(gauges), high=high
    )  # fmt: skip


def _unwatch(tx: Session, areas: tuple[str, ...], person: Person) -> Watched:
    before = follows.following(tx, person)
    for area in areas or before:
        follows.unfollow(tx, person, area)
    after = follows.following(tx, person)
    return Watched("off", tuple(area for area in before if area not in after), after)


def _export(tx: Session, person: Person, *, now: datetime) -> Exported:
    held: dict[str, Any] = personal_data.export(tx, person)
    seen = looks.of_person(tx, person)
    last = seen[:LOOKS_TOLD]
    return Exported(
        link=private_links.issue(tx, person, now=now), name=person.called or person.name or "",
        reports=len(held["laporan"]), messages=len(held["pesan_masuk"]) + len(held["pesan_keluar"]),
        files=len(held["berkas_laporan"]), supports=len(held["dukungan"]), watched=len(held["peringatan"]),
        looks=len(seen), seen=tuple((moment(s.at, person.locale), s.role, s.agency) for s in last),
    )  # fmt: skip


def finish_farewells(tx: Session, store: MediaStore, *, now: datetime) -> int:
    """Take leave of who had themselves erased: once the last message is out their address and files go.

    Returns how many were finished.
    """
    open_ones = select(Outbox).where(Outbox.key == personal_data.FAREWELL).order_by(Outbox.id)
    rows = tx.scalars(open_ones.limit(AT_ONCE).with_for_update(skip_locked=True, of=Outbox)).all()
    finished = 0
    for row in rows:
        files = list(row.args.get("files", ()))
        if personal_data.farewell_over(tx, row, now=now):
            forget(tx, store, files, now=now)
            finished += 1
    return finished
