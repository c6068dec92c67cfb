"""What is wrong with a feed is a report at the agency that delivers it; it ends when the feed is well."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from routing.reports import raised
from sensors.domain.feeds.standing import NAMES, FeedState, every_words
from storage.models import AgencyFeed, Report

ACTOR = "sistem"
ASKS = {
    FeedState.FAILED: "Mohon periksa alamat, kunci, atau berkasnya.",
    FeedState.EMPTY: "Mohon kirim berkas yang berisi, atau beri tahu kalau memang tidak ada kejadian.",
    FeedState.COLUMNS: "Mohon kembalikan nama kolomnya, atau minta admin memperbarui uraian sumber data ini.",
    FeedState.CONTENT: "Mohon periksa baris yang ditandai di halaman sumber data, lalu kirim lagi.",
    FeedState.LATE: "Mohon kirim data terbarunya.",
}


def follow(tx: Session, feed: AgencyFeed, state: FeedState, fault: str, *, now: datetime) -> None:
    """The (locked) feed stands so from now on: raise, retell or settle its matter."""
    feed.state, feed.fault = state.value, "" if state is FeedState.GOOD else fault
    if state in (FeedState.GOOD, FeedState.NEW):
        if feed.report_id is not None and state is FeedState.GOOD:
            raised.settle(tx, feed.report_id, "Data sudah masuk dan bisa dibaca.", actor=ACTOR, now=now)
            feed.report_id = None
        return
    _tell(tx, feed, f"Data “{feed.name}”: {NAMES[state]}, {fault}. {ASKS[state]}", state.value, now=now)


def nudge(tx: Session, feed: AgencyFeed, *, actor: str, now: datetime) -> Report | None:
    """Ask the agency for a feed that is not connected; None where a matter of it is open already."""
    if raised.is_open(tx, feed.report_id):
        return None
    responsible = f" ({feed.responsible})" if feed.responsible else ""
    text = (
        f"Data “{feed.name}” belum terhubung ke Sorot. Mohon{responsible} menyerahkannya "
        f"{every_words(feed.every_hours)}: unggah berkas CSV atau XLSX di menu Data, "
        "atau beri admin alamat untuk mengambilnya."
    )
    report = raised.raise_at(tx, feed.agency_code, text, facts=_facts(feed, "belum"), actor=actor, now=now)
    feed.report_id = report.id
    return report


def _tell(tx: Session, feed: AgencyFeed, text: str, why: str, *, now: datetime) -> None:
    if feed.report_id is not None and raised.is_open(tx, feed.report_id):
        raised.retell(tx, feed.report_id, text, facts=_facts(feed, why), actor=ACTOR, now=now)
        return
    report = raised.raise_at(tx, feed.agency_code, text, facts=_facts(feed, why), actor=ACTOR, now=now)
    feed.report_id = report.id


def _facts(feed: AgencyFeed, why: str) -> dict[str, Any]:
    return {"feed": feed.code, "masalah": why}
