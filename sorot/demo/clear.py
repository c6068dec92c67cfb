"""Taking the demo city away: every row it made, and nothing of the residents who tried the chat beside it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from sensors import rollups
from sensors.cameras.snapping import files_of
from sorot.demo.make import KEY
from sorot.settings import Settings
from storage import clock, db, deletions, events, packs, tallies
from storage.event_kinds import EventKind
from storage.media import from_url
from storage.models import (
    Accusation,
    Alert,
    AnyObservation,
    Attention,
    AttentionStep,
    Bundle,
    BundleMember,
    Camera,
    CameraLook,
    CameraProof,
    CameraStill,
    CapBulletin,
    ConfigVersion,
    Datastream,
    Deadline,
    DepthAnswer,
    DeskClaim,
    EarlyWarned,
    EarlyWarning,
    Event,
    EventReason,
    Inbox,
    Incident,
    IncidentAct,
    IncidentEvidence,
    IncidentLink,
    Joined,
    KeptConversation,
    KnownDevice,
    LadderStep,
    LadderSummary,
    Look,
    Media,
    MediaJob,
    MeetingPromise,
    Message,
    NeighbourAsked,
    NeighbourRefusal,
    Observation,
    Officer,
    OfficerSession,
    Outbox,
    PasswordLink,
    Person,
    Report,
    ReportMedia,
    RoutingDecision,
    RuleDraft,
    SensorAlarm,
    Setting,
    ShiftHandover,
    ShiftNote,
    Support,
    WarningFollow,
    WarningRefusal,
)
from storage.trace import admitted


def clear_demo(settings: Settings) -> str:
    """Remove all demo rows and return what was removed, in a sentence."""
    files: set[str] = set()
    blanked: list[int] = []
    with db.transaction() as tx:
        row = tx.get(Setting, KEY)
        made_at = datetime.fromisoformat(row.value["at"]) if row else None
        if made_at:
            blanked += _river(tx, made_at)
        drawn = _drawn(tx)
        removed, of_reports = _reports(tx)
        files = _pictures(tx, drawn)
        blanked += of_reports + _people(tx)
        _cameras(tx)
        if row:
            tx.delete(row)
        if removed or blanked:  # the audit of the log takes no other blanked event for a demo's
            data = {"reports": removed, "events": admitted.ranges(blanked)}
            events.record(tx, kind=EventKind.DEMO_CLEARED, actor="sistem", now=clock.now(), data=data)
    store = from_url(settings.media)
    for sha256 in files:  # after the commit: a kill in between leaves files nobody shows, never rows without
        store.delete(sha256)
    return f"Demo city removed: {removed} reports" if removed else "There was no demo city here"


def _river(tx: Session, made_at: datetime) -> list[int]:
    """Readings the demo made, the alerts they raised, the gauges' memory of them; the events blanked."""
    alerts = select(Alert.report_id).where(Alert.opened_at <= made_at)
    tx.execute(update(Report).where(Report.id.in_(alerts)).values(demo=True))
    old = select(Alert.id).where(Alert.opened_at <= made_at)
    tx.execute(delete(CapBulletin).where(CapBulletin.alert_id.in_(old)))
    warnings = select(EarlyWarning.id).where(EarlyWarning.alert_id.in_(old))
    tx.execute(delete(EarlyWarned).where(EarlyWarned.warning_id.in_(warnings)))
    tx.execute(delete(EarlyWarning).where(EarlyWarning.alert_id.in_(old)))
    tx.execute(delete(Alert).where(Alert.opened_at <= made_at))
    made = Observation.received_at == made_at
    packs.open_received(tx.connection(), made_at)
    hours = rollups.hours_of(tx, made)
    tx.execute(delete(Observation).where(made))
    rollups.mark(tx, hours)
    blanked = _blank(tx, Event.sensor_id.is_not(None), Event.at <= made_at)
    for stream in tx.scalars(select(Datastream)):
        newest = select(AnyObservation.id).where(AnyObservation.datastream_id == stream.id)
        if tx.scalar(newest.limit(1)) is None:
            stream.last_value, stream.last_at, stream.last_level = None, None, 4
            stream.newest_at, stream.heard_at, stream.remembered = None, None, {}
    return blanked


