"""What a rule about things that measure raises: a report in the one queue, at the agency the rule names."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN, Status
from routing.domain.priority import of_alert
from routing.reports import clocks
from routing.reports.filing import next_number, store
from routing.reports.status import move
from routing.warnings.alerts import ACTOR, weight
from storage import events
from storage.event_kinds import EventKind
from storage.models import Report, Thing

URGENT, ORDINARY = 2, 3  # as a gauge's Siaga


@dataclass(frozen=True)
class SensorMatter:
    """text: what the agency reads. thing: where it is, and whose curve stands beside it (`measures`)."""

    text: str
    agency: str
    category: str
    thing: Thing
    measures: int  # the datastream
    rule: str
    urgent: bool


def open_matter(tx: Session, matter: SensorMatter, *, now: datetime) -> Report:
    """File it; its clocks are those of its category."""
    city, thing = catalogue(tx), matter.thing
    level = URGENT if matter.urgent else ORDINARY
    report = Report(
        number=next_number(tx, city.number_prefix, now), kind="peringatan", channel="sensor", person_id=None,
        text=matter.text, category_code=matter.category, category_by="sensor", confidence=None,
        needs_review=False, agency_code=matter.agency, kelurahan_code=thing.kelurahan_code, lat=thing.lat,
        lon=thing.lon, place=thing.name, status=Status.MENUNGGU.value, priority=int(of_alert(level)),
        urgency=weight(tx, level),
        facts={"sensor": thing.code, "datastream": matter.measures, "sensor_rule": matter.rule},
        created_at=now, updated_at=now, demo=thing.demo,
    )  # fmt: skip
    terms = clocks.promise(city, report, start=now)
    clocks.set_dates(report, terms)
    store(tx, report, kind=EventKind.SENSOR_RULE_HELD, actor=ACTOR, now=now)
    clocks.begin(tx, report, terms, now=now)
    return report


def end_matter(tx: Session, report_id: int, *, finish: bool, now: datetime) -> None:
    """What it told of is over: its report is finished, or (`finish` False) a person is left to do that."""
    report = tx.get_one(Report, report_id, with_for_update=True, populate_existing=True)
    reason = "Menurut alat pantau, keadaannya sudah tidak lagi seperti yang dilaporkan."
    kind = EventKind.SENSOR_RULE_ENDED
    if finish and report.status in OPEN:
        move(tx, report, Status.SELESAI, actor=ACTOR, now=now, reason=reason, kind=kind)
    else:
        events.record(tx, kind=kind, actor=ACTOR, now=now, report=report, reason=reason)
