"""Reading what the talk with an officer may know: their reports, the one spoken of, doubts about words."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.dialogue.types import Incoming
from bot.field.known import FieldKnown, FieldStep, FieldTalk, Task
from nlu.numbers import find_report_number
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.answers import Doubt
from routing.domain.lifecycle import OPEN, Status
from routing.domain.numbers import parse
from routing.domain.permissions import WHOLE_CITY, Action, may
from routing.errors import NotFound
from routing.reports import doubts, proving, stale
from routing.reports.around import RESULT
from routing.reports.door import Door, visible_to
from routing.reports.filters import ALERT
from routing.reports.walking import way_to
from storage import outbox
from storage.models import Event, Media, Message, Officer, Person, Report, ReportMedia

MINE, FREE = 8, 4  # reports in the list
WRITING = (FieldStep.WORDS, FieldStep.SURE, FieldStep.REASON)
AT_WORK = sorted(OPEN - {Status.DIPERIKSA})


def read(
    session: Session, message: Incoming, *, talk: FieldTalk, officer: Officer, person: Person, now: datetime
) -> FieldKnown:
    """Everything one turn may look at. Whose office is the whole city hears of things here, and no more."""
    city = catalogue(session)
    named = number_in(session, message, person, city)
    if talk.step in WRITING and message.kind == "text" and message.text.strip() != named:
        named = ""  # a number in the words of an answer does not change whom they are for
    works = may(officer.role, Action.HOLD) and officer.role not in WHOLE_CITY
    if not works:
        return FieldKnown(now, officer.name, works=False, named=named)
    door = visible_to(session, officer)
    return FieldKnown(
        now=now, officer=officer.name, named=named, about=task_of(session, named or talk.number, officer),
        mine=_some(session, door, officer, city, mine=True),
        free=_some(session, door, officer, city, mine=False),
        refusals=tuple((code, one.name, one.sentence) for code, one in city.settings.refusals.items()),
        doubts=partial(_doubts, session, officer, now),
        vouches=may(officer.role, Action.VOUCH),
    )  # fmt: skip


def number_in(session: Session, message: Incoming, person: Person, city: Catalogue) -> str:
    """The report the message names: by its button, its words, or the message of ours it answers."""
    if message.button is not None or message.about:
        named = message.about or (message.button or "").rpartition(":")[2]
        return str(parse(named, city.number_prefix) or "")
    found = find_report_number(message.text, prefix=city.number_prefix) if message.text else None
    if found is None and message.quoted:
        behind = outbox.report_behind(session, person_id=person.id, external_id=message.quoted)
        found = session.scalar(select(Report.number).where(Report.id == behind)) if behind else None
    return found or ""


def _some(session: Session, door: Door, officer: Officer, city: Catalogue, *, mine: bool) -> tuple[Task, ...]:
    """Open reports in the officer's hands, or of their office in nobody's; what is due first comes first."""
    whose = Report.holder_id == officer.id if mine else Report.holder_id.is_(None)
    found = door.select().where(Report.agency_code == officer.agency_code, whose, Report.status.in_(AT_WORK))
    rows = session.scalars(
        found.order_by(Report.resolve_due.is_(None), Report.resolve_due, Report.id).limit(
            MINE if mine else FREE
        )
    )
    return tuple(_line(row, officer, city) for row in rows)


def _line(report: Report, officer: Officer, city: Catalogue) -> Task:
    category, area = (
        city.categories.get(report.category_code),
        city.kelurahan.get(report.kelurahan_code or ""),
    )
    place = ", ".join(filter(None, (report.place, f"Kel. {area.name}" if area else "")))
    return Task(
        number=report.number, category=category.name if category else report.category_code, place=place,
        status=report.status, due=report.resolve_due, mine=report.holder_id == officer.id,
    )  # fmt: skip


def task_of(session: Session, number: str, officer: Officer) -> Task | None:
    """The whole of one report, when it is within reach."""
    if not number:
        return None
    door, city = visible_to(session, officer), catalogue(session)
    try:
        report = door.get(number)
    except NotFound:
        return None
    short = _line(report, officer, city)
    newest = session.scalar(select(func.max(Event.seq)).where(Event.report_id == report.id)) or 0
    holder = session.get(Officer, report.holder_id) if report.holder_id and not short.mine else None
    return Task(
        **{**vars(short)}
        | {
            "version": str(stale.version(report, newest)), "text": report.text,
            "way": way_to(city, report),
            "standing": city.status_name(report.status), "holder": holder.name if holder else "",
            "may": frozenset(action.value for action in door.rights(report)),
            "is_open": report.status in OPEN, "checked": report.status == Status.DIPERIKSA,
            "told": report.person_id is not None and report.kind != ALERT,
            "shown": _photo(session, report), "said": _last_said(session, report),
            "photo_missing": proving.photo_is_missing(session, report),
            "photos": _results(session, report),
        }
    )  # fmt: skip


def _photo(session: Session, report: Report) -> str:
    found = select(Media.sha256).join(ReportMedia, ReportMedia.sha256 == Media.sha256)
    of_it = (ReportMedia.report_id == report.id, ReportMedia.purpose == "laporan", Media.width > 0)
    return session.scalars(found.where(*of_it).order_by(ReportMedia.id).limit(1)).one_or_none() or ""


def _results(session: Session, report: Report) -> int:
    mine = (ReportMedia.report_id == report.id, ReportMedia.purpose == RESULT)
    return session.scalar(select(func.count(ReportMedia.id)).where(*mine)) or 0


def _last_said(session: Session, report: Report) -> str:
    said = select(Message.text).where(Message.report_id == report.id, Message.direction == "masuk")
    texts: Sequence[str] = session.scalars(said.order_by(Message.id.desc()).limit(1)).all()
    return texts[0] if texts and texts[0] != report.text else ""


def _doubts(
    session: Session, officer: Officer, now: datetime, task: Task, text: str, refusing: bool
) -> tuple[Doubt, ...]:
    report = visible_to(session, officer).get(task.number)
    return doubts.found(session, officer, report, text, now=now, refusing=refusing)
