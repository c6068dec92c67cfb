"""Reports that other people's programs hand in: stored before they are acknowledged, then filed, once.

The program is who tells its user; what it says of them (name, mail, telephone) is not kept here.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlu.privacy import mask
from routing.reports.filing import NewReport, file_report
from routing.texts import RESIDENT_MAX, clean
from storage import events, inbox, media
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import ApiClient, HandedIn, Inbox, Media, Message, Officer, Report

CHANNEL = "open311"
SENDER = "program"  # with the client's id; the rows of one program are handled in order


class OtherRequest(Exception):
    """The same Idempotency-Key came with another request before."""


@dataclass(frozen=True)
class Handed:
    """What a program hands in, checked. media: SHA-256 of kept pictures; links: pictures it keeps itself."""

    category: str
    text: str
    lat: float | None = None
    lon: float | None = None
    kelurahan: str | None = None
    place: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def key_hash(key: str) -> str:
    """What is stored of a program's key: 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class WorksAs:
    """Whom a program is in the REST API, and what it may do there."""

    officer: Officer
    scopes: tuple[str, ...]


def new_key(
    tx: Session, name: str, *, works_as: WorksAs | None = None, actor: str = "sistem", now: datetime
) -> str:
    """A key for the program with this name, shown this once; one it had before ends."""
    key = secrets.token_urlsafe(32)
    row = tx.scalars(select(ApiClient).where(ApiClient.name == name).with_for_update()).one_or_none()
    if row is None:
        row = ApiClient(name=name, created_at=now)
        tx.add(row)
    row.key_hash, row.revoked_at = key_hash(key), None
    if works_as is not None:
        row.officer_id, row.scopes = works_as.officer.id, list(works_as.scopes)
    tx.flush()
    _note(tx, row, EventKind.PROGRAM_KEY_MADE, actor, now=now)
    return key


def revoke(tx: Session, name: str, *, actor: str = "sistem", now: datetime) -> bool:
    """End the program's key at once; False when it has none."""
    row = tx.scalars(select(ApiClient).where(ApiClient.name == name).with_for_update()).one_or_none()
    if row is None or row.revoked_at is not None:
        return False
    row.revoked_at = now
    _note(tx, row, EventKind.PROGRAM_KEY_REVOKED, actor, now=now)
    return True


def _note(tx: Session, row: ApiClient, kind: EventKind, actor: str, *, now: datetime) -> None:
    events.record(tx, kind=kind, actor=actor, now=now, data={"program": row.name})


def living(session: Session) -> list[ApiClient]:
    """Programs whose keys have not ended, by name."""
    found = select(ApiClient).where(ApiClient.revoked_at.is_(None)).order_by(ApiClient.name)
    return list(session.scalars(found))


def client_of(session: Session, key: str) -> ApiClient | None:
    """The program this key is of, unless it has ended."""
    mine = (ApiClient.key_hash == key_hash(key), ApiClient.revoked_at.is_(None))
    return session.scalars(select(ApiClient).where(*mine)).one_or_none() if key else None


def take_in(tx: Session, client: ApiClient, handed: Handed, *, once: str, now: datetime) -> HandedIn:
    """Store what was handed in; with the same `once` (Idempotency-Key) it is what was stored the first time.

    Raises OtherRequest when that was something else, and then nothing is stored.
    """
    said = {**asdict(handed), "client": client.id, "program": client.name}
    print_ = hashlib.sha256(repr(sorted(asdict(handed).items())).encode("utf-8", "replace")).hexdigest()
    token = key_hash(f"{client.id}:{once}")[:32] if once else secrets.token_hex(16)
    row_id, created = inbox.add(
        tx, channel=CHANNEL, external_id=token, sender=f"{SENDER}-{client.id}", payload=said, now=now
    )
    if created:
        insert_once(
            tx, HandedIn, unique=["token"], token=token, client_id=client.id, fingerprint=print_,
            inbox_id=row_id, created_at=now,
        )  # fmt: skip
    found = tx.get_one(HandedIn, token)
    if found.fingerprint != print_:
        raise OtherRequest
    return found


def file(tx: Session, row_id: int, *, now: datetime) -> Report | None:
    """File what the inbox row holds; None when it is done already, or not for this transaction."""
    if inbox.claim(tx, row_id, now=now) is None:
        return None
    row = tx.get_one(Inbox, row_id)
    report = _filed(tx, row.payload, now=now)
    handed = tx.scalars(select(HandedIn).where(HandedIn.inbox_id == row_id).with_for_update()).one()
    handed.report_id = report.id
    inbox.done(tx, [row_id], now=now)
    return report


def _filed(tx: Session, said: dict[str, Any], *, now: datetime) -> Report:
    facts: dict[str, Any] = {"program": said["program"]}
    if said["answers"]:
        facts["jawaban"] = {key: mask(value) for key, value in said["answers"].items()}
    if said["links"]:
        facts["foto_luar"] = list(said["links"])
    draft = NewReport(
        text=mask(said["text"]), category=said["category"], lat=said["lat"], lon=said["lon"],
        kelurahan=said["kelurahan"], place=mask(said["place"]), facts=facts,
    )  # fmt: skip
    filed = file_report(tx, draft, person=None, channel=CHANNEL, now=now)
    report = tx.get_one(Report, filed.report_id)
    for sha256 in said["media"]:
        if tx.get(Media, sha256) is not None and media.attach(tx, report, sha256, now=now):
            data = {"sha256": sha256}
            events.record(tx, kind=EventKind.REPORT_PHOTO, actor="warga", now=now, report=report, data=data)
    return report


def number_of(session: Session, token: str) -> tuple[bool, str | None]:
    """(whether the token is known, the number of its report once it is filed)."""
    found = session.execute(
        select(HandedIn.token, Report.number)
        .outerjoin(Report, Report.id == HandedIn.report_id)
        .where(HandedIn.token == token)
    ).one_or_none()
    return (found is not None, found[1] if found else None)


def own_report(session: Session, client: ApiClient, number: str, *, lock: bool = False) -> Report | None:
    """The report with this number, if this program handed it in."""
    asked = select(Report).join(HandedIn, HandedIn.report_id == Report.id)
    asked = asked.where(Report.number == number, HandedIn.client_id == client.id)
    return session.scalars(asked.with_for_update(of=Report) if lock else asked).one_or_none()


def add_update(
    tx: Session, client: ApiClient, report: Report, *, update_id: str, text: str, now: datetime
) -> bool:
    """What the program's user adds to their report, once for each update_id; False for a repeat."""
    name = f"update-{key_hash(f'{client.id}:{update_id}')[:32]}"
    row_id, created = inbox.add(
        tx, channel=CHANNEL, external_id=name, sender=f"{SENDER}-{client.id}",
        payload={"update": report.number},
        now=now,
    )  # fmt: skip
    if not created:
        return False
    inbox.done(tx, [row_id], now=now)
    said = mask(clean(text, limit=RESIDENT_MAX))
    tx.add(Message(report_id=report.id, direction="masuk", text=said, inbox_id=row_id, created_at=now))
    report.updated_at = now
    events.record(tx, kind=EventKind.REPORT_ADDED, actor="warga", now=now, report=report)
    return True
