"""What happened becomes news: read from the event log behind a bookmark, written with the bookmark's move.

So nothing has to be thought of where it happens, nothing is lost by a kill, and nothing is told twice: the
news' key is the event's number.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.domain.news import NewsKind, leaves_at
from routing.domain.permissions import MAY, Action
from routing.news import choices, of_attention
from routing.reports import neighbours
from routing.reports.door import reach
from routing.texts import promised_local
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import (
    ChannelState,
    Event,
    LadderSummary,
    Mention,
    NewsDelivery,
    Officer,
    OfficerNews,
    Report,
)

BOOKMARK = "officer_news"
BATCH = 200
KEPT = timedelta(days=60)
SHOWN = 50
PERSON = "petugas:"  # before the id of an officer in an event
# What a kind of event tells, and what who is told must be able to do with the report.
TELLS = {
    EventKind.REPORT_GIVEN: (NewsKind.GIVEN, Action.READ),
    EventKind.REPORT_FORWARDED: (NewsKind.GIVEN, Action.READ),
    EventKind.REPORT_NOTED: (NewsKind.SPOKEN_TO, Action.READ),
    EventKind.REPORT_ADDED: (NewsKind.REPLIED, Action.ANSWER),
    EventKind.ANSWER_HELD: (NewsKind.HELD, Action.VOUCH),
    EventKind.ANSWER_NOT_SENT: (NewsKind.HELD, Action.ANSWER),
    EventKind.REPORT_DELIVERED: (NewsKind.CHECK, Action.CHECK),
    EventKind.NEIGHBOUR_DENIED: (NewsKind.CHECK, Action.CHECK),
    EventKind.PROMISE_NEAR: (NewsKind.PROMISE, Action.ANSWER),
    EventKind.PROMISE_BROKEN: (NewsKind.PROMISE, Action.ANSWER),
}
WORDS = {
    EventKind.REPORT_GIVEN: "Laporan {number} diberikan kepada Anda.",
    EventKind.REPORT_FORWARDED: "Laporan {number} yang pernah Anda teruskan kembali ke kantor Anda.",
    EventKind.REPORT_NOTED: "Sebuah catatan di laporan {number} menyebut Anda.",
    EventKind.REPORT_ADDED: "Warga menambah keterangan di laporan {number} yang Anda pegang.",
    EventKind.ANSWER_HELD: "Satu jawaban untuk laporan {number} dititipkan untuk Anda periksa.",
    EventKind.ANSWER_NOT_SENT: "Jawaban terjadwal untuk {number} tidak dikirim; tulisannya ada di catatan.",
    EventKind.REPORT_DELIVERED: "Hasil pekerjaan laporan {number} menunggu pemeriksaan Anda.",
    EventKind.NEIGHBOUR_DENIED: "Warga sekitar menyatakan {number} belum beres; periksa hasilnya.",
    EventKind.PROMISE_NEAR: "Janji kepada warga di laporan {number}: {when}.",
    EventKind.PROMISE_BROKEN: "Janji kepada warga di laporan {number} lewat: {when}. Kabari warganya.",
}
# To whoever wrote a scheduled answer for a report that lies elsewhere by now; of the report it tells no more.
GONE = (
    "Jawaban terjadwal untuk {number} tidak dikirim: laporannya tidak lagi di antrean Anda. Tulisan Anda "
    "menjadi catatan di sana."
)


def waits(session: Session) -> bool:
    """Whether something may have happened since; two looks that lock nothing."""
    row = session.get(ChannelState, BOOKMARK)
    return row is None or row.value != _ends(session)


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether something is to leave the panel now."""
    due = (NewsDelivery.status == "queued", NewsDelivery.next_try_at <= now)
    return session.scalar(select(NewsDelivery.id).where(*due).limit(1)) is not None


