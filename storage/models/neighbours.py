"""Neighbours who are asked whether finished work is done indeed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class NeighbourAsked(Base):
    """One resident asked about one delivery of a report's work. asked_at: the moment of that delivery.

    through_id: the report they know the matter by: the one they support, or their own that was joined to it.
    person_id: None once they had themselves erased; what they answered still counts.
    answer: "" | sudah | belum. waits: the delivery is not decided yet.
    """

    __tablename__ = "neighbour_asked"
    __table_args__ = (
        UniqueConstraint("report_id", "person_id", "asked_at", name="uq_neighbour_asked_once"),
        Index("ix_neighbour_asked_waits", "waits", "asked_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"))
    through_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    answered_at: Mapped[datetime | None]
    waits: Mapped[bool] = mapped_column(default=True, server_default=true())


class NeighbourRefusal(Base):
    """A resident who does not want to be asked about others' finished reports."""

    __tablename__ = "neighbour_refusal"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    created_at: Mapped[datetime]
