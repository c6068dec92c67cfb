"""The rules of who answers: what an admin has in hand, what was decided. Versions: `ConfigVersion`."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class RuleDraft(Base):
    """What an admin is changing, before it is tried and saved. base: the version it began from."""

    __tablename__ = "rule_draft"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    base: Mapped[int]
    restored_from: Mapped[int | None]
    document: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class RoutingDecision(Base):
    """Why a report lies where the rules put it last: by which rule of which version, and what was compared.

    rule: None where none decided, `why` then says how. facts: what was compared, without a word of the
    resident's. gone: rules that did not hold then, and what they missed. next_…: whose it becomes when
    nothing was done by next_due.
    """

    __tablename__ = "routing_decision"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, autoincrement=False)
    version: Mapped[int]
    rule: Mapped[str | None]
    why: Mapped[str]
    agency_code: Mapped[str]
    unit_code: Mapped[str]
    facts: Mapped[dict[str, Any]]
    gone: Mapped[dict[str, Any]]
    decided_at: Mapped[datetime]
    next_agency: Mapped[str | None]
    next_unit: Mapped[str | None]
    next_due: Mapped[datetime | None] = mapped_column(index=True)
