"""What the worker does for cameras: fetches each one's picture when it is due, judges it, keeps it for hours.

A camera is claimed by moving its next time forward, so two workers never fetch one; what a killed worker had
claimed is due again at that time.
"""

import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sensors.cameras import fetching
from sensors.cameras.fetching import CameraAnswer, CameraAway
from sensors.domain.cameras.health import CameraState, Judged, Sight, judge, silent_after
from storage import db, deletions, hidden, pictures
from storage.clock import Clock
from storage.media import MediaStore
from storage.models import Camera, CameraStill
from storage.outside import OUTSIDE, MayCall
from storage.pictures import PictureRefused

log = logging.getLogger(__name__)

AT_ONCE = 8  # cameras that are asked side by side: one that does not answer holds up no other
SELDOM = timedelta(minutes=15)  # a camera that fails is asked less and less often, down to this
FORGET_AT_ONCE = 500  # pictures a transaction
KEYS_LOST = "alamatnya tidak bisa dibuka lagi; tulis alamat itu sekali lagi"
NO_PICTURE = "kirimannya bukan gambar yang bisa dibuka"


@dataclass
class Snapper:
    """The cameras' worker. secret: of the product, opens addresses. hours: how long pictures are kept."""

    store: MediaStore
    secret: str
    reach: MayCall = OUTSIDE
    hours: int = 6
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "cameras"))

    def run_due(self, clock: Clock) -> int:
        """Every camera that is due now; how many were asked."""
        due = _claim(clock())
        list(self.pool.map(lambda one: self._one(one[0], one[1], clock), due))
        return len(due)

    def _one(self, camera_id: int, sealed: str, clock: Clock) -> None:
        try:
            address = hidden.tell(self.secret, sealed)
            if address is None:
                raise CameraAway(KEYS_LOST)
            answer = fetching.fetch(address, self.reach)
            self._keep(camera_id, answer, clock())
        except CameraAway as away:
            _failed(camera_id, str(away), clock())
        except PictureRefused:
            _failed(camera_id, NO_PICTURE, clock())
        except Exception:  # one camera's odd answer must not stop the others
            log.exception("camera %s", camera_id)
            _failed(camera_id, "terjadi kesalahan pada sistem kami", clock())

    def _keep(self, camera_id: int, answer: CameraAnswer, now: datetime) -> None:
        name = hashlib.sha256(answer.content).hexdigest()
        with db.glancing() as session:
            camera = session.get_one(Camera, camera_id)
            before, there = dict(camera.seen), camera.still_id is not None
        if name == before.get("sha256") and there:
            picture = None
            light, spread = float(before.get("light", 255)), float(before.get("spread", 255))
        else:
            picture = pictures.sanitise(answer.content, "cameras")
            light, spread = picture.light, picture.spread
        judged = judge(before, Sight(name, light, spread, now, answer.clock, answer.modified))
        judged.seen.update(light=round(light, 1), spread=round(spread, 1))
        sha256 = self.store.put(picture.jpeg) if picture else None
        thumb = self.store.put(picture.thumb) if picture and picture.thumb else None
        with db.transaction() as tx:
            _note(tx, camera_id, judged, sha256, thumb, now)

    def forget(self, now: datetime) -> int:
        """Pictures kept long enough go, with their files; how many."""
        before, gone = now - timedelta(hours=self.hours), 0
        while went := _forget(before, now):
            gone += went
        return gone


def _claim(now: datetime) -> list[tuple[int, str]]:
    """(id, sealed address) of what is due, none of it due for anybody else now."""
    due = (Camera.next_try_at <= now, Camera.online, Camera.snapshot_url.is_not(None))
    with db.glancing() as session:
        if session.scalar(select(Camera.id).where(*due).limit(1)) is None:
            return []
    with db.transaction() as tx:
        found = select(Camera).where(*due).order_by(Camera.next_try_at).limit(AT_ONCE * 4)
        claimed = []
        for camera in tx.scalars(found.with_for_update(skip_locked=True)).all():
            camera.next_try_at = now + timedelta(seconds=camera.every_seconds)
            claimed.append((camera.id, camera.snapshot_url or ""))
        return claimed


def _note(
    tx: Session, camera_id: int, judged: Judged, sha256: str | None, thumb: str | None, now: datetime
) -> None:  # fmt: skip
    camera = tx.get_one(Camera, camera_id, with_for_update=True)
    camera.state, camera.fault, camera.seen = judged.state, judged.why, judged.seen
    if sha256 is not None:
        still = CameraStill(
            camera_id=camera_id, at=now, taken_at=judged.taken_at, sha256=sha256, thumb_sha256=thumb
        )
        tx.add(still)
        tx.flush()
        camera.still_id = still.id


def _failed(camera_id: int, why: str, now: datetime) -> None:
    """It gave nothing: silent once its last picture is old; asked less often the longer it fails."""
    with db.transaction() as tx:
        camera = tx.get_one(Camera, camera_id, with_for_update=True)
        every, seen = timedelta(seconds=camera.every_seconds), dict(camera.seen)
        seen["failures"] = int(seen.get("failures", 0)) + 1
        heard = datetime.fromisoformat(seen["at"]) if "at" in seen else None
        if heard is None or now - heard > silent_after(every):
            camera.state = CameraState.SILENT
        camera.fault, camera.seen = why, seen
        camera.next_try_at = now + min(every * seen["failures"], max(every, SELDOM))


def _forget(before: datetime, now: datetime) -> int:
    with db.transaction() as tx:
        old = select(CameraStill).where(CameraStill.at < before).order_by(CameraStill.at)
        rows = tx.scalars(old.limit(FORGET_AT_ONCE)).all()
        files = {name for row in rows for name in files_of(row)}
        numbers = [row.id for row in rows]
        tx.execute(update(Camera).where(Camera.still_id.in_(numbers)).values(still_id=None))
        tx.execute(delete(CameraStill).where(CameraStill.id.in_(numbers)))
        deletions.soon(tx, files, now=now)
        return len(rows)


def files_of(still: CameraStill) -> list[str]:
    """The files of one picture."""
    names = (still.sha256, still.thumb_sha256, still.blurred_sha256, still.blurred_thumb_sha256)
    return [name for name in names if name]
