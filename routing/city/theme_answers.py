"""What the city answered and decided about a theme of residents' proposals."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.themes import themes
from routing.errors import NotFound
from routing.texts import OFFICER_MAX, clean
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, ThemeAnswer


def answers(session: Session) -> Mapping[str, ThemeAnswer]:
    """The answers by theme."""
    return {row.theme: row for row in session.scalars(select(ThemeAnswer))}


def set_answer(tx: Session, officer: Officer, theme: str, text: str, *, now: datetime) -> None:
    """Let everybody read this answer under the theme; an empty one takes it back. NotFound: no such theme."""
    if theme not in themes():
        raise NotFound("tema_tidak_ada", theme)
    said, row = clean(text, limit=OFFICER_MAX), tx.get(ThemeAnswer, theme)
    if said:
        tx.merge(ThemeAnswer(theme=theme, text=said, answered_at=now))
    elif row is not None:
        tx.delete(row)
    events.record(
        tx, kind=EventKind.THEME_ANSWERED, actor=f"petugas:{officer.id}", now=now, data={"theme": theme}
    )
