"""A camera's picture as somebody may see it, and as evidence of a report or an event."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.errors import NotFound
from routing.texts import needed
from sensors.domain.cameras.rights import Clearness
from storage import db, deletions, events, pictures
from storage.event_kinds import EventKind
from storage.media import MediaStore
from storage.models import (
    Camera,
    CameraProof,
    CameraStill,
    Incident,
    IncidentAct,
    IncidentEvidence,
    Officer,
    Report,
)
from storage.written import moment

REASON_MAX = 500
KIND = "kamera"
_blurring = threading.Lock()  # a wall asks for one picture from many screens at once
_waiting = threading.BoundedSemaphore(4)  # threads that may wait for it: the others serve pages


class StillBusy(Exception):
    """Faces of other pictures are being hidden; this one is to be asked for again."""


@dataclass(frozen=True)
class ProofSubject:
    """What a picture is evidence of: a report or an event."""

    report: Report | None = None
    incident: Incident | None = None


@dataclass(frozen=True)
class KeptStill:
    """A picture that was kept, and who kept it."""

    proof: CameraProof
    camera: Camera
    by: str


def of_camera(session: Session, camera: Camera, still_id: int) -> CameraStill:
    """One of its pictures; NotFound once it is gone."""
    still = session.get(CameraStill, still_id)
    if still is None or still.camera_id != camera.id:
        raise NotFound("gambar_kamera_tidak_ada", str(still_id))
    return still


def content(store: MediaStore, still: CameraStill, clear: Clearness, *, small: bool, now: datetime) -> bytes:
    """The JPEG this officer may see. NotFound where it is gone or could not be looked through, StillBusy."""
    if clear is Clearness.CLEAR:
        name = (still.thumb_sha256 if small else None) or still.sha256
    else:
        whole, thumb = _blurred(store, still, now)
        name = (thumb if small else None) or whole
    try:
        return store.open(name)
    except KeyError:
        raise NotFound("gambar_kamera_tidak_ada", str(still.id)) from None


def _blurred(store: MediaStore, still: CameraStill, now: datetime) -> tuple[str, str | None]:
    """The names of its copies without faces, made once, at the first look that needs them."""
    if still.blurred_sha256:
        return still.blurred_sha256, still.blurred_thumb_sha256
    with _a_turn():
        with db.glancing() as session:
            there = session.get(CameraStill, still.id)
        if there is not None and there.blurred_sha256:
            return there.blurred_sha256, there.blurred_thumb_sha256
        copies = _hidden(store, still.sha256)
        names = store.put(copies.jpeg), store.put(copies.thumb)
        with db.transaction() as tx:
            row = tx.get(CameraStill, still.id, with_for_update=True)
            if row is None:  # it went meanwhile
                deletions.soon(tx, names, now=now)
            else:
                row.blurred_sha256, row.blurred_thumb_sha256 = names
        return names


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _waiting.acquire(blocking=False):
        raise StillBusy
    try:
        with _blurring:
            yield
    finally:
        _waiting.release()


def _hidden(store: MediaStore, sha256: str) -> pictures.Copies:
    try:
        copies = pictures.blurred(store.open(sha256), "cameras")
    except KeyError:
        copies = None
    if copies is None:
        raise NotFound("gambar_kamera_tidak_ada", sha256)
    return copies


def keep(  # noqa: PLR0913 - a picture, what it is evidence of, who keeps it and why
    tx: Session, camera: Camera, still: CameraStill, subject: ProofSubject, *, officer: Officer, reason: str,
    now: datetime,
) -> CameraProof:  # fmt: skip
    """Keep the picture as evidence; the event's data hold its SHA-256. BadInput without a reason.

    The same picture is kept once for one report or event.
    """
    reason = needed(reason, limit=REASON_MAX)
    report, incident = subject.report, subject.incident
    there = _same(tx, camera, still, subject)
    if there is not None:
        return there
    proof = CameraProof(
        camera_id=camera.id, officer_id=officer.id, taken_at=still.taken_at, kept_at=now, sha256=still.sha256,
        blurred_sha256=still.blurred_sha256, report_id=report.id if report else None,
        incident_id=incident.id if incident else None,
    )  # fmt: skip
    tx.add(proof)
    tx.flush()
    events.record(
        tx, kind=EventKind.CAMERA_STILL_KEPT, actor=f"petugas:{officer.id}", now=now, report=report,
        reason=reason, data=_told(camera, proof),
    )  # fmt: skip
    if incident is not None:
        said = f"Gambar kamera {camera.name}, {moment(still.taken_at, 'd MMM HH.mm.ss')}"
        tx.add(IncidentEvidence(incident_id=incident.id, kind=KIND, ref=str(proof.id), said=said, at=now))
        actor = f"petugas:{officer.id}"
        tx.add(
            IncidentAct(
                incident_id=incident.id, at=now, actor=actor, kind=EventKind.INCIDENT_EVIDENCE,
                data={"proof": proof.id},
            )
        )  # fmt: skip
    return proof


def _told(camera: Camera, proof: CameraProof) -> dict[str, object]:
    told: dict[str, object] = {
        "camera": camera.code, "sha256": proof.sha256, "taken": proof.taken_at.isoformat(), "proof": proof.id,
    }  # fmt: skip
    return told | ({"incident": proof.incident_id} if proof.incident_id else {})


def _same(tx: Session, camera: Camera, still: CameraStill, subject: ProofSubject) -> CameraProof | None:
    found = select(CameraProof).where(CameraProof.camera_id == camera.id, CameraProof.sha256 == still.sha256)
    if subject.report is not None:
        found = found.where(CameraProof.report_id == subject.report.id)
    else:
        found = found.where(CameraProof.incident_id == (subject.incident.id if subject.incident else 0))
    return tx.scalar(found.limit(1))


def kept(
    session: Session, *, report_id: int | None = None, incident_id: int | None = None
) -> Sequence[KeptStill]:  # fmt: skip
    """What was kept of a report or an event, oldest first."""
    found = select(CameraProof, Camera, Officer.name).join(Camera, Camera.id == CameraProof.camera_id)
    found = found.join(Officer, Officer.id == CameraProof.officer_id)
    mine = CameraProof.report_id == report_id if report_id else CameraProof.incident_id == (incident_id or 0)
    return [KeptStill(*row) for row in session.execute(found.where(mine).order_by(CameraProof.kept_at))]


def proof_content(store: MediaStore, proof: CameraProof, clear: Clearness, *, now: datetime) -> bytes:
    """The kept JPEG as this officer may see it; NotFound where it is gone."""
    name = proof.sha256
    if clear is not Clearness.CLEAR:
        name = proof.blurred_sha256 or _blur_proof(store, proof, now)
    try:
        return store.open(name)
    except KeyError:
        raise NotFound("gambar_kamera_tidak_ada", str(proof.id)) from None


def _blur_proof(store: MediaStore, proof: CameraProof, now: datetime) -> str:
    with _a_turn():
        name = store.put(_hidden(store, proof.sha256).jpeg)
    with db.transaction() as tx:
        row = tx.get(CameraProof, proof.id, with_for_update=True)
        if row is None:
            deletions.soon(tx, [name], now=now)
        else:
            row.blurred_sha256 = name
    return name
