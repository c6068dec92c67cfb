"""An officer's own chat: linked by a code from their account page, let go by them, taken away by an admin.

The code is good for minutes and once; guesses are counted at the chat that guesses. What happened stands in
the event log and among what the officer sees of the own account.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from routing.domain.news import NewsKind, Way
from routing.errors import Refused
from storage import events, limits
from storage.event_kinds import EventKind
from storage.models import NewsChoice, Officer, OfficerChat, OfficerChatCode, Person, SignInNote
from storage.models.base import table_of
from storage.statements import Statement

LIFETIME = timedelta(minutes=10)
CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
HALF = 4
LINKED, ENDED, REVOKED = "chat_ditautkan", "chat_dilepas", "chat_dicabut_admin"  # `accounts.notes.AtAccount`
_SAID = re.compile(
    r"\s*(?:/start\s+)?/?tautkan[\s_:-]+([0-9a-z]{4})[\s_-]?([0-9a-z]{4})\s*", re.IGNORECASE
)  # fmt: skip


def code_in(text: str) -> str:
    """The code that somebody sends to link this chat, "" where the words are about something else."""
    found = _SAID.fullmatch(text)
    return f"{found[1]}{found[2]}".upper() if found else ""


def make_code(tx: Session, officer: Officer, *, now: datetime) -> str:
    """A new code, "K7P2-9XQM", stored nowhere; the one made before is worth nothing from now on."""
    code = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
    tx.execute(delete(OfficerChatCode).where(OfficerChatCode.officer_id == officer.id))
    tx.add(OfficerChatCode(officer_id=officer.id, code_hash=_hash(code), expires_at=now + LIFETIME))
    return f"{code[:HALF]}-{code[HALF:]}"


def guess(tx: Session, person: Person, *, now: datetime) -> None:
    """Counts a code that came from this chat; TooMany where it may try no more for now."""
    limits.take(tx, "officer_code", now=now, person=f"person:{person.id}")


def link(tx: Session, code: str, *, person: Person, now: datetime) -> Officer:
    """The chat is this officer's from now on, and no other; what is given to them is told here.

    Refused: not such a code (any more), another officer's chat, a browser. `guess` comes first.
    """
    if person.channel not in CHANNELS:
        raise Refused("chat_bukan_di_sini")
    good = (OfficerChatCode.code_hash == _hash(code), OfficerChatCode.expires_at > now)
    officer_id = tx.scalar(delete(OfficerChatCode).where(*good).returning(OfficerChatCode.officer_id))
    officer = tx.get(Officer, officer_id) if officer_id is not None else None
    if officer is None or not officer.active:
        raise Refused("kode_chat_salah")
    there = tx.scalar(select(OfficerChat).where(OfficerChat.person_id == person.id))
    if there is not None and there.officer_id != officer.id:
        raise Refused("chat_dipakai")
    tx.execute(delete(OfficerChat).where(OfficerChat.officer_id == officer.id))
    tx.add(
        OfficerChat(
            officer_id=officer.id, person_id=person.id, channel=person.channel, state={}, linked_at=now
        )
    )
    _tell_here(tx, officer)
    _note(tx, officer.id, LINKED, person.channel, EventKind.OFFICER_CHAT_LINKED, officer.id, now)
    return officer


def _tell_here(tx: Session, officer: Officer) -> None:
    """What is given to them is told in the chat too; they may choose otherwise."""
    row = tx.get(NewsChoice, officer.id) or NewsChoice(officer_id=officer.id, ways={}, digest=False)
    ways = {kind: list(chosen) for kind, chosen in row.ways.items()}
    for kind in (NewsKind.GIVEN, NewsKind.REPLIED):
        if Way.CHAT.value not in (told := ways.setdefault(kind.value, [])):
            told.append(Way.CHAT.value)
    row.ways = ways
    tx.add(row)


def end(tx: Session, officer: Officer, *, by: Officer, now: datetime) -> Person | None:
    """The officer's chat is a resident's again; whose chat it was, None where there was none."""
    row = tx.get(OfficerChat, officer.id)
    if row is None:
        return None
    person = tx.get_one(Person, row.person_id)
    tx.delete(row)
    tx.execute(delete(OfficerChatCode).where(OfficerChatCode.officer_id == officer.id))
    what = ENDED if by.id == officer.id else REVOKED
    _note(tx, officer.id, what, person.channel, EventKind.OFFICER_CHAT_ENDED, by.id, now)
    return person


_chat = table_of(OfficerChat)
IN_CHAT = Statement(  # asked at every turn, and nearly always there is none
    lambda _: select(_chat.c.officer_id).where(_chat.c.person_id == bindparam("person_id"))
)


def of_person(session: Session, person: Person) -> tuple[OfficerChat, Officer] | None:
    """The officer whose chat this is, while they are one."""
    if person.channel not in CHANNELS or IN_CHAT.value(session, person_id=person.id) is None:
        return None
    found = select(OfficerChat, Officer).join(Officer, Officer.id == OfficerChat.officer_id)
    row = session.execute(found.where(OfficerChat.person_id == person.id, Officer.active)).one_or_none()
    return (row[0], row[1]) if row else None


def of_officer(session: Session, officer_id: int) -> OfficerChat | None:
    """The chat of this officer."""
    return session.get(OfficerChat, officer_id)


def holders(session: Session) -> dict[int, str]:
    """Who has such a chat, and on which channel."""
    return dict(session.execute(select(OfficerChat.officer_id, OfficerChat.channel)).all())


def _note(
    tx: Session, officer_id: int, what: str, channel: str, kind: EventKind, by: int, now: datetime
) -> None:
    tx.add(SignInNote(officer_id=officer_id, what=what, device=CHANNELS[channel], network="", at=now))
    data = {"officer_id": officer_id, "channel": channel}
    events.record(tx, kind=kind, actor=f"petugas:{by}", now=now, data=data)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
