"""Tables that officers take along as files."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Export(Base):
    """A table an officer asked for. status: waiting | running | done | failed. Gone at `expires_at`.

    kind: of `routing.exports.KINDS`. form: csv | xlsx. asked: what the table is narrowed to, as addresses say
    it. beat_at: when the process that writes it last said so.
    """

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_due", "status", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    form: Mapped[str]
    asked: Mapped[dict[str, Any]]
    status: Mapped[str]
    total: Mapped[int]  # rows, as counted at the beginning
    written: Mapped[int]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    sha256: Mapped[str | None]
    size: Mapped[int | None]  # bytes
