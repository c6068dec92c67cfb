"""Warnings as they were published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId
from storage.models.sensors import Alert


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


# Of an alert: whether the last that was said of it is that it was wrong; nothing where nothing was said.
TAKEN_BACK: ColumnElement[bool | None] = (
    select(CapBulletin.kind == "Cancel").where(CapBulletin.alert_id == Alert.id)
    .order_by(CapBulletin.id.desc()).limit(1).correlate(Alert).scalar_subquery()
)  # fmt: skip
