"""Registers that have a page of their own: what is changed there becomes a version of the city's settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from routing.city.sections.kinds import Section
from routing.reports import configuring
from storage import clock
from storage.db import transaction
from storage.models import Officer


@contextmanager
def remembered(section: Section, officer: Officer, why: str) -> Iterator[Session]:
    """A transaction whose changes of the section's tables are a version, this officer's, for this reason."""
    now = clock.now()
    with transaction() as tx, configuring.remembered(tx, section, why=why, officer=officer, now=now):
        yield tx
