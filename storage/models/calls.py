"""Somebody at the operator's desk is needed now: who is in danger, or asked to speak to a human."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId

JsonOrNone = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Call(Base):
    """One call to the operator. kind: a kind of danger, or "petugas" for who asks for a human.

    status: terbuka | diambil | selesai | dibatalkan (the person does not want to be spoken to).
    handover: what 112 was told: {"what", "where", "callback", "taken_by", "reference", "officer", "at"}.
    said: [{"at": ISO time, "text": masked words, "by": "warga" | "petugas"}], the latest last.
    """

    __tablename__ = "operator_call"
    __table_args__ = (Index("ix_operator_call_open", "status", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    of_another: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default="terbuka")
    said: Mapped[list[Any]] = mapped_column(default=list)
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    taken_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    handover: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    demo: Mapped[bool] = mapped_column(default=False)
