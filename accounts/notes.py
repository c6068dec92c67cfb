"""What happened at an officer's account, for its owner to see: when, with which browser, from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.models import SignInNote

KEPT = timedelta(days=180)
SHOWN = 30


class AtAccount(StrEnum):
    """As stored; the words stand in WORDS."""

    IN = "masuk"
    OUT = "keluar"
    WRONG_PASSWORD = "sandi_salah"
    WRONG_CODE = "kode_salah"
    RECOVERY = "kode_cadangan"
    PASSWORD = "sandi_diganti"
    PASSKEY_IN = "masuk_passkey"
    PASSKEY_SET = "passkey_dipasang"
    PASSKEY_OFF = "passkey_dihapus"
    SECOND_SET = "langkah_dipasang"
    SECOND_OFF = "langkah_dilepas"
    SECOND_RESET = "langkah_dihapus_admin"
    CODES_RENEWED = "kode_baru"
    ENDED = "sesi_diakhiri"
    # written where the chat is: `routing.people.officer_chats`
    CHAT_LINKED = "chat_ditautkan"
    CHAT_ENDED = "chat_dilepas"
    CHAT_REVOKED = "chat_dicabut_admin"


WORDS = {
    AtAccount.IN: "Masuk",
    AtAccount.OUT: "Keluar",
    AtAccount.WRONG_PASSWORD: "Kata sandi keliru",
    AtAccount.WRONG_CODE: "Kode langkah kedua keliru",
    AtAccount.RECOVERY: "Masuk dengan kode cadangan",
    AtAccount.PASSWORD: "Kata sandi diganti",
    AtAccount.PASSKEY_IN: "Passkey dipakai untuk masuk",
    AtAccount.PASSKEY_SET: "Passkey dipasang",
    AtAccount.PASSKEY_OFF: "Passkey dihapus",
    AtAccount.SECOND_SET: "Langkah kedua dipasang",
    AtAccount.SECOND_OFF: "Langkah kedua dilepas",
    AtAccount.SECOND_RESET: "Langkah kedua dihapus oleh admin",
    AtAccount.CODES_RENEWED: "Kode cadangan dibuat baru",
    AtAccount.ENDED: "Sesi diakhiri dari halaman ini",
    AtAccount.CHAT_LINKED: "Chat petugas ditautkan",
    AtAccount.CHAT_ENDED: "Chat petugas dilepas",
    AtAccount.CHAT_REVOKED: "Chat petugas dicabut oleh admin",
}
WORRYING = frozenset(
    {
        AtAccount.WRONG_PASSWORD,
        AtAccount.WRONG_CODE,
        AtAccount.RECOVERY,
        AtAccount.SECOND_RESET,
        AtAccount.CHAT_LINKED,
        AtAccount.CHAT_REVOKED,
    }
)


@dataclass(frozen=True)
class Whence:
    """From where somebody comes: the browser's name and its block of addresses."""

    device: str = ""
    network: str = ""


def write(tx: Session, officer_id: int, what: AtAccount, whence: Whence, *, now: datetime) -> None:
    """One more line for the owner; lines older than KEPT go, everybody's."""
    tx.execute(delete(SignInNote).where(SignInNote.at <= now - KEPT))
    tx.add(
        SignInNote(
            officer_id=officer_id, what=what.value, device=whence.device[:60], network=whence.network[:60],
            at=now,
        )
    )  # fmt: skip


def of(session: Session, officer_id: int) -> Sequence[SignInNote]:
    """The newest lines, newest first."""
    mine = select(SignInNote).where(SignInNote.officer_id == officer_id)
    return session.scalars(mine.order_by(SignInNote.at.desc(), SignInNote.id.desc()).limit(SHOWN)).all()
