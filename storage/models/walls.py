"""Screens that hang in a room and show the wall without anybody signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class WallLink(Base):
    """One screen's link: it shows the wall and nothing else, until it is revoked."""

    __tablename__ = "wall_link"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]  # where the screen hangs
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # when a screen last took it up
    revoked_at: Mapped[datetime | None]
