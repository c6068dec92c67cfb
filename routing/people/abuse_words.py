"""What a person wrote that was taken for abuse, read from the inbox alone: it is part of no report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlu.abuse import rude
from nlu.privacy import mask
from storage.models import Inbox, Person

LOOKED_AT = 200  # newest messages of the person
_TEXT = frozenset({"text", "body", "caption"})  # where the channels' payloads hold words


@dataclass(frozen=True)
class Said:
    """One rude message; phone numbers, NIK and e-mail in it are masked."""

    at: datetime
    text: str


def words_of(session: Session, person: Person, *, limit: int = 5) -> list[Said]:
    """The person's newest rude messages, newest first; none when the inbox no longer holds them."""
    theirs = select(Inbox).where(Inbox.channel == person.channel, Inbox.sender == person.address)
    rows = session.scalars(theirs.order_by(Inbox.id.desc()).limit(LOOKED_AT))
    said = (Said(row.received_at, mask(text)) for row in rows for text in _texts(row.payload) if rude(text))
    return [found for _, found in zip(range(limit), said, strict=False)]


def _texts(value: Any) -> Iterator[str]:
    """Every string a payload holds as somebody's words, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _TEXT and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
