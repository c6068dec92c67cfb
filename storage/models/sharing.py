"""Who stands in for whom between two days, and how an office's reports come into hands."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Delegation(Base):
    """What is given to `officer_id` goes to `to_id` from the first to the last day (local), and then no more.

    all_held: what they hold on the first day goes over too, once (`moved_at`). ended_at: ended before.
    """

    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    all_held: Mapped[bool] = mapped_column(default=False)
    moved_at: Mapped[datetime | None]
    made_by: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SharingRule(Base):
    """How an office's reports come into hands. sharing: routing.domain.sharing. officers: ids of the crew.

    since: reports that came or changed since then. last_officer: who got the last one.
    """

    __tablename__ = "sharing_rule"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code", ondelete="CASCADE"), primary_key=True)
    sharing: Mapped[str]
    officers: Mapped[list[Any]]
    since: Mapped[datetime]
    last_officer: Mapped[int | None]
    changed_by: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
