"""The desk of the command centre: the log of a shift, its hand-over, what was agreed in weekly meetings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class ShiftNote(Base):
    """A line of the shift's log, in an operator's words."""

    __tablename__ = "shift_note"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    words: Mapped[str]


class ShiftHandover(Base):
    """A shift given on: signed by who goes (`given_at`) and by who comes (`taken_at`, None until then).

    still_open: what was open, {"panggilan": [id], "peringatan": [number], "darurat": [number], …}.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    given_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    given_at: Mapped[datetime] = mapped_column(index=True)
    words: Mapped[str]
    still_open: Mapped[dict[str, Any]]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    taken_at: Mapped[datetime | None]


class DeskClaim(Base):
    """Who looks after a row of the operators' queue. kind: peringatan | kejadian | laporan; number: of it."""

    __tablename__ = "desk_claim"

    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class MeetingPromise(Base):
    """What an office promised in its weekly meeting; shown every week until it is done."""

    __tablename__ = "agreement"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), index=True)
    words: Mapped[str]
    due: Mapped[date]
    agreed_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    agreed_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
