"""Officers who work in a chat: which chat is whose, and the codes by which it became so."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class OfficerChat(Base):
    """An officer's own chat. The same person may be a resident there too.

    as_resident: their words are a resident's now. state: where the talk about their work stands.
    """

    __tablename__ = "officer_chat"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    channel: Mapped[str]  # telegram | whatsapp
    as_resident: Mapped[bool] = mapped_column(default=False)
    state: Mapped[dict[str, Any]]
    linked_at: Mapped[datetime]


class OfficerChatCode(Base):
    """A code with which an officer links a chat; only its hash is kept, and it is gone when it was used."""

    __tablename__ = "officer_chat_code"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    code_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
