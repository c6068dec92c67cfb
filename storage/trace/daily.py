"""Once a day: a signed head is written down, and the whole log is gone through; the outcome is kept."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from storage import db, events
from storage.event_kinds import EventKind
from storage.models import Setting
from storage.trace import audit, catching_up, chain, heads

KEPT = "trace_check"  # the setting's key

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """The last time somebody went through the log. bad: the first bad event's number, None when whole."""

    at: datetime
    size: int
    root: str
    heads: int
    bad: int | None
    wrong: str


def run(folder: Path, secret: str, *, now: datetime) -> bool:
    """Chain what still waits, then write today's head and check; True when today's was not yet done."""
    try:
        catching_up.run()
    except chain.Missing as gap:
        log.error("the event log cannot be chained: %s", gap)
        return False
    signer = heads.Signer(secret)
    with db.reading() as session:
        written = heads.write_daily(folder, session, signer, now=now)
    if written is None:
        return False
    check(folder, signer, now=now)
    return True


def check(folder: Path, signer: heads.Signer, *, now: datetime) -> Checked:
    """Go through the log now, against the heads in `folder`; the outcome is kept, a bad one is an alarm."""
    given = []
    for file in heads.kept(folder):
        try:
            head = heads.read(file)
            heads.check(head, [signer.public])
        except heads.BadHead as bad:
            log.error("%s is left out: %s", file.name, bad)
            continue
        given.append(head)
    newest = max(given, key=lambda head: head.size, default=None)
    with db.reading() as session:
        found = audit.verify(session, given, leaves=heads.leaves(folder, newest) if newest else None)
    fault = found.fault
    checked = Checked(
        now, found.size, found.root.hex(), found.heads, fault.seq if fault else None,
        f"{fault.wrong}: {fault.detail}" if fault else "",
    )  # fmt: skip
    if fault:
        log.error("the event log is not whole; first bad event: %s (%s)", fault.seq, checked.wrong)
    with db.transaction() as tx:
        before = last(tx)
        _keep(tx, checked)
        if fault and (before is None or before.bad != fault.seq):
            data = {"seq": fault.seq, "wrong": str(fault.wrong)}
            events.record(tx, kind=EventKind.TRACE_BROKEN, actor="sistem", now=now, data=data)
    return checked


def last(session: Session) -> Checked | None:
    """The outcome of the last check."""
    row = session.get(Setting, KEPT)
    if row is None:
        return None
    return Checked(**{**row.value, "at": datetime.fromisoformat(row.value["at"])})


def _keep(tx: Session, checked: Checked) -> None:
    value = {**checked.__dict__, "at": checked.at.isoformat()}
    row = tx.get(Setting, KEPT)
    if row is None:
        tx.add(Setting(key=KEPT, value=value))
    else:
        row.value = value
