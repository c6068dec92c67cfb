"""Reports that belong together: joined to one as the same matter, or members of a work order or an event."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Joined(Base):
    """A report joined to another that tells of the same matter; with what brings it back as it was.

    into_id: the report it was joined to. root_id: the one that is worked on; another where that one was
    joined on. status, agency_code: as they were.
    """

    __tablename__ = "joined"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    status: Mapped[str]
    agency_code: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    created_at: Mapped[datetime]


class Bundle(Base):
    """Many reports under one work order (pekerjaan) or one event (kejadian). Members keep their own life."""

    __tablename__ = "bundle"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]  # pekerjaan | kejadian
    title: Mapped[str]
    agency_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class BundleMember(Base):
    """A report in a bundle; in one of each kind at most."""

    __tablename__ = "bundle_member"
    __table_args__ = (UniqueConstraint("report_id", "kind"),)

    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundle.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    kind: Mapped[str]
    created_at: Mapped[datetime]
