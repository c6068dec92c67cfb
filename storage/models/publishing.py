"""What is worked out beforehand for everybody."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class PublicFigures(Base):
    """Figures of a time, counted by a job: pages read one row and count nothing.

    period: a month (2026-11), "tahun" (the last twelve), or "bulan" (the months beside one another).
    """

    __tablename__ = "public_figures"

    period: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class Analysis(Base):
    """The answer to one question of `analysis.questions`, as the timetable worked it out; figures alone.

    name "mulai": when it was last begun, so that one worker alone does it.
    """

    __tablename__ = "analysis"

    name: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class ThemeAnswer(Base):
    """What the city answered to what residents propose about a theme."""

    __tablename__ = "theme_answer"

    theme: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    answered_at: Mapped[datetime]


class OpenFile(Base):
    """A month of open data in one form (csv | geojson | parquet), kept in the media store under its hash.

    month "semua": whole. seen: changes up to then are in it. version: of the city's configuration then.
    """

    __tablename__ = "open_file"

    month: Mapped[str] = mapped_column(
        primary_key=True
    )  # 2026-11, by the day a report came (by the city's clock)
    form: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    size: Mapped[int]
    rows: Mapped[int]
    made_at: Mapped[datetime]
    seen: Mapped[datetime]
    version: Mapped[str]
