"""What an officer does with many reports at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class BulkAct(Base):
    """One deed for many reports. status: waiting (may still be undone) | running | done | undone.

    given: what the deed's form said; an officer's words among it go once it is over.
    """

    __tablename__ = "bulk_act"
    __table_args__ = (Index("ix_bulk_act_due", "status", "starts_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    given: Mapped[dict[str, Any]]
    status: Mapped[str]
    created_at: Mapped[datetime]
    starts_at: Mapped[datetime]  # nothing is done before
    ended_at: Mapped[datetime | None]


class BulkItem(Base):
    """One of its reports. status: new | done | refused. reason: why not, as the officer reads it."""

    __tablename__ = "bulk_item"
    __table_args__ = (Index("ix_bulk_item_work", "act_id", "status"),)

    act_id: Mapped[int] = mapped_column(
        ForeignKey("bulk_act.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    status: Mapped[str]
    reason: Mapped[str]
