"""By when, how far that has run, who was told; and the versions of what a city configures in one piece."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class ConfigVersion(Base):
    """One version of a section of the configuration, never changed afterwards; the highest holds.

    section: tenggat | aturan. document: as its domain reads and writes it. officer_id: who saved it, None for
    the city's first.
    """

    __tablename__ = "config_version"

    section: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    why: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    restored_from: Mapped[int | None]
    created_at: Mapped[datetime]


class Deadline(Base):
    """What stands behind one of a report's two dates, which are in `report` themselves.

    clock: tanggapan | selesai | periksa (a check, whose date stands nowhere else). round: counts the
    promises. since, spent, whole: what counts of the time, in seconds (`routing/domain/ladder.py`). told:
    percent of the last step told in this round. office: whose hours count. why: which row of which version
    gave the date. stood: seconds the resident was waited for.
    next_at: when the ladder has to look again, None when nothing more comes or the clock does not run.
    """

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_next_at", "next_at"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, autoincrement=False)
    clock: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str]
    office: Mapped[str]
    since: Mapped[datetime]
    spent: Mapped[int] = mapped_column(default=0)
    whole: Mapped[int]
    told: Mapped[int] = mapped_column(default=0)
    stood: Mapped[int] = mapped_column(default=0)
    why: Mapped[dict[str, Any]]
    next_at: Mapped[datetime | None]


class LadderStep(Base):
    """A step of the ladder that a report has come to; its key lets it happen once for each promise.

    told_at: when the summaries went out that count it.
    """

    __tablename__ = "ladder_step"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, autoincrement=False)
    clock: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # percent
    who: Mapped[str]  # petugas | kepala | operator | pimpinan
    words: Mapped[str]
    happened_at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(index=True)


class LadderSummary(Base):
    """What one officer was told in one look of the ladder: how many reports came to which step."""

    __tablename__ = "ladder_summary"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    at: Mapped[datetime]
    steps: Mapped[list[Any]]  # [percent, words, how many]
    read_at: Mapped[datetime | None]
