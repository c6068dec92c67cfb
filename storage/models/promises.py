"""Moments that officers promised residents."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Promise(Base):
    """A moment an officer named in words a resident read; the earliest open one stands in the report as well.

    state: of `routing.domain.promises.PromiseState`. words: the few that named it. agency_code: whose officer
    it was. look_at: when the sweep has to look, to remind or to judge; None once it has ended.
    """

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    words: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None] = mapped_column(index=True)
