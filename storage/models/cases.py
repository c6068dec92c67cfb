"""Requests about personal data and breaches of it, each with three days to be done (UU 27/2022)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class DataCase(Base):
    """One request or breach. kind: permintaan | pelanggaran; `facts` as `routing.people.cases` asks them.

    The words may name people, so they stand here and in no event.
    """

    __tablename__ = "data_case"
    __table_args__ = (Index("ix_data_case_open", "closed_at", "due_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]  # the clock runs from here: when it came in, when the breach was known
    due_at: Mapped[datetime]
    alarmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))  # who wrote it down
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
