"""Other people's programs: which may speak to the city, and what they handed in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class ApiClient(Base):
    """A program with a key of its own; only the key's hash is kept.

    officer_id: as whom it works in the REST API, None where it only hands in reports (Open311). scopes: what
    it may do there.
    """

    __tablename__ = "api_client"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    scopes: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class PersonalToken(Base):
    """A key with which a program of an officer's own works as that officer; only its hash is kept."""

    __tablename__ = "personal_token"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]  # to the hour


class HandedIn(Base):
    """A report that a program handed in, by the token it was answered with.

    fingerprint: of what was asked, so that one Idempotency-Key stands for one report. report_id: once filed.
    """

    __tablename__ = "handed_in"

    token: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("api_client.id"), index=True)
    fingerprint: Mapped[str]
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    created_at: Mapped[datetime]
