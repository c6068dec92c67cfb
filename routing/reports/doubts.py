"""What is doubtful about words an officer is about to send, and the one thing that holds them back.

The officer is told of every doubt and decides; who reported is told to nobody unless a head vouches for it.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.answers import Doubt, Reporter, Words, discloses, doubts, plain, seal
from routing.domain.permissions import Action, may
from routing.errors import Refused
from routing.reports.around import Surroundings, ahead
from storage.models import Officer, Person, Report, Support


def found(
    tx: Session, officer: Officer, report: Report, text: str, *, now: datetime, refusing: bool = False
) -> tuple[Doubt, ...]:
    """All doubts about these words to the report's resident."""
    city = catalogue(tx).settings.answers
    lately = now - timedelta(minutes=city.within_minutes)
    here = ahead(tx, officer, report, now=now, sent_since=lately)
    copies = {person for said, person in here.sent if plain(said) == plain(text)}
    return doubts(
        text, words=Words(city.promise, city.dated, city.refusal, city.reason), refusing=refusing,
        reporters=_reporters(tx, report, here), many=city.copies, copies=len(copies),
    )  # fmt: skip


def guard(
    tx: Session, officer: Officer, report: Report, text: str, *, here: Surroundings, sure: str = ""
) -> bool:  # fmt: skip
    """Refused when the words tell who reported; a head who has seen that sends their `seal` along.

    True when a head vouched. here: what stands around the report.
    """
    if not discloses(text, _reporters(tx, report, here)):
        return False
    if may(officer.role, Action.VOUCH) and sure == seal(text):
        return True
    raise Refused("membuka_pelapor", report.number)


def _reporters(tx: Session, report: Report, here: Surroundings) -> list[Reporter]:
    """Who reported and who joined, as far as words could tell it."""
    if not here.under:
        return [_known(person, report) for person in here.people]
    reports = (report, *here.under)
    supporting = select(Support.person_id).where(Support.report_id.in_([one.id for one in reports]))
    filed = [one.person_id for one in reports if one.person_id is not None]
    people = tx.scalars(select(Person).where(Person.id.in_(filed) | Person.id.in_(supporting))).all()
    return [_known(person, one) for person in people for one in reports]


def _known(person: Person, report: Report) -> Reporter:
    names = tuple(name for name in (person.called, person.name) if name)
    homes = (report.place, report.text) if person.id == report.person_id else ()
    return Reporter(names, person.address if person.channel != "web" else "", homes)
