"""Warnings of others (CAP), as far as they are about the city."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class OutsideWarning(Base):
    """One danger a foreign message tells of; a message may tell of several (`part`).

    status, kind: CAP's words (Actual, Exercise, …; Alert, Update, Cancel, …). kelurahan: codes it touches, []
    of a message that only ends others. starts, until: while it holds; ended_at: updated or cancelled.
    """

    __tablename__ = "outside_warning"
    __table_args__ = (
        UniqueConstraint(
            "feed_id",
            "identifier",
            "sender",
            "part",
            name="uq_outside_warning_feed_id_identifier_sender_part",
        ),
        Index("ix_outside_warning_until", "until"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id"))
    identifier: Mapped[str]
    sender: Mapped[str]
    part: Mapped[int] = mapped_column(default=0)
    sent: Mapped[datetime]
    status: Mapped[str]
    kind: Mapped[str]
    public: Mapped[bool] = mapped_column(default=True)
    references: Mapped[list[Any]] = mapped_column(default=list)  # [sender, identifier]
    event: Mapped[str] = mapped_column(default="")
    headline: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    instruction: Mapped[str] = mapped_column(default="")
    urgency: Mapped[str] = mapped_column(default="Unknown")
    severity: Mapped[str] = mapped_column(default="Unknown")
    certainty: Mapped[str] = mapped_column(default="Unknown")
    sender_name: Mapped[str] = mapped_column(default="")
    web: Mapped[str] = mapped_column(default="")
    kelurahan: Mapped[list[Any]] = mapped_column(default=list)
    starts: Mapped[datetime]
    until: Mapped[datetime]
    onset: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
