"""What is held about a resident: handed out, and erased (UU PDP 27/2022, articles 7 and 8).

Reports stay, since a broken road is not the reporter's alone, but without the person: who filed them, the
name in the words and the voice go. The row of the person stays, emptied, because other rows count on it; its
address is needed until the last message is out (`farewell_over`).
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.people import looks
from routing.reports.status import change
from storage import erased, events, outbox
from storage.event_kinds import EventKind
from storage.models import (
    Attention,
    AttentionStep,
    Base,
    Call,
    ChatLine,
    ChatLink,
    ChatSession,
    DataCase,
    DataLink,
    DepthAnswer,
    EarlyWarned,
    Event,
    EventReason,
    Inbox,
    KeptConversation,
    Look,
    Media,
    MediaJob,
    MeetingPromise,
    Message,
    NeighbourAsked,
    NeighbourRefusal,
    NoteVoice,
    OfficerChat,
    Outbox,
    Person,
    PollVote,
    Report,
    ReportMedia,
    ShiftHandover,
    ShiftNote,
    Support,
    WarningFollow,
    WarningRefusal,
)
from storage.notice_kinds import Notice
from storage.outbox_states import OPEN, State
from storage.trace import admitted

NAME = "[nama]"
FAREWELL = Notice.FAREWELL  # the last message's key; its row stands for what is left to do
ERASED = "terhapus"
ABOUT_PEOPLE = tuple(kind for kind in EventKind if kind.startswith("person_"))
_SHORTEST = 3  # letters of a name's part that is looked for in texts
# Parts of names by which people call themselves and that say nothing about who they are.
_COMMON = frozenset(
    ("warga", "pak", "bapak", "ibu", "mas", "mbak", "kak", "bang", "kota", "kab", "admin", "user", "anonim")
)


def export(session: Session, person: Person) -> dict[str, Any]:
    """Everything held about the person as plain JSON, each row with all its columns; times in ISO, UTC."""
    reports = _reports(session, person)
    ids = [report.id for report in reports]
    mine = {
        "percakapan": select(KeptConversation).where(KeptConversation.person_id == person.id),
        "pesan_masuk": select(Inbox).where(_from(person)).order_by(Inbox.id),
        "pesan_keluar": select(Outbox).where(Outbox.person_id == person.id).order_by(Outbox.id),
        "laporan": select(Report).where(Report.id.in_(ids)).order_by(Report.id),
        "pembicaraan_laporan": select(Message)
        .where(Message.report_id.in_(ids), Message.direction.in_(("masuk", "keluar")))
        .order_by(Message.id),
        "berkas_laporan": select(ReportMedia).where(ReportMedia.report_id.in_(ids)).order_by(ReportMedia.id),
        "berkas_lain": select(MediaJob).where(MediaJob.person_id == person.id).order_by(MediaJob.id),
        "dukungan": select(Support).where(Support.person_id == person.id),
        "panggilan": select(Call).where(Call.person_id == person.id).order_by(Call.id),
        "jajak_pendapat": select(PollVote).where(PollVote.person_id == person.id),
        "peringatan_dini": select(EarlyWarned).where(EarlyWarned.person_id == person.id),
        "tidak_mau_peringatan": select(WarningRefusal).where(WarningRefusal.person_id == person.id),
        "ditanya_sekitar": select(NeighbourAsked).where(NeighbourAsked.person_id == person.id),
        "tidak_mau_ditanya": select(NeighbourRefusal).where(NeighbourRefusal.person_id == person.id),
        "jawaban_air": select(DepthAnswer).where(DepthAnswer.person_id == person.id),
        "chat_petugas": select(OfficerChat).where(OfficerChat.person_id == person.id),
        "peringatan": select(WarningFollow).where(WarningFollow.person_id == person.id),
        "riwayat_laporan": select(Event).where(Event.report_id.in_(ids)).order_by(Event.seq),
        "alasan_petugas": select(EventReason)
        .join(Event, Event.seq == EventReason.event_seq)
        .where(Event.report_id.in_(ids))
        .order_by(EventReason.event_seq),
    }
    rows = {name: [_plain(row) for row in session.scalars(found)] for name, found in mine.items()}
    seen = [
        {"waktu": one.at.isoformat(), "peran": one.role, "instansi": one.agency, "alasan": one.reason}
        for one in looks.of_person(session, person)
    ]
    return {"orang": _plain(person), **rows, "dilihat_petugas": seen}


def erase(tx: Session, person: Person, *, now: datetime) -> list[str]:
    """Forget the person; the SHA-256 of files that are to be deleted once nothing names them any more.

    To be called in the turn in which they ask for it; `farewell` then says so. Open reports go on without
    waiting for an answer that cannot come.
    """
    erased.note(person.id, born=person.created_at, at=now)
    names = _names(tx, person)
    reports = _reports(tx, person, lock=True)
    for report in reports:
        _without_person(tx, report, names, now=now)
    files = _files(tx, person, reports)
    _words(tx, person, reports, names, now=now)
    for report in tx.scalars(_supported(person)):
        report.supporters = max(0, report.supporters - 1)
    gone = (
        Support, WarningFollow, PollVote, MediaJob, Call, DataLink, EarlyWarned, WarningRefusal, DepthAnswer,
        OfficerChat, NeighbourRefusal,
    )  # fmt: skip
    for table in gone:
        tx.execute(delete(table).where(table.person_id == person.id))
    asked = update(NeighbourAsked).where(NeighbourAsked.person_id == person.id)
    tx.execute(asked.values(person_id=None))  # a result still waits for the answer of whoever it was
    _letters(tx, person)
    person.name = person.called = person.consented_at = None
    person.locale = "id"
    tx.flush()
    return files


def farewell(tx: Session, person: Person, files: Sequence[str], *, now: datetime) -> None:
    """Queue the last message; it takes the address with it once it is out."""
    outbox.put(tx, person=person, now=now, key=FAREWELL, args={"files": list(files)})


def farewell_over(tx: Session, row: Outbox, *, now: datetime) -> bool:
    """Empty the person's row once their last message is out or given up; False while it is under way.

    Somebody who has written again meanwhile is a resident anew, and only the message goes.
    """
    waited = now - row.created_at >= outbox.GIVE_UP_AFTER
    if row.status == State.QUEUED and not waited:
        return False
    person = tx.get_one(Person, row.person_id, with_for_update={"key_share": True})
    back = select(Inbox.id).where(_from(person), Inbox.received_at > row.created_at).limit(1)
    if tx.scalar(back) is None:
        empty(tx, person, now=now)
    row.key, row.text, row.args, row.extras, row.external_id, row.error = None, "", {}, {}, None, None
    row.status = State.FAILED if row.status in OPEN else row.status
    return True


def empty(tx: Session, person: Person, *, now: datetime) -> None:
    """Take the address from somebody who was erased: nobody, here or anywhere, is this row any more."""
    tx.execute(delete(KeptConversation).where(KeptConversation.person_id == person.id))
    if person.channel == "web":  # their browsers' keys open nothing any more
        for table in (ChatSession, ChatLink, ChatLine):
            tx.execute(delete(table).where(table.address == person.address))
    person.address, person.name, person.heard_at = f"{ERASED}-{person.id}", None, None
    person.unreachable_at = person.unreachable_at or now
    person.blocked_reason, person.abuse_count, person.flagged_at = "", 0, None


def unname(tx: Session, report: Report, person: Person) -> None:
    """The report without who filed it, and without their name in its own words."""
    _unname(report, _names(tx, person))


def _unname(report: Report, names: re.Pattern[str] | None) -> None:
    report.person_id = report.track_key = None
    report.text, report.place = _masked(report.text, names), _masked(report.place, names)
    report.facts = _masked(report.facts, names)


def _from(person: Person) -> ColumnElement[bool]:
    return and_(Inbox.channel == person.channel, Inbox.sender == person.address)


def _reports(session: Session, person: Person, *, lock: bool = False) -> Sequence[Report]:
    found = select(Report).where(Report.person_id == person.id).order_by(Report.id)
    if lock:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(found).all()


def _supported(person: Person) -> Any:
    joined = select(Support.report_id).where(Support.person_id == person.id)
    return select(Report).where(Report.id.in_(joined)).order_by(Report.id).with_for_update(key_share=True)


def _plain(row: Base) -> dict[str, Any]:
    names = [column.key for column in type(row).__mapper__.column_attrs if not column.deferred]
    return {name: _json(getattr(row, name)) for name in names}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _without_person(tx: Session, report: Report, names: re.Pattern[str] | None, *, now: datetime) -> None:
    waiting = report.status == Status.MENUNGGU_WARGA  # for an answer that cannot come any more
    data = change(tx, report, Status.DIPROSES, now=now) if waiting else {}
    _unname(report, names)
    report.updated_at = now
    events.record(tx, kind=EventKind.REPORT_UNNAMED, actor="sistem", now=now, report=report, data=data)


def _files(tx: Session, person: Person, reports: Sequence[Report]) -> list[str]:
    """Take voices off the reports and the camera's place off their pictures; the files nobody needs now."""
    ids = [report.id for report in reports]
    loose = select(MediaJob.sha256).where(MediaJob.person_id == person.id, MediaJob.report_id.is_(None))
    parts = select(ReportMedia).join(Media, Media.sha256 == ReportMedia.sha256)
    parts = parts.where(ReportMedia.report_id.in_(ids), ReportMedia.purpose == "laporan")
    files = [name for name in tx.scalars(loose) if name]
    for part in tx.scalars(parts):
        part.lat = part.lon = part.taken_at = None
        if tx.get_one(Media, part.sha256).content_type.startswith("audio/"):
            files.append(part.sha256)
            tx.delete(part)
    mine = select(NoteVoice).join(Message, Message.id == NoteVoice.message_id)
    for spoken in tx.scalars(mine.where(Message.report_id.in_(ids))):  # a name in it cannot be masked
        files.append(spoken.sha256)
        tx.delete(spoken)
    return files