def gather(tx: Session, *, now: datetime) -> int:
    """Writes the news of at most BATCH events and of new summaries of the ladder; returns how many.

    The first time it only sets the bookmark: nobody is told of last year.
    """
    ends = _ends(tx)
    insert_once(tx, ChannelState, unique=["channel"], channel=BOOKMARK, value=ends)
    locked = select(ChannelState).where(ChannelState.channel == BOOKMARK).with_for_update()
    row = tx.scalars(locked).one()
    since, told = row.value, 0
    found = _told_by(tx, since["seq"], ends["seq"])
    for event in found:
        told += _tell_all(tx, event, now=now)
    for summary in tx.scalars(
        select(LadderSummary).where(LadderSummary.id > since["ladder"], LadderSummary.id <= ends["ladder"])
    ):
        told += _tell_late(tx, summary, now=now)
    seq = found[-1].seq if len(found) == BATCH else ends["seq"]
    row.value = {"seq": seq, "ladder": ends["ladder"]}
    tx.execute(delete(OfficerNews).where(OfficerNews.at < now - KEPT))
    return told


def _ends(session: Session) -> dict[str, int]:
    ladder = session.scalar(select(func.max(LadderSummary.id))) or 0
    return {"seq": events.last_seq(session), "ladder": ladder}


def _told_by(tx: Session, after: int, until: int) -> Sequence[Event]:
    kinds = (*TELLS, *of_attention.TELLS)
    told = select(Event).where(Event.seq > after, Event.seq <= until, Event.kind.in_(kinds))
    return tx.scalars(told.order_by(Event.seq).limit(BATCH)).all()


def _tell_all(tx: Session, event: Event, *, now: datetime) -> int:
    if EventKind.of(event.kind) in of_attention.TELLS:
        key, (words, path) = f"event:{event.seq}", of_attention.words(tx, event)
        told = of_attention.recipients(tx, event)
        return sum(tell(tx, one.id, NewsKind.ATTENTION, key, words, path, now) for one in told)
    return sum(_tell_event(tx, event, officer, now=now) for officer in _recipients(tx, event))


def _recipients(tx: Session, event: Event) -> Iterable[Officer]:
    """Who is told, among those who may do with the report what it asks for; never who did it."""
    kind, action = TELLS[EventKind.of(event.kind)]
    report = tx.get(Report, event.report_id) if event.report_id else None
    if report is None or (event.kind == EventKind.REPORT_DELIVERED and _for_neighbours(tx, report)):
        return ()
    asked = select(Officer).where(Officer.active)
    if event.kind == EventKind.REPORT_FORWARDED:
        asked = asked.where(Officer.id.in_(_sent_away(tx, event)), Officer.agency_code == report.agency_code)
    elif kind is NewsKind.GIVEN:
        asked = asked.where(Officer.id == int(event.data.get("to_officer") or 0))
    elif kind is NewsKind.REPLIED:
        asked = asked.where(Officer.id == (report.holder_id or 0))
    elif event.kind == EventKind.ANSWER_NOT_SENT:
        asked = asked.where(Officer.id == int(event.data.get("officer") or 0))
    elif kind is NewsKind.SPOKEN_TO:
        asked = asked.where(Officer.id.in_(_spoken_to(event)))
    elif kind is NewsKind.PROMISE:
        asked = asked.where(_promised(event, report))
    else:
        roles = [role for role, actions in MAY.items() if action in actions]
        asked = asked.where(Officer.role.in_(roles), Officer.agency_code == report.agency_code)
    others = [officer for officer in tx.scalars(asked) if event.actor != f"{PERSON}{officer.id}"]
    if event.kind == EventKind.ANSWER_NOT_SENT:  # its author hears of it wherever the report lies by now
        return others
    return [one for one in others if _reaches(tx, one, report.id, action)]


def _reaches(tx: Session, officer: Officer, report_id: int, action: Action) -> bool:
    seen = select(Report.id).where(Report.id == report_id, reach(tx, officer, action))
    return tx.scalar(seen) is not None


def _for_neighbours(tx: Session, report: Report) -> bool:
    """It waits for what its neighbours say: who checks is told when one of them is against."""
    return report.status == Status.DIPERIKSA and neighbours.decided_by_them(tx, report)


def _sent_away(tx: Session, event: Event) -> list[int]:
    """Who handed the report on before: they are told when it comes back, others see a new one."""
    before = select(Event.actor).where(
        Event.report_id == event.report_id, Event.kind == EventKind.REPORT_FORWARDED, Event.seq < event.seq
    )
    return [int(actor.removeprefix(PERSON)) for actor in tx.scalars(before) if actor.startswith(PERSON)]


