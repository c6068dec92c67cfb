"""Doing what a resident asks about themselves: warnings, their data, forgetting them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import private_links
from bot.dialogue.commands import (
    AskPolls,
    Consent,
    EraseData,
    ExportData,
    ListWatched,
    Personal,
    RefuseNeighbours,
    TellDepth,
    Unwatch,
    Vote,
    Watch,
)
from bot.dialogue.hear import plain
from bot.dialogue.known import Exported, Polled, Watched
from bot.media_jobs import forget
from bot.messages.times import moment
from routing.people import looks, personal_data, polls
from routing.reports import neighbours
from routing.warnings import depths, follows
from storage.media import MediaStore
from storage.models import Outbox, Person, Poll

LOOKS_TOLD = 3  # in the chat; all of them stand in the download
AT_ONCE = 100  # farewells looked at in one go


def do(
    tx: Session, command: Personal, *, person: Person, now: datetime
) -> Watched | Exported | Polled | None:
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
        case RefuseNeighbours():
            neighbours.refuse(tx, person, now=now)
        case ListWatched():
            return Watched("list", following=follows.following(tx, person))
        case AskPolls(number):
            return _polls(tx, number, person, now=now)
        case Vote():
            return _vote(tx, command, person, now=now)
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


def _polls(tx: Session, number: int, person: Person, *, now: datetime) -> Polled:
    found = polls.still_open(tx, now=now)
    chosen = [poll for poll in found if number in (0, poll.id)]
    told = tuple((poll.id, poll.question, tuple(poll.choices)) for poll in chosen)
    closes = moment(chosen[0].closes_at, person.locale) if chosen else ""
    return Polled(told, closes=closes, over=bool(number) and not chosen)


def _vote(tx: Session, wanted: Vote, person: Person, *, now: datetime) -> Polled:
    """Answers it; asked once more where the words are none of its choices."""
    poll = tx.get(Poll, wanted.number)
    place = wanted.place if wanted.place is not None else _place(poll, wanted.words)
    if poll is not None and place is None:
        return _polls(tx, wanted.number, person, now=now)
    if poll is None or place is None or not polls.vote(tx, poll.id, person=person, choice=place, now=now):
        return Polled(over=True)
    return Polled(chosen=poll.choices[place], closes=moment(poll.closes_at, person.locale))


def _place(poll: Poll | None, words: str) -> int | None:
    """Of the choice these words name, by its number or as it is written."""
    choices = [plain(choice) for choice in poll.choices] if poll else []
    if words.isdecimal():
        return int(words) - 1 if 0 < int(words[:3]) <= len(choices) else None
    return choices.index(plain(words)) if plain(words) in choices else None


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
