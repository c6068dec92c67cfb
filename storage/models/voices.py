"""What an officer said instead of writing it."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class NoteVoice(Base):
    """The sound of an internal note. In a table of its own: what shows a report's files never meets it.

    seconds: how long it lasts, as the recorder counted.
    """

    __tablename__ = "note_voice"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sha256: Mapped[str] = mapped_column(ForeignKey("media.sha256"), index=True)
    seconds: Mapped[int]
