"""How high the water will stand at a gauge, as its page shows it.

Learned from the weeks before this one, once a week and process; where "unchanged" was as good on the last of
them, or the gauge is silent now, nothing is told.
"""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import water
from sensors.domain.reading import GOOD
from sensors.domain.water.forecast import STEP, Grid, Model, forecast, grid, learn
from sensors.domain.water.levels import level_of
from sensors.forecasting import HOURS
from storage import packs
from storage.clock import LOCAL
from storage.models import AnyObservation, Datastream, Thing

LEARNED_FROM = timedelta(days=60)
LOOKED_AT = timedelta(hours=36)  # what one forecast needs: a day's mean, and movement up to ten hours ago
FRESH = timedelta(hours=1)  # an older reading is no start for a forecast
_Models = Mapping[int, Model]
_learned: dict[tuple[str, str, datetime], _Models] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Foretold:
    """The level (cm) some hours after the newest reading; low, high: where it ends four times of five."""

    hours: int
    at: datetime
    value: float
    low: float
    high: float
    level: int


def ahead(session: Session, code: str, *, now: datetime) -> Sequence[Foretold]:
    """What is foretold of a water gauge; nothing where nothing has proved itself."""
    stream = session.scalar(
        select(Datastream).join(Thing).where(Thing.code == code, Datastream.kind == water.KIND)
    )
    if stream is None or stream.last_at is None or now - stream.last_at > FRESH:
        return ()
    models = _models(session, code, _week(now))
    if not models:
        return ()
    known = _grid(session, now - LOOKED_AT, now, [code, *_before(models)])
    own = known.levels[code]
    there = np.flatnonzero(~np.isnan(own))
    if not len(there):
        return ()
    newest, told = int(there[-1]), list[Foretold]()
    for hours, model in sorted(models.items()):
        value = float(forecast(known, model, np.array([float(newest)]))[0])
        if not np.isnan(value):
            at = known.start + (newest + model.ahead) * STEP
            level = level_of(value, stream.levels)
            told.append(Foretold(hours, at, value, value + model.low, value + model.high, level))
    return told


def _week(now: datetime) -> datetime:
    """Monday midnight by the city's clock: models are learned from what was before it."""
    local = now.astimezone(LOCAL)
    return (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


def _models(session: Session, code: str, week: datetime) -> _Models:
    """The models of this week that beat "unchanged", by hours."""
    key = (str(session.get_bind().engine.url), code, week)
    with _lock:  # pages that ask at once wait for one learning
        if key not in _learned:
            if len(_learned) > 500:
                _learned.clear()
            _learned[key] = _learn(session, code, week)
        return _learned[key]


def _learn(session: Session, code: str, week: datetime) -> _Models:
    known = _grid(session, week - LEARNED_FROM, week, None)
    if code not in known.levels:
        return {}
    length = len(known.levels[code])
    found = {
        hours: learn(known, code, ahead=int(timedelta(hours=hours) / STEP), until=length) for hours in HOURS
    }  # fmt: skip
    return {hours: model for hours, model in found.items() if model is not None and model.better}


def _before(models: _Models) -> list[str]:
    return sorted({one.code for model in models.values() for one in model.before})


def _grid(session: Session, since: datetime, until: datetime, codes: Sequence[str] | None) -> Grid:
    """The believed readings of gauges at equal steps; a gauge without any is all unknown."""
    query = select(Thing.code, AnyObservation.at, AnyObservation.value).join_from(AnyObservation, Datastream)
    query = query.join(Thing).where(
        Datastream.kind == water.KIND, AnyObservation.quality == GOOD, AnyObservation.value.is_not(None),
        *packs.within(AnyObservation, since, until),
    )  # fmt: skip
    if codes is not None:
        query = query.where(Thing.code.in_(codes))
    found: dict[str, list[tuple[datetime, float]]] = defaultdict(list)
    for code, at, value in session.execute(query.order_by(AnyObservation.at)):
        found[code].append((at, float(value or 0.0)))
    for code in codes or ():
        found.setdefault(code, [])
    return grid(found) if any(found.values()) else Grid(since, {code: np.array([]) for code in found})
