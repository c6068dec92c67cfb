"""Who hears of a step of an atensi, and in which words: the head of the office, or the mayor who asked."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.jurisdiction import POC
from routing.domain.permissions import MAY, WHOLE_CITY, Action
from storage.event_kinds import EventKind
from storage.models import Attention, Event, Officer, Report

TO_THE_HEAD = frozenset({EventKind.ATTENTION_ASKED, EventKind.ATTENTION_AGAIN, EventKind.ATTENTION_CLOSED})
TELLS = {
    EventKind.ATTENTION_ASKED: "Pimpinan meminta atensi Anda {about}.",
    EventKind.ATTENTION_AGAIN: "Pimpinan bertanya sekali lagi {about}.",
    EventKind.ATTENTION_CLOSED: "Atensi pimpinan {about} sudah ditutup.",
    EventKind.ATTENTION_ANSWERED: "{agency} menjawab atensi Anda {about}.",
}


def recipients(tx: Session, event: Event) -> Sequence[Officer]:
    """The heads of the office, the POC's operators where it has none; or the one who asked."""
    row = _row(tx, event)
    if row is None:
        return ()
    if EventKind.of(event.kind) not in TO_THE_HEAD:
        asked = tx.get(Officer, row.asked_by)
        return [asked] if asked is not None and asked.active else ()
    return _heads(tx, row.agency_code) or _heads(tx, POC)


def words(tx: Session, event: Event) -> tuple[str, str]:
    """The sentence and the path of the page; no word of the atensi itself."""
    row = _row(tx, event)
    if row is None:
        return "", ""
    report = tx.get(Report, row.report_id) if row.report_id else None
    about = f"untuk laporan {report.number}" if report else "untuk satu kejadian" if row.incident_id else ""
    known = catalogue(tx).agencies.get(row.agency_code)
    agency = (known.short_name or known.name) if known else row.agency_code
    said = TELLS[EventKind.of(event.kind)].format(about=about or "untuk kantor Anda", agency=agency)
    return said, f"/petugas/atensi/{row.id}"


def _row(tx: Session, event: Event) -> Attention | None:
    return tx.get(Attention, int(event.data.get("attention") or 0))


def _heads(tx: Session, agency: str) -> Sequence[Officer]:
    roles = [role for role, actions in MAY.items() if Action.HEED in actions]
    if agency != POC:
        roles = [role for role in roles if role not in WHOLE_CITY]
    asked = select(Officer).where(Officer.active, Officer.role.in_(roles), Officer.agency_code == agency)
    return tx.scalars(asked).all()
