"""What an officer sees of cameras: which ones, how clearly, how each stands; its newest picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.errors import NotFound
from sensors.domain.cameras import places
from sensors.domain.cameras.health import CameraState, is_live, standing
from sensors.domain.cameras.places import NearCamera
from sensors.domain.cameras.rights import Clearness, clearness
from storage.models import Camera, CameraStill, Officer

MOST_STILLS = 60  # of one camera, on its page


@dataclass(frozen=True)
class CameraShown:
    """One camera as an officer sees it. still: its newest picture, None where none is kept.

    taken_at: of when that picture shows the street. live: it may be taken for how it is now.
    """

    camera: Camera
    how: Clearness
    state: CameraState
    still: CameraStill | None
    taken_at: datetime | None

    @property
    def live(self) -> bool:
        """Whether its picture shows how it is now."""
        return is_live(self.state)

    @property
    def clear(self) -> bool:
        """With faces."""
        return self.how is Clearness.CLEAR

    @property
    def streams(self) -> bool:
        """Whether this officer may watch it live, and there is something to watch."""
        return self.clear and bool(self.camera.stream_url) and self.camera.online

    # what `places.nearest` asks
    @property
    def lat(self) -> float:
        """Where it stands."""
        return self.camera.lat

    @property
    def lon(self) -> float:
        """Where it stands."""
        return self.camera.lon

    @property
    def direction(self) -> float | None:
        """Where it looks."""
        return self.camera.direction


def how(officer: Officer, camera: Camera) -> Clearness:
    """How this officer sees this camera."""
    own = officer.agency_code is not None and officer.agency_code == camera.agency_code
    return clearness(officer.role, own=own, rights=camera.rights)


def all_shown(
    session: Session, officer: Officer, *, now: datetime, codes: Iterable[str] | None = None
) -> list[CameraShown]:  # fmt: skip
    """The cameras this officer may see, by name; two queries however many there are."""
    found = select(Camera).order_by(Camera.name, Camera.id)
    if codes is not None:
        found = found.where(Camera.code.in_(list(codes)))
    cameras = [camera for camera in session.scalars(found) if how(officer, camera)]
    stills = _stills(session, cameras)
    return [_shown(officer, camera, stills, now) for camera in cameras]


def one(session: Session, officer: Officer, code: str, *, now: datetime) -> CameraShown:
    """One camera; NotFound where there is none, or none for this officer."""
    found = all_shown(session, officer, now=now, codes=[code])
    if not found:
        raise NotFound("kamera_tidak_ada", code)
    return found[0]


def near(
    session: Session, officer: Officer, place: tuple[float, float], *, now: datetime
) -> Sequence[NearCamera[CameraShown]]:  # fmt: skip
    """The cameras nearest to a place that this officer may see and that are in use."""
    used = [shown for shown in all_shown(session, officer, now=now) if shown.state is not CameraState.OFF]
    return places.nearest(used, place)


def _stills(session: Session, cameras: Sequence[Camera]) -> Mapping[int, CameraStill]:
    numbers = [camera.still_id for camera in cameras if camera.still_id is not None]
    found = session.scalars(select(CameraStill).where(CameraStill.id.in_(numbers)))
    return {still.id: still for still in found}


def _shown(officer: Officer, camera: Camera, stills: Mapping[int, CameraStill], now: datetime) -> CameraShown:
    still = stills.get(camera.still_id or 0)
    heard = datetime.fromisoformat(camera.seen["at"]) if "at" in camera.seen else None
    taken = still.taken_at if still else None
    if taken is not None and camera.state == CameraState.FROZEN:
        taken = min(taken, datetime.fromisoformat(camera.seen["since"]))
    state = standing(
        camera.state, online=camera.online, heard_at=heard, taken_at=taken,
        every=timedelta(seconds=camera.every_seconds), now=now,
    )  # fmt: skip
    return CameraShown(camera, how(officer, camera), state, still, taken)


def stills(session: Session, camera: Camera) -> Sequence[CameraStill]:
    """Its newest pictures that are kept, the newest first."""
    mine = select(CameraStill).where(CameraStill.camera_id == camera.id)
    return session.scalars(mine.order_by(CameraStill.at.desc()).limit(MOST_STILLS)).all()
