"""Answers an office has ready."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class ReadyAnswer(Base):
    """Words an office says often, with placeholders of `routing.domain.placeholders`.

    officer_id: None where it was last changed by the city's settings.
    """

    __tablename__ = "ready_answer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), index=True)
    name: Mapped[str]
    text: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # who wrote it last
    updated_at: Mapped[datetime]