def _spoken_to(event: Event) -> Select[int]:
    """Whom the note of this event speaks to: they were written down in its moment."""
    return select(Mention.officer_id).where(Mention.report_id == event.report_id, Mention.at == event.at)


def _promised(event: Event, report: Report) -> ColumnElement[bool]:
    """Who promised and who holds the report; once the promise is broken, the head of its office too."""
    concerned = Officer.id.in_([event.data.get("officer"), report.holder_id])
    if event.kind != EventKind.PROMISE_BROKEN:
        return concerned
    heads = [role for role, actions in MAY.items() if Action.VOUCH in actions]
    return or_(concerned, and_(Officer.role.in_(heads), Officer.agency_code == report.agency_code))


def _tell_event(tx: Session, event: Event, officer: Officer, *, now: datetime) -> bool:
    happened = EventKind.of(event.kind)
    kind, action = TELLS[happened]
    report = tx.get_one(Report, event.report_id)
    number = report.number
    if happened is EventKind.ANSWER_NOT_SENT and not _reaches(tx, officer, report.id, action):
        gone = GONE.format(number=number)
        return tell(tx, officer.id, kind, f"event:{event.seq}", gone, "/petugas", now)
    due = event.data.get("due") or ()
    when = ", ".join(promised_local(datetime.fromisoformat(one)) for one in due)
    said, path = WORDS[happened].format(number=number, when=when), f"/petugas/laporan/{number}"
    return tell(tx, officer.id, kind, f"event:{event.seq}", said, path, now)


def _tell_late(tx: Session, summary: LadderSummary, *, now: datetime) -> bool:
    """A summary stands on the page of warnings already: here only for its ways out of the panel."""
    said = "; ".join(f"{many} laporan: {words[:1].lower()}{words[1:]}" for _, words, many in summary.steps)
    key, path = f"ladder:{summary.id}", "/petugas/peringatan"
    return tell(tx, summary.officer_id, NewsKind.LATE, key, f"{said}.", path, now)


def tell(  # noqa: PLR0913 - the columns of a piece of news
    tx: Session, officer_id: int, kind: NewsKind, key: str, words: str, path: str, now: datetime
) -> bool:  # fmt: skip
    """Once a key: False where the officer was told this before."""
    fresh = insert_once(
        tx, OfficerNews, unique=["officer_id", "key"], officer_id=officer_id, key=key, kind=kind.value,
        words=words, path=path, at=now, read_at=now if kind is NewsKind.LATE else None,
    )  # fmt: skip
    if not fresh:
        return False
    made = tx.scalars(
        select(OfficerNews.id).where(OfficerNews.officer_id == officer_id, OfficerNews.key == key)
    ).one()
    wishes = choices.of(tx, officer_id)
    for way in wishes.ways.get(kind, ()):
        at = leaves_at(
            now, way, digest=wishes.digest, quiet_from=wishes.quiet_from, quiet_until=wishes.quiet_until
        )  # fmt: skip
        tx.add(NewsDelivery(news_id=made, way=way.value, next_try_at=at))
    return True


def of(session: Session, officer: Officer) -> Sequence[OfficerNews]:
    """The officer's newest news, newest first; what the page of warnings tells is not among them."""
    mine = select(OfficerNews).where(OfficerNews.officer_id == officer.id, OfficerNews.kind != NewsKind.LATE)
    return session.scalars(mine.order_by(OfficerNews.id.desc()).limit(SHOWN)).all()


def unread(session: Session, officer: Officer) -> int:
    """How many the officer has not read."""
    mine = (OfficerNews.officer_id == officer.id, OfficerNews.read_at.is_(None))
    return session.scalar(select(func.count(OfficerNews.id)).where(*mine)) or 0


def mark_read(tx: Session, officer: Officer, *, now: datetime) -> None:
    """All of it; what has not left the panel yet stays there."""
    mine = (OfficerNews.officer_id == officer.id, OfficerNews.read_at.is_(None))
    tx.execute(update(OfficerNews).where(*mine).values(read_at=now))
