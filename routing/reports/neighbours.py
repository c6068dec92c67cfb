"""Neighbours confirm: who supports a matter, or reported it too, is asked "sudah beres?" before its reporter
is told that it is done.

A finished report of a category whose neighbours are asked is `diperiksa` meanwhile. Where all who were asked
find it done, or nobody has said otherwise in the city's hours, it is done by itself, unless somebody must
check it anyway. A "belum" leaves it before whoever checks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, union_all
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.distance import haversine
from routing.domain.lifecycle import Status
from routing.domain.neighbours import Asking, Neighbour, Said, all_say_done, chosen, stands_against
from routing.domain.numbers import parse
from routing.errors import NotFound, Refused
from routing.reports import accusing, from_programs, passing, proving
from routing.reports.filters import ALERT
from routing.reports.joined import head_of
from routing.reports.public_door import is_open
from routing.reports.story import accused_in
from routing.texts import RESIDENT_MAX, clean
from storage import events, outbox
from storage.event_kinds import EventKind
from storage.models import (
    Joined,
    Message,
    NeighbourAsked,
    NeighbourRefusal,
    OfficerChat,
    Person,
    Report,
    Support,
)
from storage.notice_kinds import Notice

WARGA, SYSTEM = "warga", "sistem"
FROM_NEIGHBOUR = "Dari warga sekitar: "  # before their words, which officers read among the reporter's
NO_MORE_THAN = timedelta(days=1)  # one question a person in so long
LOOKED_AT = 50  # supporters, the newest; among them the nearest are asked
BATCH = 200
_TELLS = {Said.DONE: EventKind.NEIGHBOUR_CONFIRMED, Said.NOT_DONE: EventKind.NEIGHBOUR_DENIED}


def to_ask(tx: Session, report: Report, *, now: datetime) -> Sequence[Neighbour]:
    """Whom to ask whether this report's work is done; nobody where the city does not want it, and never about
    what is secret, accuses an office, or has a victim.

    Nobody is asked who said they do not want it, was asked within a day, or is an officer in that chat.
    """
    city = catalogue(tx)
    if city.categories[report.category_code].neighbours is not Asking.ASK or report.kind == ALERT:
        return ()
    if not is_open(report) or report.shielded or report.category_code in city.guarded:
        return ()
    if accused_in(tx, report):
        return ()
    found = [_placed(tx, report, person, through) for person, through in _candidates(tx, report, now=now)]
    return chosen(found, city.settings.afterwards.neighbours)


def _candidates(tx: Session, report: Report, *, now: datetime) -> Sequence[tuple[Person, int]]:
    """Who supports the report or one joined to it, and who filed one of those; with the report they know."""
    under = select(Joined.report_id).where(Joined.root_id == report.id)
    of_all = or_(Support.report_id == report.id, Support.report_id.in_(under))
    known = union_all(
        select(Support.person_id, Support.report_id.label("through")).where(of_all),
        select(Report.person_id, Report.id.label("through")).where(
            Report.id.in_(under), Report.person_id.is_not(None)
        ),
    ).subquery()
    asked = exists().where(
        NeighbourAsked.person_id == Person.id, NeighbourAsked.report_id != report.id,
        NeighbourAsked.asked_at > now - NO_MORE_THAN,
    )  # fmt: skip
    people = (
        select(Person, known.c.through).join(known, known.c.person_id == Person.id)
        .where(
            Person.unreachable_at.is_(None), Person.blocked_at.is_(None),
            Person.channel != from_programs.CHANNEL, Person.id != (report.person_id or 0), ~asked,
            ~exists().where(NeighbourRefusal.person_id == Person.id),
            ~exists().where(OfficerChat.person_id == Person.id),
        )
        .order_by(Person.id.desc(), known.c.through).limit(LOOKED_AT)
    )  # fmt: skip
    return [(person, through) for person, through in tx.execute(people)]


def _placed(tx: Session, report: Report, person: Person, through: int) -> Neighbour:
    """With how far from the report's spot their own newest report lies."""
    mine = select(Report.lat, Report.lon, Report.kelurahan_code).where(Report.person_id == person.id)
    own = tx.execute(mine.order_by(Report.id.desc()).limit(1)).one_or_none()
    metres = None
    if own and None not in (own.lat, own.lon, report.lat, report.lon):
        metres = haversine((report.lat or 0.0, report.lon or 0.0), (own.lat, own.lon))
    same = own is not None and own.kelurahan_code is not None and own.kelurahan_code == report.kelurahan_code
    return Neighbour(person.id, through, metres, same, rings=person.channel != "web")


def ask(tx: Session, report: Report, found: Sequence[Neighbour], *, now: datetime) -> None:
    """Ask them about the report, which has just been delivered."""
    if not found:
        return
    city = catalogue(tx)
    category, agency = city.categories[report.category_code].name, city.agencies[report.agency_code].name
    area = city.kelurahan.get(report.kelurahan_code or "")
    for one in found:
        through = tx.get_one(Report, one.through)
        tx.add(
            NeighbourAsked(
                report_id=report.id, through_id=one.through, person_id=one.person_id,
                asked_at=report.delivered_at or now,
            )
        )  # fmt: skip
        args = {
            "number": through.number, "category": category, "agency": agency,
            "place": area.name if area else "",
            "own": "ya" if through.person_id == one.person_id else "",
        }  # fmt: skip
        person = tx.get_one(Person, one.person_id)
        outbox.put(tx, person=person, now=now, key=Notice.NEIGHBOUR, args=args, report_id=through.id)
    tx.flush()
    data = {"asked": len(found)}
    events.record(tx, kind=EventKind.NEIGHBOURS_ASKED, actor=SYSTEM, now=now, report=report, data=data)


