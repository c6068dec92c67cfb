"""What a browser shows: the resident's own messages and ours, from the inbox and the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.dialogue.types import Reply
from bot.messages import render
from storage.models import Inbox, Outbox, Person
from storage.outbox_states import ON_THE_WEB

SHOWN = 100  # of each side, when a browser opens the chat


def person_of(session: Session, address: str) -> Person | None:
    """The person behind the chat, None before the first message."""
    return session.scalars(
        select(Person).where(Person.channel == "web", Person.address == address)
    ).one_or_none()


def opening(session: Session, address: str) -> list[dict[str, Any]]:
    """The conversation so far, oldest first."""
    mine = select(Inbox).where(Inbox.channel == "web", Inbox.sender == address)
    said = [_mine(row) for row in session.scalars(mine.order_by(Inbox.id.desc()).limit(SHOWN))]
    person = person_of(session, address)
    if person is not None:
        ours = select(Outbox).where(Outbox.person_id == person.id).order_by(Outbox.id.desc())
        said += [_ours(row, person.locale) for row in session.scalars(ours.limit(SHOWN)) if row.text != ""]
    return sorted(said, key=lambda message: (message["at"], message["from"] == "bot", message["n"]))


def news(session: Session, address: str, after: int) -> list[dict[str, Any]]:
    """Our messages later than outbox id `after`, and older ones this person's browsers have not yet taken.

    (Ids are given out before the commit, so a lower id may appear later.)
    """
    person = person_of(session, address)
    if person is None:
        return []
    fresh = select(Outbox).where(
        Outbox.person_id == person.id, or_(Outbox.id > after, Outbox.status.in_(ON_THE_WEB))
    )
    rows = session.scalars(fresh.order_by(Outbox.id).limit(SHOWN))
    return [_ours(row, person.locale) for row in rows if row.text != ""]  # "": erased with the person


def pictures(session: Session, address: str) -> set[str]:
    """The pictures (SHA-256) we sent this person."""
    person = person_of(session, address)
    if person is None:
        return set()
    rows = session.execute(select(Outbox.args, Outbox.extras).where(Outbox.person_id == person.id))
    return {holder["picture"] for row in rows for holder in row if holder and holder.get("picture")}


def all_pictures(session: Session, address: str) -> set[str]:
    """The pictures (SHA-256) in this conversation: those this person sent, and those we sent."""
    mine = session.scalars(select(Inbox.payload).where(Inbox.channel == "web", Inbox.sender == address))
    return {sha256 for payload in mine for sha256 in payload.get("photos", ())} | pictures(session, address)


def newest(session: Session, address: str) -> int:
    """The id of our latest message to this person, 0 before the first."""
    person = person_of(session, address)
    if person is None:
        return 0
    return session.scalar(select(func.max(Outbox.id)).where(Outbox.person_id == person.id)) or 0


def waiting(session: Session, addresses: Iterable[str]) -> Sequence[str]:
    """Those of the addresses for whom something lies ready."""
    found = (
        select(Person.address)
        .join(Outbox, Outbox.person_id == Person.id)
        .where(Outbox.status.in_(ON_THE_WEB), Outbox.channel == "web", Person.address.in_(list(addresses)))
        .distinct()
    )
    return session.scalars(found).all()


def _at(moment: datetime) -> str:
    return moment.isoformat()


def _mine(row: Inbox) -> dict[str, Any]:
    said = row.payload
    return {
        "from": "me", "n": row.id, "id": said.get("id", ""), "at": _at(row.received_at),
        "text": said.get("text") or said.get("title") or "",
        "photos": list(said.get("photos", ())), "point": said.get("point"),
    }  # fmt: skip


def _ours(row: Outbox, locale: str) -> dict[str, Any]:
    if row.text is None:
        reply = render(locale, row.key or "", row.args)
    else:
        reply = Reply.from_row(row.text, row.extras)
    return {
        "from": "bot", "n": row.id, "at": _at(row.created_at), "text": reply.text, **reply.extras(),
    }  # fmt: skip