def _words(
    tx: Session, person: Person, reports: Sequence[Report], names: re.Pattern[str] | None, *, now: datetime
) -> None:
    """Mask the name in what was said about the reports, by whomever."""
    ids = [report.id for report in reports]
    joined = select(Support.report_id).where(Support.person_id == person.id)
    for said in tx.scalars(
        select(Message).where(or_(Message.report_id.in_(ids), Message.report_id.in_(joined)))
    ):
        said.text = _masked(said.text, names)
    shown = (Outbox.report_id.in_(ids), Outbox.person_id != person.id, Outbox.text.is_not(None))
    for row in tx.scalars(select(Outbox).where(*shown)):  # its officers read it in their own chats
        row.text = _masked(row.text, names)
    about = and_(Event.kind.in_(ABOUT_PEOPLE), Event.data["person_id"].as_integer() == person.id)
    theirs = select(Event.seq).where(or_(Event.report_id.in_(ids), Event.report_id.in_(joined), about))
    why = select(EventReason.event_seq, EventReason.text).where(EventReason.event_seq.in_(theirs))
    masked = {seq: (text, _masked(text, names)) for seq, text in tx.execute(why)}
    admitted.erase_words(tx, {seq: new for seq, (old, new) in masked.items() if new != old}, now=now)
    for step in tx.scalars(
        select(AttentionStep).join(Attention, Attention.id == AttentionStep.attention_id)
        .where(or_(Attention.report_id.in_(ids), Attention.report_id.in_(joined)))
    ):  # fmt: skip
        step.words = _masked(step.words, names)
    desk: list[ShiftNote | ShiftHandover | MeetingPromise] = [
        *tx.scalars(select(ShiftNote)),
        *tx.scalars(select(ShiftHandover)),
        *tx.scalars(select(MeetingPromise)),
    ]
    for line in desk:
        line.words = _masked(line.words, names)
    for case in tx.scalars(select(DataCase)):  # a request names who asked, in an officer's words
        told = json.dumps(case.facts).replace(json.dumps(person.address)[1:-1], NAME)
        case.facts, case.outcome = _masked(json.loads(told), names), _masked(case.outcome, names)
    for look in tx.scalars(select(Look).where(Look.person_id == person.id)):
        look.reason = _masked(look.reason, names)


