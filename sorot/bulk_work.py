"""The worker's side of deeds for many reports: report by report, each in a transaction of its own."""

import logging

from sqlalchemy.exc import DBAPIError

from routing.errors import Refused
from routing.reports import bulk, scheduled
from storage import db
from storage.clock import Clock
from storage.spans import span

FAULT = "Terjadi kesalahan pada sistem; laporan ini tidak diubah. Coba sendiri dari halaman laporannya."

log = logging.getLogger(__name__)


def look(clock: Clock) -> None:
    """Does what is due: deeds for many reports, answers whose office has opened."""
    with db.glancing() as session:
        many, answers = bulk.is_due(session, clock()), scheduled.is_due(session, now=clock())
    if many:
        run(clock)
    if answers:
        send_scheduled(clock)


def run(clock: Clock) -> int:
    """Does all that is due; how many reports were taken up."""
    with span("deeds for many"):
        with db.transaction() as tx:
            bulk.begin(tx, clock())
        done = 0
        while _one(clock):
            done += 1
        with db.transaction() as tx:
            bulk.begin(tx, clock())
    return done


def send_scheduled(clock: Clock) -> None:
    """Answers whose office has opened go out."""
    with db.transaction() as tx:
        scheduled.send_due(tx, now=clock())


def _one(clock: Clock) -> bool:
    key: tuple[int, int] | None = None
    try:
        with db.transaction() as tx:
            item = bulk.next_item(tx)
            if item is None:
                return False
            key = (item.act_id, item.report_id)
            bulk.carry_out(tx, item, clock())
    except Refused as refused:
        _refuse(key, refused.sentence)
    except DBAPIError:
        raise  # the database is away: the same report comes again
    except Exception:  # one faulty report must not stop the others or spin
        log.exception("a deed for many failed with report %s", key)
        _refuse(key, FAULT)
    return True


def _refuse(key: tuple[int, int] | None, why: str) -> None:
    if key is not None:
        with db.transaction() as tx:
            bulk.refuse(tx, *key, why)
