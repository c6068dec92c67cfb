"""A report is put where the city's rules say, and what decided is kept with it."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Insert, bindparam
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.city.rulebook import Told
from routing.domain.deadlines import due
from routing.domain.jurisdiction import AgencyFacts, Care
from routing.domain.rules import Compared, Decision
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_for
from storage.models import Report, RoutingDecision
from storage.models.base import table_of
from storage.statements import Statement

SYSTEM = "sistem"


@dataclass(frozen=True)
class Decided:
    """A decision with what it was made of. outside: an outside body the resident was told of before."""

    decision: Decision
    facts: Compared
    care: Care
    outside: str = ""


def decide(city: Catalogue, told: Told, care: Care, *, outside: str = "") -> Decided:
    """Who answers for what is told, by the city's rules."""
    facts = city.rules.facts(told)
    return Decided(city.rules.ruler.decide(facts, care, outside=outside), facts, care, outside)


def told_of(report: Report) -> Told:
    """What a report says of itself; its time is when it was filed, however late it is asked."""
    return Told(
        category=report.category_code, kelurahan=report.kelurahan_code, at=report.created_at,
        text=report.text, place=report.place, lat=report.lat, lon=report.lon, channel=report.channel,
        emergency=report.emergency, priority=report.priority,
    )  # fmt: skip


def of_report(
    city: Catalogue, report: Report, *, accused: frozenset[str], category: str | None = None
) -> Decided:
    """Who answers for a report as it stands now, or were it of another category."""
    category = category or report.category_code
    care = city.care(category, accused=accused, privacy=report.privacy, emergency=report.emergency)
    return decide(city, replace(told_of(report), category=category), care)


def owners(city: Catalogue, report: Report, *, accused: frozenset[str]) -> dict[str, AgencyFacts]:
    """Who would answer for a report, were it of each active category; its words are looked at once."""
    facts, found = city.rules.facts(told_of(report)), {}
    for code, category in city.categories.items():
        if category.active:
            care = city.care(code, accused=accused, privacy=report.privacy, emergency=report.emergency)
            found[code] = city.rules.ruler.decide(replace(facts, category=code), care).agency
    return found


def keep(tx: Session, report: Report, decided: Decided, *, city: Catalogue, now: datetime) -> None:
    """Write down which rule decided and what it compared, set the unit, and note the event.

    The report has its number and its agency already.
    """
    decision = decided.decision
    report.unit_code = decision.unit or None
    following = decision.handover
    row = {
        "report_id": report.id, "version": city.rules.version, "rule": decision.rule,
        "why": decision.why.value, "agency_code": decision.agency.code, "unit_code": decision.unit,
        "facts": written(decided), "gone": dict(city.rules.ruler.gone), "decided_at": now,
        "next_agency": following.agency if following else None,
        "next_unit": following.unit if following else None,
        "next_due": due(following.wait, now, city.calendar) if following else None,
    }  # fmt: skip
    _KEEP.run(tx, **row)
    data = {
        "version": city.rules.version, "rule": decision.rule, "why": decision.why.value,
        "agency": decision.agency.code, "unit": decision.unit,
        **({"next": following.agency} if following else {}),
    }  # fmt: skip
    events.record(tx, kind=EventKind.REPORT_ROUTED, actor=SYSTEM, now=now, report=report, data=data)


def _keep(dialect: str) -> Insert:
    """Puts a report's decision in the place of the one before."""
    table = table_of(RoutingDecision)
    kept = insert_for(dialect, table).values({column.key: bindparam(column.key) for column in table.c})
    new = {column.key: kept.excluded[column.key] for column in table.c if column.key != "report_id"}
    return cast(Insert, kept.on_conflict_do_update(index_elements=["report_id"], set_=new))


_KEEP = Statement(_keep)


def written(decided: Decided) -> dict[str, Any]:
    """What was compared, as JSON keeps it."""
    care = decided.care
    facts = {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in asdict(decided.facts).items()
    }
    return facts | {
        "care": {"accused": sorted(care.accused), "secret": care.secret, "guarded": care.guarded,
                 "keeps": care.keeps},
        "outside": decided.outside,
    }  # fmt: skip


def read(kept: dict[str, Any], overseers: tuple[str, ...]) -> tuple[Compared, Care, str]:
    """What was compared, from what was kept: facts, care, outside body."""
    care, names = dict(kept["care"]), Compared.__dataclass_fields__
    accused = frozenset(care.pop("accused"))
    facts: dict[str, Any] = {
        k: frozenset(v) if isinstance(v, list) else v for k, v in kept.items() if k in names
    }
    return Compared(**facts), Care(accused=accused, overseers=overseers, **care), kept["outside"]
