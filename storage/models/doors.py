"""What the public doors remember: browsers that chat, links between them, and how often somebody came."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class ChatSession(Base):
    """A browser of a resident on the web chat; several may share one conversation (`address`).

    Only the key's hash is kept. A row that has ended stays until its key could not return any more.
    """

    __tablename__ = "chat_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(index=True)  # the person's: `Person.address`, `Inbox.sender`
    device: Mapped[str]  # "Chrome di Android", for the list a resident sees
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class ChatPush(Base):
    """A resident's browser that is told of answers while the chat is closed; the endpoint is its vendor's."""

    __tablename__ = "chat_push"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("chat_session.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    endpoint: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[str]
    auth: Mapped[str]
    created_at: Mapped[datetime]


class ChatLink(Base):
    """A link that lets one more browser into a conversation: once, and for minutes."""

    __tablename__ = "chat_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ChatLine(Base):
    """A line that a browser keeps open, for as long as its process says so again and again."""

    __tablename__ = "chat_line"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    address: Mapped[str] = mapped_column(index=True)
    network: Mapped[str] = mapped_column(index=True)  # storage.limits.sealed
    until: Mapped[datetime] = mapped_column(index=True)


class DataLink(Base):
    """A link that opens what is held about a person: once, and within the hour."""

    __tablename__ = "data_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Pace(Base):
    """How far somebody has used up what a door grants (`storage.limits`); no row: nothing is used."""

    __tablename__ = "pace"

    name: Mapped[str] = mapped_column(primary_key=True)  # door, whose limit, and a hash of who
    used_until: Mapped[float] = mapped_column(Float(53), index=True)  # epoch seconds, see storage.limits
