"""Browsers that take notifications. Their endpoint is foreign input: only the vendors' hosts are called."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.errors import BadInput
from storage.models import Officer, PushSubscription
from storage.web_push import LONGEST, is_vendors

MOST = 10  # an officer's


def keep(  # noqa: PLR0913 - what a browser hands over
    tx: Session, officer: Officer, *, endpoint: str, p256dh: str, auth: str, device: str, now: datetime
) -> None:  # fmt: skip
    """This browser takes the officer's notifications, and nobody else's. BadInput for a foreign endpoint."""
    if len(endpoint) > LONGEST or not is_vendors(endpoint):
        raise BadInput("perangkat_tidak_dikenal", "")
    tx.execute(delete(PushSubscription).where(PushSubscription.endpoint == endpoint))
    kept = of(tx, officer.id)
    for old in kept[: max(0, len(kept) - MOST + 1)]:
        tx.delete(old)
    tx.add(
        PushSubscription(
            officer_id=officer.id, endpoint=endpoint, p256dh=p256dh, auth=auth, device=device, created_at=now
        )
    )  # fmt: skip


def of(session: Session, officer_id: int) -> Sequence[PushSubscription]:
    """The officer's browsers, the oldest first."""
    mine = select(PushSubscription).where(PushSubscription.officer_id == officer_id)
    return session.scalars(mine.order_by(PushSubscription.id)).all()


def forget(tx: Session, endpoint: str, *, officer: Officer | None = None) -> None:
    """The browser takes nothing any more; of this officer alone where one is given."""
    gone = delete(PushSubscription).where(PushSubscription.endpoint == endpoint)
    tx.execute(gone if officer is None else gone.where(PushSubscription.officer_id == officer.id))
