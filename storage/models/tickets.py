"""What must be remembered between two steps of a ceremony at the sign-in page, once."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId


class SignInTicket(Base):
    """A challenge handed to a browser: used once, and for minutes. Only its hash is kept."""

    __tablename__ = "sign_in_ticket"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]  # passkey_baru | passkey | sso | telegram
    data: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Passkey(Base):
    """A public key whose private half lies in an officer's device (WebAuthn)."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)  # base64url, as browsers say it
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)  # 32 bits without a sign
    name: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SingleSignOn(Base):
    """Who an officer is at the city's provider: its `iss` and `sub`, learnt at the first sign-in."""

    __tablename__ = "single_sign_on"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
