"""What the mayor asks a head to look after, and every step of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Attention(Base):
    """An atensi: about a report, about an event, or about the agency itself where both are None.

    status: of `routing.domain.attention.AskState`. due_at: by when its head answers; anew when asked again.
    """

    __tablename__ = "attention"
    __table_args__ = (Index("ix_attention_open", "status", "due_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    status: Mapped[str]
    answered_at: Mapped[datetime | None]  # of the newest answer
    closed_at: Mapped[datetime | None]


class AttentionStep(Base):
    """One step, oldest first. deed: of `routing.domain.attention.StepKind`; words: an officer's own."""

    __tablename__ = "attention_step"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attention_id: Mapped[int] = mapped_column(ForeignKey("attention.id"), index=True)
    deed: Mapped[str]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    words: Mapped[str]
