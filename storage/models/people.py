"""Residents, their conversations, and the officers who answer them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId

TAIL = "substr(address, length(address) - 3)"  # SQL: the last four digits of a telephone number
_WATCHED = text("flagged_at IS NOT NULL OR blocked_at IS NOT NULL")


class Person(Base):
    """A resident on one channel. `address` is the chat id, phone number or web-chat key's hash."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("channel", "address"), Index("ix_person_tail", text(f"({TAIL})")),
        Index("ix_person_watched", "flagged_at", postgresql_where=_WATCHED, sqlite_where=_WATCHED),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str]  # telegram | whatsapp | web
    address: Mapped[str]
    name: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="id")
    created_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]  # of their latest message; opens WhatsApp's 24 hours
    unreachable_at: Mapped[datetime | None]  # the platform says this chat is closed to us
    called: Mapped[str | None]  # the name they gave themselves; `name` is what the platform says
    consented_at: Mapped[datetime | None]  # told how their data is used, and went on
    abuse_count: Mapped[int] = mapped_column(default=0, server_default="0")
    flagged_at: Mapped[datetime | None]  # an officer should look at what they write
    blocked_at: Mapped[datetime | None]
    blocked_reason: Mapped[str] = mapped_column(default="", server_default="")
    demo: Mapped[bool] = mapped_column(default=False)


class WarningFollow(Base):
    """A resident who wants to be warned of a danger in a kelurahan. kind: banjir."""

    __tablename__ = "warning_follow"
    __table_args__ = (UniqueConstraint("person_id", "area_code", "kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    kind: Mapped[str] = mapped_column(default="banjir")
    created_at: Mapped[datetime]


class KeptConversation(Base):
    """Where a person stands in the dialogue: one row a person, its JSON owned by `bot.dialogue`."""

    __tablename__ = "conversation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    state: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Officer(Base):
    """Someone who signs in. role: petugas | lurah | operator | pimpinan | admin."""

    __tablename__ = "officer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    agency_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    password_hash: Mapped[str | None]  # None: cannot sign in until an admin sets one
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    seen_seq: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # events read up to here
    demo: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str | None] = mapped_column(index=True, unique=True)  # in lower case


class OfficerSession(Base):
    """A signed-in browser; only the hash of its token is kept.

    waits: "" is signed in; "kode", "pasang": the password was right, a code is still to come or to be set
    up. device, network: as in `SignInNote`.
    """

    __tablename__ = "officer_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    waits: Mapped[str] = mapped_column(default="", server_default="")
    device: Mapped[str] = mapped_column(default="", server_default="")
    network: Mapped[str] = mapped_column(default="", server_default="")


class LoginFailure(Base):
    """A try to sign in that was not right (yet); counted to slow guessing down."""

    __tablename__ = "login_failure"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    username: Mapped[str] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(index=True)  # the client's block of addresses, or its known browser
    at: Mapped[datetime]


class Look(Base):
    """An officer unmasked a resident's personal data: who, whose, when, why."""

    __tablename__ = "look"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class KnownDevice(Base):
    """A browser an officer has signed in from; its owner is not shut out by strangers' guessing."""

    __tablename__ = "known_device"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    at: Mapped[datetime]


class PasswordLink(Base):
    """A one-time link by which an officer chooses a password; only the hash of its key is kept."""

    __tablename__ = "password_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    expires_at: Mapped[datetime]


class NamedOfficer(Base):
    """Somebody who sees a category that only named officers see."""

    __tablename__ = "named_officer"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), primary_key=True, index=True)
    named_at: Mapped[datetime]