def answer(
    tx: Session, number: str, *, person: Person, said: Said, now: datetime, text: str = ""
) -> Report:  # fmt: skip
    """Keep what a neighbour answered, and their words; the report it is about.

    It counts from the first time on, and may be put right while the result waits. NotFound where they were
    not asked; Refused once the report has gone on.
    """
    report, row = _asked(tx, number, person)
    if row.asked_at != report.delivered_at or report.status not in (Status.DIPERIKSA, Status.SELESAI):
        raise Refused("sudah_berakhir", report.number)
    if row.answer not in ("", said) and report.status == Status.SELESAI:
        raise Refused("sudah_berakhir", report.number)
    if row.answer != said:
        row.answer, row.answered_at, report.updated_at = said.value, now, now
        events.record(tx, kind=_TELLS[said], actor=WARGA, now=now, report=report)
        tx.flush()
    _say(tx, report, text, now=now)
    answers = [one.answer for one in _round(tx, report)]
    if report.status == Status.DIPERIKSA and all_say_done(answers):
        _pass(tx, report, answers, now=now)
    return report


def refuse(tx: Session, person: Person, *, now: datetime) -> None:
    """Never ask this person about others' finished reports again."""
    tx.merge(NeighbourRefusal(person_id=person.id, created_at=now))


def run_out(tx: Session, *, now: datetime) -> int:
    """Finish what nobody found undone within the city's hours; how many reports were done by it."""
    hours = timedelta(hours=catalogue(tx).settings.afterwards.neighbour_hours)
    due = select(NeighbourAsked.report_id).where(NeighbourAsked.waits, NeighbourAsked.asked_at <= now - hours)
    found = select(Report).where(Report.id.in_(due)).order_by(Report.id).limit(BATCH)
    done = 0
    for report in tx.scalars(found.with_for_update(skip_locked=True, key_share=True)):
        rows = _round(tx, report)
        waiting = select(NeighbourAsked).where(NeighbourAsked.report_id == report.id, NeighbourAsked.waits)
        for row in tx.scalars(waiting.where(NeighbourAsked.asked_at <= now - hours)):
            row.waits = False
        answers = [row.answer for row in rows]
        if report.status == Status.DIPERIKSA and rows and not stands_against(answers):
            done += _pass(tx, report, answers, now=now)
    return done


@dataclass(frozen=True)
class Standing:
    """What the neighbours said of the newest delivery: how many were asked, and answered what."""

    asked: int
    done: int
    not_done: int
    at: datetime

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self.asked - self.done - self.not_done


def standing(session: Session, report: Report) -> Standing | None:
    """None where nobody was asked about the report's newest delivery."""
    asked = select(NeighbourAsked.asked_at, NeighbourAsked.answer).where(
        NeighbourAsked.report_id == report.id
    )
    rows = session.execute(asked).all()
    if not rows:
        return None
    at = max(row.asked_at for row in rows)
    answers = [row.answer for row in rows if row.asked_at == at]
    return Standing(len(answers), answers.count(Said.DONE), answers.count(Said.NOT_DONE), at)


def decided_by_them(tx: Session, report: Report) -> bool:
    """Whether the report waits for its neighbours alone: nobody need check it, and none is against."""
    rows = _round(tx, report)
    against = stands_against([row.answer for row in rows])
    return bool(rows) and not against and not _is_for_somebody(tx, report)


def _is_for_somebody(tx: Session, report: Report) -> bool:
    """Somebody must check it anyway, or it has become a matter that is no longer its neighbours'."""
    return report.shielded or not is_open(report) or proving.must_be_checked(tx, report)


def _pass(tx: Session, report: Report, answers: Sequence[str], *, now: datetime) -> bool:
    """Finish it, where nobody must check it anyway."""
    if _is_for_somebody(tx, report):
        return False
    data = {"asked": len(answers), "confirmed": answers.count(Said.DONE)}
    passing.passed(tx, report, actor=SYSTEM, now=now, data=data)
    return True


def _round(tx: Session, report: Report) -> Sequence[NeighbourAsked]:
    """Who was asked about this delivery."""
    mine = select(NeighbourAsked).where(NeighbourAsked.report_id == report.id)
    return tx.scalars(mine.where(NeighbourAsked.asked_at == report.delivered_at)).all()


def _asked(tx: Session, number: str, person: Person) -> tuple[Report, NeighbourAsked]:
    """The report that is worked on, locked, and the newest question to this person about it."""
    written = parse(number, catalogue(tx).number_prefix)
    known = tx.scalars(select(Report).where(Report.number == str(written or number))).one_or_none()
    if known is None:
        raise NotFound("laporan_tidak_ada", number)
    head = head_of(tx, known)
    report = tx.get_one(Report, head.id, with_for_update={"key_share": True}, populate_existing=True)
    mine = select(NeighbourAsked).where(
        NeighbourAsked.report_id == report.id, NeighbourAsked.person_id == person.id
    )
    row = tx.scalars(mine.order_by(NeighbourAsked.id.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound("laporan_tidak_ada", number)
    return report, row


def _say(tx: Session, report: Report, text: str, *, now: datetime) -> None:
    text = clean(text, limit=RESIDENT_MAX)
    if not text:
        return
    tx.add(Message(report_id=report.id, direction="masuk", text=FROM_NEIGHBOUR + text, created_at=now))
    accusing.listen(tx, report, text, now=now)
    events.record(tx, kind=EventKind.REPORT_ADDED, actor=WARGA, now=now, report=report)
