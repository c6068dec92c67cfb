"""The public door to reports: who is not an officer sees a report through here, or not at all."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session

from routing.domain import tracking_keys
from routing.domain.publicity import ANONYMOUS, INSIDE, SECRET, is_public
from storage.models import Person, Report


@dataclass(frozen=True)
class Seen:
    """A report somebody may see. private: they hold its key, so its whole story is theirs."""

    report: Report
    private: bool


def public() -> ColumnElement[bool]:
    """SQL of `is_public`."""
    unnamed = and_(Report.shielded, Report.privacy == ANONYMOUS)
    return and_(Report.privacy != SECRET, Report.channel.not_in(sorted(INSIDE)), not_(unnamed))


def is_open(report: Report) -> bool:
    """Whether everybody who knows its number may see the report."""
    return is_public(privacy=report.privacy, channel=report.channel, shielded=report.shielded)


def public_or_own(person_id: int | BindParameter[int] | None) -> ColumnElement[bool]:
    """SQL: the reports this resident may be shown; their own whatever its privacy."""
    return public() if person_id is None else or_(public(), Report.person_id == person_id)


def shown_to(report: Report, person: Person) -> bool:
    """Whether this resident may be shown the report: it is public, or theirs."""
    own = report.person_id is not None and report.person_id == person.id
    return own or is_open(report)


def visible_to_public(session: Session, number: str, *, key: str | None = None) -> Seen | None:
    """The report with this number, for whoever has a key of it; None as for a number that does not exist.

    Numbers are given out in order, so without a key nothing is told. The short key opens what everybody may
    know of a public report; the private one its story, of a secret report too. A gauge's alert has no page.
    """
    report = session.scalars(select(Report).where(Report.number == number)).one_or_none()
    if report is None or report.channel in INSIDE or not key or not report.track_key:
        return None
    if tracking_keys.opens_story(key, report.track_key):
        return Seen(report, private=True)
    if tracking_keys.opens_state(key, report.track_key) and is_open(report):
        return Seen(report, private=False)
    return None
