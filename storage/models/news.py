"""What officers are told, how they choose to hear of it, and how far that came."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class OfficerNews(Base):
    """One thing told to one officer; its key lets it be told once.

    key: "event:SEQ" or "ladder:ID". words: a whole sentence, nobody's data and none of a resident's words.
    """

    __tablename__ = "officer_news"
    __table_args__ = (UniqueConstraint("officer_id", "key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    key: Mapped[str]
    kind: Mapped[str]  # routing.domain.news.NewsKind
    words: Mapped[str]
    path: Mapped[str]  # of the panel, where it is seen
    at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]


class NewsDelivery(Base):
    """One piece of news on one way out of the panel. status: queued | sent | dropped | failed."""

    __tablename__ = "news_delivery"
    __table_args__ = (Index("ix_news_delivery_work", "status", "next_try_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    news_id: Mapped[int] = mapped_column(ForeignKey("officer_news.id", ondelete="CASCADE"), index=True)
    way: Mapped[str]  # email | push | chat
    status: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    error: Mapped[str | None]


class NewsChoice(Base):
    """How an officer wants to hear of things; no row: in the panel alone.

    ways: kind → ways. digest: mail once a morning. quiet: hours (local) in which nothing leaves the panel.
    """

    __tablename__ = "news_choice"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    ways: Mapped[dict[str, Any]]
    digest: Mapped[bool] = mapped_column(default=False)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]


class PushSubscription(Base):
    """A browser that takes notifications; the endpoint is its vendor's."""

    __tablename__ = "push_subscription"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[str]
    auth: Mapped[str]
    device: Mapped[str]
    created_at: Mapped[datetime]