def _reports(tx: Session) -> tuple[int, list[int]]:
    """How many reports went, and the events blanked."""
    mine = select(Report.id).where(Report.demo)
    count = tx.scalar(select(func.count()).select_from(mine.subquery())) or 0
    numbers = select(Report.number).where(Report.demo)
    flagged = (Event.kind == EventKind.PROOF_FLAGGED, Event.data["number"].as_string().in_(numbers))
    blanked = _blank(tx, or_(Event.report_id.in_(mine), and_(*flagged)))
    mixed = select(Joined).where(or_(Joined.into_id.in_(mine), Joined.root_id.in_(mine)))
    for row in tx.scalars(mixed).all():  # a real one stands by itself again
        report = tx.get_one(Report, row.report_id)
        report.status, report.agency_code = row.status, row.agency_code
        tx.delete(row)
    tx.flush()
    attended = select(Attention.id).where(Attention.report_id.in_(mine))
    tx.execute(delete(AttentionStep).where(AttentionStep.attention_id.in_(attended)))
    parts = (
        Attention,
        Message, ReportMedia, MediaJob, Look, Support, Accusation, RoutingDecision, Joined, BundleMember,
        Deadline, LadderStep, SensorAlarm, IncidentLink, CameraProof,
    )  # fmt: skip
    for table in parts:
        tx.execute(delete(table).where(table.report_id.in_(mine)))
    tx.execute(delete(Outbox).where(Outbox.report_id.in_(mine)))
    _incidents(tx)
    tx.execute(delete(Report).where(Report.demo))
    tallies.fold(tx.connection())
    return count, blanked


def _incidents(tx: Session) -> None:
    """Events of demo reports, with their bundles."""
    mine = select(Incident.id).where(Incident.demo)
    bundles = list(
        tx.scalars(select(Incident.bundle_id).where(Incident.demo, Incident.bundle_id.is_not(None)))
    )
    attended = select(Attention.id).where(Attention.incident_id.in_(mine))
    tx.execute(delete(AttentionStep).where(AttentionStep.attention_id.in_(attended)))
    tx.execute(delete(Attention).where(Attention.incident_id.in_(mine)))
    for table in (IncidentLink, IncidentAct, IncidentEvidence, CameraProof):
        tx.execute(delete(table).where(table.incident_id.in_(mine)))
    tx.execute(delete(Incident).where(Incident.demo))
    tx.execute(delete(BundleMember).where(BundleMember.bundle_id.in_(bundles)))
    tx.execute(delete(Bundle).where(Bundle.id.in_(bundles)))


def _cameras(tx: Session) -> None:
    """The demo's cameras with what was seen through them; files go as they would after their hours."""
    mine = select(Camera.id).where(Camera.demo)
    stills = tx.scalars(select(CameraStill).where(CameraStill.camera_id.in_(mine))).all()
    proofs = tx.scalars(select(CameraProof).where(CameraProof.camera_id.in_(mine))).all()
    names = [name for still in stills for name in files_of(still)]
    names += [name for proof in proofs for name in (proof.sha256, proof.blurred_sha256) if name]
    deletions.soon(tx, names, now=clock.now())
    for table in (CameraStill, CameraLook, CameraProof):
        tx.execute(delete(table).where(table.camera_id.in_(mine)))
    tx.execute(delete(Camera).where(Camera.demo))


def _drawn(tx: Session) -> set[str]:
    """The pictures of demo reports."""
    mine = select(ReportMedia.sha256).join(Report, Report.id == ReportMedia.report_id)
    return set(tx.scalars(mine.where(Report.demo)))


