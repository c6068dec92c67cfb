"""What residents answer to "apakah air sudah masuk di tempat Anda?", as points of depth on the map."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.early import Depth
from routing.errors import BadInput
from routing.reports.same_matter import EXACT
from routing.warnings.follows import following
from storage.models import DepthAnswer, EarlyWarned, EarlyWarning, Person, Report, WarningRefusal

GRID = 3  # decimals of a degree, about 110 m: which house it is stays theirs
HOLDS = timedelta(hours=12)  # after it an answer says nothing about now


def tell(tx: Session, person: Person, depth: str, *, now: datetime) -> DepthAnswer | None:
    """The person's answer; None where nothing ties them to a kelurahan. BadInput for no depth."""
    if depth not in set(Depth):
        raise BadInput("kedalaman_tidak_ada", depth)
    asked = _asked(tx, person)
    home = _home(tx, person, asked[0] if asked else None)
    area = (asked[0] if asked else None) or (home.kelurahan_code if home else None)
    if area is None:
        area = next(iter(following(tx, person)), None)
    if area is None:
        return None
    exact = home is not None and home.lat is not None and home.facts.get(EXACT) == "tepat"
    answer = DepthAnswer(
        person_id=person.id, area_code=area, depth=depth, at=now, drill=bool(asked and asked[1]),
        lat=round(home.lat, GRID) if home and exact and home.lat is not None else None,
        lon=round(home.lon, GRID) if home and exact and home.lon is not None else None,
    )  # fmt: skip
    tx.add(answer)
    return answer


def refuse(tx: Session, person: Person, *, now: datetime) -> None:
    """No more warnings this person did not ask for."""
    tx.merge(WarningRefusal(person_id=person.id, created_at=now))


def counts(session: Session, areas: Collection[str], *, now: datetime) -> dict[str, int]:
    """The newest answer of each person in these kelurahan, by depth."""
    found = select(DepthAnswer.depth, func.count()).where(
        DepthAnswer.id.in_(_newest(now)), DepthAnswer.area_code.in_(areas)
    )
    return dict(session.execute(found.group_by(DepthAnswer.depth)).all())


def points(session: Session, *, now: datetime) -> dict[str, Any]:
    """The newest answers as GeoJSON, those of one place together: how many said which depth.

    A place is a point of the grid, or the middle of the kelurahan where no more is known. depth: the deepest
    that was answered there; many: how many have water, or how many are dry where nobody has. at: the newest.
    """
    spot = DepthAnswer.area_code, DepthAnswer.lat, DepthAnswer.lon, DepthAnswer.drill
    by_depth = (func.count().filter(DepthAnswer.depth == depth).label(depth.value) for depth in Depth)
    found = select(*spot, *by_depth, func.max(DepthAnswer.at).label("newest"))
    found = found.where(DepthAnswer.id.in_(_newest(now))).group_by(*spot)
    places = catalogue(session).kelurahan
    rows = session.execute(found.order_by(DepthAnswer.area_code, DepthAnswer.lat, DepthAnswer.lon))
    features = [_feature(row, places[row.area_code]) for row in rows]
    return {"type": "FeatureCollection", "features": features}


def _feature(row: Any, middle: Any) -> dict[str, Any]:
    lat, lon = (row.lat, row.lon) if row.lat is not None else (middle.lat, middle.lon)
    said = {depth.value: getattr(row, depth.value) for depth in Depth}
    wet = said[Depth.LOW] + said[Depth.HIGH]
    told = {
        **said, "depth": next(depth.value for depth in reversed(Depth) if said[depth]),
        "many": wet or said[Depth.NONE], "at": row.newest.isoformat(), "drill": row.drill,
        "exact": row.lat is not None, "area": middle.name,
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": told}


def _newest(now: datetime) -> Any:
    recent = select(func.max(DepthAnswer.id)).where(DepthAnswer.at >= now - HOLDS)
    return recent.group_by(DepthAnswer.person_id)


def _asked(session: Session, person: Person) -> tuple[str, bool] | None:
    """(kelurahan, drill) of the last early warning sent to them."""
    last = (
        select(EarlyWarned.area_code, EarlyWarning.drill)
        .join(EarlyWarning, EarlyWarning.id == EarlyWarned.warning_id)
        .where(EarlyWarned.person_id == person.id)
        .order_by(EarlyWarned.warning_id.desc())
    )
    row = session.execute(last.limit(1)).one_or_none()
    return (row.area_code, row.drill) if row else None


def _home(session: Session, person: Person, area: str | None) -> Report | None:
    """Their last report, of that kelurahan where one is asked about."""
    mine = select(Report).where(Report.person_id == person.id, Report.kelurahan_code.is_not(None))
    if area is not None:
        mine = mine.where(Report.kelurahan_code == area)
    return session.scalars(mine.order_by(Report.id.desc()).limit(1)).one_or_none()
