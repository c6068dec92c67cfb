"""An event begins: proposed from its signs, opened with a bundle of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.incidents import Bond, IncidentKind, IncidentState, Sign
from routing.domain.jurisdiction import POC
from routing.incidents import members
from routing.incidents.signs import BUNDLED, INSIDE
from storage import drill as drills
from storage.event_kinds import EventKind
from storage.models import Bundle, Incident, Officer

SYSTEM = "sistem"
NAMED = 2  # kelurahan in a title


def propose(  # noqa: PLR0913 - a kind, what tells of it, and since when
    tx: Session, kind: IncidentKind, signs: Sequence[Sign], bonds: Mapping[int, Bond], *,
    now: datetime, actor: str = SYSTEM, reasons: Sequence[str] = (), drill: bool = False, demo: bool = False,
) -> Incident:  # fmt: skip
    """A new event that somebody must confirm; its score is the mean likeness of its signs."""
    scores = [bond.score for bond in bonds.values()]
    incident = Incident(
        kind=kind.code, state=IncidentState.PROPOSED, title=title(tx, kind, signs),
        score=round(sum(scores) / len(scores), 3) if scores else 0.0, reasons=list(reasons),
        first_seen=min((sign.at for sign in signs), default=now),
        last_seen=max((sign.at for sign in signs), default=now), drill=drill or drills.on(), demo=demo,
    )  # fmt: skip
    tx.add(incident)
    tx.flush()
    members.put(tx, incident, bonds, state=INSIDE, actor=actor, now=now)
    data = {"kind": kind.code, "reports": sorted(bonds)}
    members.act(tx, incident, EventKind.INCIDENT_PROPOSED, actor=actor, now=now, agency=POC, data=data)
    return incident


def confirm(
    tx: Session, incident: Incident, *, officer: Officer | None, now: datetime, rule: str = ""
) -> Incident:
    """Open it, by an officer or by rule: its reports become members of a bundle, so that all can be told."""
    actor = f"petugas:{officer.id}" if officer else SYSTEM
    reports = members.inside(tx, incident)
    bundle = Bundle(
        kind=BUNDLED, title=incident.title[:120], agency_code=POC,
        officer_id=officer.id if officer else None, created_at=now,
    )  # fmt: skip
    tx.add(bundle)
    tx.flush()
    incident.bundle_id, incident.state = bundle.id, IncidentState.OPEN
    incident.confirmed_at, incident.confirmed_by = now, officer.id if officer else None
    incident.rule = rule
    links = {report: members.link_bond(tx, incident, report) for report in reports}
    members.put(tx, incident, links, state=INSIDE, actor=actor, now=now)
    data = {"bundle": bundle.id, "rule": bool(rule)}
    members.act(tx, incident, EventKind.INCIDENT_CONFIRMED, actor=actor, now=now, agency=POC, data=data)
    return incident


def title(session: Session, kind: IncidentKind, signs: Sequence[Sign]) -> str:
    """ "Banjir di Jatirasa dan Margahayu": where most of its signs are."""
    counts: dict[str, int] = {}
    for sign in signs:
        if sign.kelurahan:
            counts[sign.kelurahan] = counts.get(sign.kelurahan, 0) + 1
    places = catalogue(session).kelurahan
    order = sorted(counts, key=lambda code: (-counts[code], code))
    names = [places[code].name for code in order if code in places]
    if not names:
        return kind.name
    if len(names) > NAMED:
        return f"{kind.name} di {', '.join(names[:NAMED])} dan sekitarnya"
    return f"{kind.name} di {' dan '.join(names)}"
