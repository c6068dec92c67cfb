"""Warnings as they were published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class CapBulletin(Base):
    """One message of the Common Alerting Protocol: published once, never changed (`routing.domain.cap`)."""

    __tablename__ = "cap_bulletin"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), index=True)
    identifier: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # Alert | Update | Cancel
    sent: Mapped[datetime] = mapped_column(index=True)
    expires: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    demo: Mapped[bool] = mapped_column(default=False)
