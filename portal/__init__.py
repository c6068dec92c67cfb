"""Public pages: what this is, the chat, and tracking a report."""

from routing import words
from routing.city import naming
from routing.texts import promised_local
from routing.warnings import outside
from storage import clock
from storage.db import glancing
from web import templates


def _outside_now() -> list[outside.OutsideAlert]:
    """Others' warnings that hold, for the banner of every public page."""
    with glancing() as session:
        return outside.holding(session, now=clock.now())


templates.offer(
    outside_now=_outside_now,
    city_name=naming.full_name,
    example_number=naming.example_number,
    promised_local=promised_local,
    **words.ON_PAGES,
)
