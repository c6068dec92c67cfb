"""What is doubtful about words an officer is about to send, and the one thing that holds them back.

The officer is told of every doubt and decides; who reported is told to nobody unless a head vouches for it.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.answers import Doubt, Reporter, Words, discloses, doubts, plain, seal
from routing.domain.permissions import Action, may
from routing.errors import Refused
from routing.reports.joined import under
from storage.models import Message, Officer, Person, Report, Support


def found(
    tx: Session, officer: Officer, report: Report, text: str, *, now: datetime, refusing: bool = False
) -> tuple[Doubt, ...]:
    """All doubts about these words to the report's resident."""
    city = catalogue(tx).settings.answers
    return doubts(
        text, words=Words(city.promise, city.dated, city.refusal, city.reason), refusing=refusing,
        reporters=_reporters(tx, report), many=city.copies,
        copies=_copies(tx, officer, report, text, since=now - timedelta(minutes=city.within_minutes)),
    )  # fmt: skip


def guard(tx: Session, officer: Officer, report: Report, text: str, *, sure: str = "") -> bool:
    """Refused when the words tell who reported; a head who has seen that sends their `seal` along.

    True when a head vouched.
    """
    if not discloses(text, _reporters(tx, report)):
        return False
    if may(officer.role, Action.VOUCH) and sure == seal(text):
        return True
    raise Refused("membuka_pelapor", report.number)


def _reporters(tx: Session, report: Report) -> list[Reporter]:
    """Who reported and who joined, as far as words could tell it."""
    reports = (report, *under(tx, report))
    supporting = select(Support.person_id).where(Support.report_id.in_([one.id for one in reports]))
    filed = [one.person_id for one in reports if one.person_id is not None]
    people = tx.scalars(select(Person).where(Person.id.in_(filed) | Person.id.in_(supporting))).all()
    return [_known(person, one) for person in people for one in reports]


def _known(person: Person, report: Report) -> Reporter:
    names = tuple(name for name in (person.called, person.name) if name)
    homes = (report.place, report.text) if person.id == report.person_id else ()
    return Reporter(names, person.address if person.channel != "web" else "", homes)


def _copies(tx: Session, officer: Officer, report: Report, text: str, *, since: datetime) -> int:
    """How many other residents this officer has sent these very words since then."""
    sent = (
        select(Message.text, func.coalesce(Report.person_id, -Report.id))
        .join(Report, Report.id == Message.report_id)
        .where(
            Message.officer_id == officer.id, Message.direction == "keluar", Message.created_at > since,
            Report.person_id.is_distinct_from(report.person_id),
        )
    )  # fmt: skip
    return len({person for said, person in tx.execute(sent) if plain(said) == plain(text)})
