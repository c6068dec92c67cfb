"""How officers sign in beyond a password, and what they see of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class SecondFactor(Base):
    """The secret an officer's phone makes codes from (RFC 6238).

    secret: encrypted. confirmed_at: None until a first code has shown that the phone has it. last_step: the
    time step of the last code taken; none up to it is taken again.
    """

    __tablename__ = "second_factor"

    officer_id: Mapped[int] = mapped_column(
        ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code on paper for the day the phone is lost; the row goes when it is used."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)


class SignInNote(Base):
    """What happened at an officer's account, for its owner to see; not in the event log, since it says where.

    network: the block of addresses. device: what the browser calls itself.
    """

    __tablename__ = "sign_in_note"
    __table_args__ = (Index("ix_sign_in_note_officer_id_at", "officer_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"))
    what: Mapped[str]  # accounts.notes.AtAccount
    device: Mapped[str]
    network: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
