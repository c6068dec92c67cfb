"""The mayor's weekly brief, kept as it was on Monday morning."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class WeeklyBrief(Base):
    """A week's figures. week: its Monday. content: of `routing.command.brief`; nobody's words, only numbers
    of reports whose words are read anew when it is shown."""

    __tablename__ = "weekly_brief"

    week: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
