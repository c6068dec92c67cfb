"""What a person wrote that was taken for abuse, read from the inbox alone: it is part of no report."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlu.abuse import rude
from nlu.privacy import mask
from storage.models import Inbox, Person

LOOKED_AT = 200  # newest messages of the person
WordsIn = Callable[[Any], Iterable[str]]  # somebody's words in a payload: the channels know where they stand


@dataclass(frozen=True)
class RudeWords:
    """One rude message; phone numbers, NIK and e-mail in it are masked."""

    at: datetime
    text: str


def words_of(session: Session, person: Person, *, words_in: WordsIn, limit: int = 5) -> list[RudeWords]:
    """The person's newest rude messages, newest first; none when the inbox no longer holds them."""
    theirs = select(Inbox).where(Inbox.channel == person.channel, Inbox.sender == person.address)
    rows = session.scalars(theirs.order_by(Inbox.id.desc()).limit(LOOKED_AT))
    said = (
        RudeWords(row.received_at, mask(text)) for row in rows for text in words_in(row.payload) if rude(text)
    )
    return [found for _, found in zip(range(limit), said, strict=False)]