def _pictures(tx: Session, drawn: set[str]) -> set[str]:
    """Forget those no other report shows; the names of the files they leave behind."""
    used = set(tx.scalars(select(ReportMedia.sha256).where(ReportMedia.sha256.in_(drawn))))
    rows = tx.scalars(select(Media).where(Media.sha256.in_(drawn - used))).all()
    files = {
        name
        for row in rows
        for name in (row.sha256, row.thumb_sha256, row.public_sha256, row.public_thumb_sha256)
        if name
    }
    for row in rows:
        tx.delete(row)
    return files


def _people(tx: Session) -> list[int]:
    """Demo residents and officers; the events blanked.

    What a demo officer said to a real resident stays, without the officer.
    """
    residents = select(Person.id).where(Person.demo)
    staff = select(Officer.id).where(Officer.demo)
    addresses = select(Person.address).where(Person.demo)
    tx.execute(delete(Inbox).where(Inbox.channel == "web", Inbox.sender.in_(addresses)))
    followed = WarningFollow, WarningRefusal, DepthAnswer, EarlyWarned
    for table in (Support, *followed, NeighbourAsked, NeighbourRefusal):
        tx.execute(delete(table).where(table.person_id.in_(residents)))
    blanked = _log(tx, {"person_id": set(tx.scalars(residents)), "officer_id": set(tx.scalars(staff))})
    tx.execute(delete(KeptConversation).where(KeptConversation.person_id.in_(residents)))
    tx.execute(delete(Outbox).where(Outbox.person_id.in_(residents)))
    for said in (Message, Joined, Bundle, ConfigVersion):
        tx.execute(update(said).where(said.officer_id.in_(staff)).values(officer_id=None))
    tx.execute(delete(Look).where(Look.officer_id.in_(staff) | Look.person_id.in_(residents)))
    for of_officer in (OfficerSession, KnownDevice, PasswordLink, RuleDraft, LadderSummary):
        tx.execute(delete(of_officer).where(of_officer.officer_id.in_(staff)))
    tx.execute(
        delete(ShiftHandover).where(ShiftHandover.given_by.in_(staff) | ShiftHandover.taken_by.in_(staff))
    )
    tx.execute(delete(ShiftNote).where(ShiftNote.officer_id.in_(staff)))
    tx.execute(delete(DeskClaim).where(DeskClaim.officer_id.in_(staff)))
    tx.execute(delete(MeetingPromise).where(MeetingPromise.agreed_by.in_(staff)))
    asked = select(Attention.id).where(Attention.asked_by.in_(staff))
    steps = or_(AttentionStep.officer_id.in_(staff), AttentionStep.attention_id.in_(asked))
    tx.execute(delete(AttentionStep).where(steps))
    tx.execute(delete(Attention).where(Attention.asked_by.in_(staff)))
    tx.execute(delete(Person).where(Person.demo))
    tx.execute(delete(Officer).where(Officer.demo))
    return blanked


def _log(tx: Session, gone: dict[str, set[int]]) -> list[int]:
    """Events about demo persons and officers that belong to no report (an account made, one flagged)."""
    about = or_(Event.kind.startswith("person_"), Event.kind.startswith("officer_"))
    found = tx.scalars(select(Event).where(about, Event.report_id.is_(None))).all()
    theirs = [event.seq for event in found if any(event.data.get(name) in ids for name, ids in gone.items())]
    return _blank(tx, Event.seq.in_(theirs))


def _blank(tx: Session, *which: ColumnElement[bool]) -> list[int]:
    """Leave nothing of these events but their numbers and hashes: the log has no gap. The numbers."""
    seqs = list(tx.scalars(select(Event.seq).where(*which, Event.kind != EventKind.DEMO_GONE)))
    tx.execute(delete(EventReason).where(EventReason.event_seq.in_(select(Event.seq).where(*which))))
    nothing: dict[str, Any] = {"report_id": None, "sensor_id": None, "agency_code": None, "data": {}}
    gone = EventKind.DEMO_GONE.value
    tx.execute(update(Event).where(*which).values(kind=gone, actor="sistem", **nothing))
    return seqs
