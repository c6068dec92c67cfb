"""Who looked through a camera: a row that is lengthened while they look, and an event when they begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import events
from storage.event_kinds import EventKind
from storage.models import Camera, CameraLook, Officer

PICTURE, LIVE = "gambar", "langsung"
WHAT = {PICTURE: "gambar", LIVE: "tayangan langsung"}
SAME = timedelta(minutes=10)  # who comes back within it goes on with the look before


@dataclass(frozen=True)
class LookRow:
    """One look, for the admin's page."""

    name: str
    what: str
    about: str
    at: datetime
    last_at: datetime


def note(
    tx: Session, officer: Officer, cameras: Iterable[Camera], *, now: datetime, what: str = PICTURE,
    about: str = "",
) -> int:  # fmt: skip
    """This officer sees these cameras now; how many looks begin. about: beside which report or event."""
    wanted = {camera.id: camera for camera in cameras}
    mine = (CameraLook.officer_id == officer.id, CameraLook.what == what, CameraLook.about == about)
    going = select(CameraLook.id, CameraLook.camera_id)
    going = going.where(*mine, CameraLook.camera_id.in_(wanted), CameraLook.last_at > now - SAME)
    rows = tx.execute(going).all()
    tx.execute(
        update(CameraLook).where(CameraLook.id.in_([row.id for row in rows])).values(last_at=now)
    )  # fmt: skip
    fresh = [camera for number, camera in wanted.items() if number not in {row.camera_id for row in rows}]
    for camera in fresh:
        tx.add(
            CameraLook(
                camera_id=camera.id, officer_id=officer.id, what=what, about=about, at=now, last_at=now
            )
        )
        events.record(
            tx, kind=EventKind.CAMERA_LOOKED, actor=f"petugas:{officer.id}", now=now,
            data={"camera": camera.code, "what": what, "about": about},
        )  # fmt: skip
    return len(fresh)


def is_going(session: Session, officer: Officer, camera: Camera, *, now: datetime) -> bool:
    """Whether a look of this officer at this camera is written down and not over."""
    mine = (CameraLook.officer_id == officer.id, CameraLook.camera_id == camera.id)
    return (
        session.scalar(select(CameraLook.id).where(*mine, CameraLook.last_at > now - SAME).limit(1))
        is not None
    )


def of_camera(session: Session, camera: Camera, *, most: int = 100) -> Sequence[LookRow]:
    """Who looked, the newest first."""
    found = select(Officer.name, CameraLook.what, CameraLook.about, CameraLook.at, CameraLook.last_at)
    found = found.join(Officer, Officer.id == CameraLook.officer_id)
    found = found.where(CameraLook.camera_id == camera.id).order_by(CameraLook.last_at.desc()).limit(most)
    return [LookRow(*row) for row in session.execute(found)]
