"""Events (kejadian): reports and alerts of one happening, what was done about it, and what else proves it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, false
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId

JsonOrNone = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Incident(Base):
    """One happening. Once it is open its reports are the members of its bundle (kind kejadian).

    kind: a key of the city's incidents.yml. state: diusulkan | terbuka | selesai | ditolak | digabung.
    score, reasons: of the proposal. outline: a ring of [lon, lat] an officer drew; None: computed.
    confirmed_by: the officer; None with a confirmed_at: by rule, for `rule`'s reason.
    """

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_living", "state", "kind", "last_seen"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    title: Mapped[str]
    score: Mapped[float]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("bundle.id"), unique=True)
    into_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    outline: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_at: Mapped[datetime | None]
    rule: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    drill: Mapped[bool] = mapped_column(default=False, server_default=false())
    demo: Mapped[bool] = mapped_column(default=False, server_default=false())


class IncidentLink(Base):
    """What ties a report to an event, and what was decided. state: usul | masuk | keluar."""

    __tablename__ = "incident_link"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id"), primary_key=True, autoincrement=False, index=True
    )
    state: Mapped[str]
    score: Mapped[float]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime]


class IncidentAct(Base):
    """One step of an event's life. kind: of storage.event_kinds; data: what takes it back (numbers only)."""

    __tablename__ = "incident_act"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str]  # sistem | petugas:<id>
    kind: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class IncidentEvidence(Base):
    """What beside reports and alerts tells of the event. kind: kamera | cap | lonjakan; ref: its own name."""

    __tablename__ = "incident_evidence"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    said: Mapped[str]
    at: Mapped[datetime]
