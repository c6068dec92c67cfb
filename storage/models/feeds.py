"""Feeds of agencies: what each is to deliver, what came, what was wrong with it, and the figures."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class AgencyFeed(Base):
    """One table that an agency delivers again and again, or is to deliver.

    source: "" nobody has connected it | unggah (handed in) | tarik (fetched by HTTPS) | s3 (a folder) |
    cap (others' warnings, which become rows of `outside_warning` and no figures).
    description: how its file is read (`sensors.domain.feeds.description`); {} until it is described.
    state: "" nothing came yet | baik | gagal | kosong | kolom | isi | terlambat; `fault` says what.
    """

    __tablename__ = "feed"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), index=True)
    sector: Mapped[str]
    responsible: Mapped[str] = mapped_column(default="")  # the office or post that answers for it
    every_hours: Mapped[int]
    source: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    header: Mapped[str] = mapped_column(default="")  # which header carries `secret`
    secret: Mapped[str] = mapped_column(default="")  # sealed (`storage.hidden`)
    description: Mapped[dict[str, Any]] = mapped_column(default=dict)
    columns: Mapped[list[Any]] = mapped_column(default=list)  # of the last file that was read
    sample_sha256: Mapped[str | None]  # the file it is described by
    sample_name: Mapped[str] = mapped_column(default="")
    seen: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # ETag of the last answer; keys of the folder; messages of a list
    state: Mapped[str] = mapped_column(default="")
    fault: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    received_at: Mapped[datetime | None]  # when figures of it last came, or the source said: unchanged
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))  # its open matter


class FeedRun(Base):
    """One file of a feed: waiting, being read, or what became of it. outcome: a feed's state, or "sama"."""

    __tablename__ = "feed_run"
    __table_args__ = (Index("ix_feed_run_feed", "feed_id", "at"), Index("ix_feed_run_status", "status"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id"))
    at: Mapped[datetime]
    status: Mapped[str]  # menunggu | jalan | selesai
    outcome: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None]  # of a file that was handed in and is not read yet
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # who handed it in
    tries: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    figures: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)  # lines without figures: remarks, sums, empty ones


class FeedFault(Base):
    """One cell or line that was not taken; the first hundreds of a run."""

    __tablename__ = "feed_fault"

    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int]
    column: Mapped[str]
    said: Mapped[str]
    reason: Mapped[str]


class Figure(Base):
    """One value of an indicator. at: its period's start.

    place: an area's code, "" the whole city, or a point's name.
    """

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_newest", "indicator", "at"), Index("ix_figure_feed", "feed_id"))

    indicator: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    span: Mapped[str]  # tahun | semester | triwulan | bulan | hari | saat
    value: Mapped[float]
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id"))
    run_id: Mapped[int | None] = mapped_column(BigId)  # the run that brought it last
    received_at: Mapped[datetime]
