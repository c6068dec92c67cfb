"""What each officer makes of the inbox: views they keep, what they have read."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class SavedView(Base):
    """A list with its filters, by name. agency_code: of the office that shares it; None: one's own."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    agency_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"), index=True)
    name: Mapped[str]
    query: Mapped[str]  # as the list's address asks for it
    created_at: Mapped[datetime]


class ReportSeen(Base):
    """The newest event of a report when this officer last opened it."""

    __tablename__ = "report_seen"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    seq: Mapped[int] = mapped_column(BigId)


class Presence(Base):
    """An officer has a report open. at: when their page last said so; changed_at: when that was news."""

    __tablename__ = "presence"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    writing: Mapped[bool]
    at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime] = mapped_column(index=True)


class Mention(Base):
    """A note speaks to an officer. seen_at: when they opened the report."""

    __tablename__ = "mention"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
