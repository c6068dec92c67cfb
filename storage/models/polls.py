"""Questions the city asks its residents."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class Poll(Base):
    """A question with choices. counts: how many chose each, once it is over; None until then."""

    __tablename__ = "poll"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question: Mapped[str]
    choices: Mapped[list[Any]]
    created_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    created_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    counts: Mapped[list[Any] | None]


class PollVote(Base):
    """What one resident chose; kept until the poll is over, and counted then."""

    __tablename__ = "poll_vote"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    choice: Mapped[int]  # its place among the choices, from 0
    at: Mapped[datetime]
