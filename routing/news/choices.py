"""How an officer wants to hear of things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from routing.domain.news import NewsKind, Way
from storage.models import NewsChoice, Officer


@dataclass(frozen=True)
class Wishes:
    """ways: of each kind, the ways out of the panel. quiet_from, quiet_until: full hours (local), or None."""

    ways: Mapping[NewsKind, Sequence[Way]]
    digest: bool = False
    quiet_from: int | None = None
    quiet_until: int | None = None


def of(session: Session, officer_id: int) -> Wishes:
    """What they chose; who chose nothing hears in the panel alone."""
    row = session.get(NewsChoice, officer_id)
    if row is None:
        return Wishes({})
    ways = {kind: [Way(way) for way in row.ways.get(kind, ()) if way in set(Way)] for kind in NewsKind}
    return Wishes(ways, row.digest, row.quiet_from, row.quiet_until)


def keep(tx: Session, officer: Officer, wishes: Wishes) -> None:
    """From the next news on."""
    tx.merge(
        NewsChoice(
            officer_id=officer.id, ways={kind.value: list(ways) for kind, ways in wishes.ways.items()},
            digest=wishes.digest, quiet_from=wishes.quiet_from, quiet_until=wishes.quiet_until,
        )
    )  # fmt: skip
