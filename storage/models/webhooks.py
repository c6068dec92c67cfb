"""Programs that are called when something happens, and what they did not take."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Webhook(Base):
    """A program's address and what it hears of; its secret is derived from the product's and `salt`.

    seq: the last event it has taken or is not to have. officer_id: as whom it sees reports, or as everybody.
    since: from when an event's day of tries counts at the earliest. status: hidup | berhenti | dicabut.
    failures: one after another, 0 once something was taken.
    """

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    url: Mapped[str]
    salt: Mapped[str]
    kinds: Mapped[list[Any]]
    agencies: Mapped[list[Any]]  # codes; none: of all
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    created_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    created_at: Mapped[datetime]
    seq: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="hidup", index=True)
    failures: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    error: Mapped[str | None]


class WebhookDead(Base):
    """An event a program did not take within its day."""

    __tablename__ = "webhook_dead"

    webhook_id: Mapped[int] = mapped_column(
        ForeignKey("webhook.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    error: Mapped[str]
