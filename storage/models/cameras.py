"""The city's cameras: the register, their newest pictures, who looked, what was kept as evidence."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Camera(Base):
    """A CCTV camera on the map.

    snapshot_url, stream_url: sealed (`storage.hidden`), for a password may stand in them; None or "": not
    connected. online: False once the city has taken it off. rights: poc | pemilik | petugas
    (`sensors.domain.cameras.rights`). state, fault: as its newest picture was judged, and why. still_id: the
    newest picture. seen: what judging the next one needs.
    """

    __tablename__ = "camera"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    snapshot_url: Mapped[str | None]
    stream_url: Mapped[str] = mapped_column(default="", server_default="")
    online: Mapped[bool] = mapped_column(default=True)
    direction: Mapped[float | None]  # degrees clockwise from north
    sees: Mapped[str] = mapped_column(default="", server_default="")
    agency_code: Mapped[str | None]  # whose it is
    rights: Mapped[str] = mapped_column(default="poc", server_default="poc")
    every_seconds: Mapped[int] = mapped_column(default=60, server_default="60")
    state: Mapped[str] = mapped_column(default="", server_default="")
    fault: Mapped[str] = mapped_column(default="", server_default="")
    still_id: Mapped[int | None] = mapped_column(BigId)
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    seen: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    demo: Mapped[bool] = mapped_column(default=False)


class CameraStill(Base):
    """One picture of a camera, kept for hours. at: fetched; taken_at: of when it shows the street.

    blurred_sha256: with faces and plates hidden, made when somebody looks who may not see them.
    """

    __tablename__ = "camera_still"
    __table_args__ = (Index("ix_camera_still_camera", "camera_id", "at"), Index("ix_camera_still_at", "at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("camera.id"))
    at: Mapped[datetime]
    taken_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(index=True)
    thumb_sha256: Mapped[str | None] = mapped_column(index=True)
    blurred_sha256: Mapped[str | None] = mapped_column(index=True)
    blurred_thumb_sha256: Mapped[str | None] = mapped_column(index=True)


class CameraLook(Base):
    """Somebody looked through a camera from `at` to `last_at`. what: gambar | langsung.

    about: the report's number or "kejadian 12" beside which they looked, "" from the wall or its own page.
    """

    __tablename__ = "camera_look"
    __table_args__ = (Index("ix_camera_look_officer", "officer_id", "camera_id", "last_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("camera.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    what: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)


class CameraProof(Base):
    """A picture kept as evidence: of which report or event, by whom, and (in its event's reason) why."""

    __tablename__ = "camera_proof"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey("camera.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    taken_at: Mapped[datetime]
    kept_at: Mapped[datetime] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(index=True)
    blurred_sha256: Mapped[str | None] = mapped_column(index=True)
