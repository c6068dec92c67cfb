"""Early warnings: who below a gauge is told before the water comes, who signed it, and what they answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class EarlyWarning(Base):
    """A warning to those below a gauge who did not ask for any. state: draf | ditandatangani | terkirim |
    dibatalkan | aman (all clear was said) | ditarik (it was wrong).

    areas: [{"kelurahan": code, "first": minutes, "latest": minutes}]; None where not known. basis: the law it
    stands on. by_rule: nobody signed, the city's settings did. from_row: the last outbox row before it.
    """

    __tablename__ = "early_warning"
    __table_args__ = (Index("ix_early_warning_state", "state", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), index=True)
    thing_id: Mapped[int] = mapped_column(ForeignKey("thing.id"))
    level: Mapped[int]
    value: Mapped[float]
    unit: Mapped[str]
    measured_at: Mapped[datetime]
    areas: Mapped[list[Any]]
    state: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    first_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    first_at: Mapped[datetime | None]
    second_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    by_rule: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    from_row: Mapped[int | None] = mapped_column(BigId)
    repeated_at: Mapped[datetime | None]
    repeats: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    drill: Mapped[bool] = mapped_column(default=False, server_default=false())
    demo: Mapped[bool] = mapped_column(default=False, server_default=false())


class EarlyWarned(Base):
    """Somebody an early warning was sent to. area_code: of their reports, or that they follow (drills)."""

    __tablename__ = "early_warned"

    warning_id: Mapped[int] = mapped_column(
        ForeignKey("early_warning.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True
    )
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    channel: Mapped[str]


class WarningRefusal(Base):
    """A resident who wants no warning they did not ask for."""

    __tablename__ = "warning_refusal"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    created_at: Mapped[datetime]


class DepthAnswer(Base):
    """Whether water has come in, as a resident said when asked. depth: belum | rendah | tinggi.

    lat, lon: of their last report there, on a grid of about 100 m; None: only the kelurahan is known.
    """

    __tablename__ = "depth_answer"
    __table_args__ = (Index("ix_depth_answer_at", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    depth: Mapped[str]
    at: Mapped[datetime]
    drill: Mapped[bool] = mapped_column(default=False, server_default=false())
