"""Inbox and outbox: what came in and is not yet understood, what is to go out and is not yet sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Inbox(Base):
    """One incoming update, stored before it is acknowledged. status: new | done | dead."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_inbox_work", "status", "next_try_at", "id"),
        Index("ix_inbox_sender", "channel", "sender", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str]
    external_id: Mapped[str]
    sender: Mapped[str]  # the channel's address of the person; orders the messages of one person
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    error: Mapped[str | None]
    done_at: Mapped[datetime | None]


def _waiting(name: str, column: str, which: str = "") -> Index:
    """What is queued alone, said as `storage.outbox_lease` asks for it: the sender walks along these."""
    rows = text(" AND ".join(filter(None, ("coalesce(status, '') = 'queued'", which))))
    return Index(name, column, "id", postgresql_where=rows, sqlite_where=rows)


class Outbox(Base):
    """One outgoing message. status: queued | waiting | sent | delivered | read | failed.

    waiting: the platform takes it only once the person has written again (WhatsApp's 24 hours).
    `text` is None until rendered: notices carry a catalogue `key` and `args` and are rendered by the sender.
    `extras` holds buttons and the like in the channel-neutral form of `bot.dialogue.types.Reply`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_work", "status", "next_try_at", "id"),
        Index("ix_outbox_person", "person_id", "id"),
        _waiting("ix_outbox_waiting_answers", "channel", "key IS NULL"),
        _waiting("ix_outbox_waiting_notices", "channel", "key IS NOT NULL"),
        _waiting("ix_outbox_waiting_of_person", "person_id"),
        Index("ix_outbox_told", "key", "created_at"),  # who was told something since then
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    key: Mapped[str | None]
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text: Mapped[str | None]
    extras: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    lease_owner: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    external_id: Mapped[str | None]  # the platform's id of the sent message
    error: Mapped[str | None]


class ChannelState(Base):
    """A channel's own bookmark, such as Telegram's polling offset; moved with the inbox rows it covers."""

    __tablename__ = "channel_state"

    channel: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