def _letters(tx: Session, person: Person) -> None:
    """Blank what came from and went to the person.

    What they wrote after this message is handled later, as a stranger's; WhatsApp's ids hold the number.
    """
    this = tx.scalar(select(func.min(Inbox.id)).where(_from(person), Inbox.status == "new"))
    came = [_from(person)] + ([or_(Inbox.status != "new", Inbox.id <= this)] if this else [])
    for row in tx.scalars(select(Inbox).where(*came)):
        row.sender, row.payload, row.error = "", {}, None
        row.status = "done" if row.status == "dead" else row.status
        if person.channel == "whatsapp":
            row.external_id = f"{ERASED}-{row.id}"
    went = update(Outbox).where(Outbox.person_id == person.id)
    still = went.where(Outbox.status.in_(OPEN))
    for change_ in (
        still.values(status=State.FAILED, lease_owner=None, leased_until=None),
        went.values(key=None, text="", args={}, extras={}, external_id=None, error=None),
    ):
        tx.execute(change_.execution_options(synchronize_session=False))
    told = tx.get(KeptConversation, person.id)
    if told is not None:
        told.state = {}


def _names(session: Session, person: Person) -> re.Pattern[str] | None:
    """What finds the person's name, or a part of it that could be nobody else's, in a text."""
    known = [name for name in (person.name, person.called) if name and name.strip()]
    places = {
        word
        for area in catalogue(session).kelurahan.values()
        for word in _parts(f"{area.name} {area.kecamatan}")
    }
    parts = {part for name in known for part in _parts(name)} - places - _COMMON
    wanted = {name.strip() for name in known if {*_parts(name)} & parts}
    wanted |= {part for part in parts if len(part) >= _SHORTEST}
    if not wanted:
        return None
    longest_first = sorted(map(re.escape, wanted), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def _parts(name: str) -> Iterator[str]:
    return iter(re.findall(r"\w+", name.lower()))


def _masked(value: Any, names: re.Pattern[str] | None) -> Any:
    if names is None:
        return value
    if isinstance(value, str):
        return names.sub(NAME, value)
    if isinstance(value, dict):
        return {key: _masked(item, names) for key, item in value.items()}
    return [_masked(item, names) for item in value] if isinstance(value, list) else value
