"""Making, changing and deleting entities, with everything named inside one another in one transaction."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from routing.city import areas
from sensors.announcing import EntityChange
from sensors.sta import bodies, clients, geometry
from sensors.sta.faults import bad
from sensors.sta.model import SETS, SINGLES, EntityType
from sensors.sta.observing import Observed, observe
from sensors.sta.read import GENERATED
from storage import packs
from storage.models import (
    Area,
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    HistoricalPlace,
    Location,
    Observation,
    StaClient,
    Thing,
    ThingLocation,
)

MOST_WITHIN = 1000  # entities named inside one another
PLACED = {("Things", "Locations"), ("Locations", "Things")}  # links of many to many that a change may say


class StaWriter:
    """The changes of one request by one client."""

    def __init__(self, tx: Session, client: StaClient, *, now: datetime) -> None:
        self.tx, self.client, self.now = tx, client, now
        self._made = 0
        self.changes: list[EntityChange] = []  # to be told once it is committed

    def create(self, of: EntityType, body: Any, given: dict[str, Any]) -> Any:
        """A new entity and all that is named in it; `given`: what the path says it belongs to."""
        if not isinstance(body, dict):
            raise bad("An entity is a JSON object")
        self._made += 1
        if self._made > MOST_WITHIN:
            raise bad(f"At most {MOST_WITHIN} entities in one request")
        if of.plural == "Observations":
            return self._observation(body, given)
        parents = {name: self._parent(of, name, body, given) for name in of.parents}
        self._may(of, parents)
        values = bodies.columns(of, body, partial=False) | _keys(parents)
        row = self._blank(of, body, values)
        self.tx.add(row)
        self.tx.flush()
        self._within(of, row, body)
        self.changes.append(EntityChange(of.plural, row.id))
        return row

    def _may(self, of: EntityType, parents: dict[str, Any]) -> None:
        if thing := parents.get("Thing"):
            clients.may_change(self.client, thing.code)
        elif of.plural in ("Things", "Locations") or not self.client.may_write:
            clients.may_change(self.client, None)

    def _blank(self, of: EntityType, body: dict[str, Any], values: dict[str, Any]) -> Any:
        if of.plural == "Things":
            return Thing(code=GENERATED + secrets.token_hex(8), downstream=[], **values)
        if of.plural == "Datastreams":
            return Datastream(kind="", levels={}, remembered={}, last_level=4, **values)
        return of.model(**values)

    def _parent(self, of: EntityType, name: str, body: dict[str, Any], given: dict[str, Any]) -> Any:
        """What the entity belongs to: said by the path, by its number, or made within it."""
        if name in given:
            return given[name]
        if name not in body:
            raise bad(f"{of.single} needs {name}")
        return self.named(SINGLES[name], body[name])

    def named(self, of: EntityType, item: Any, given: dict[str, Any] | None = None) -> Any:
        """The entity that "@iot.id" names, whatever else is said of it, or a new one."""
        if isinstance(item, dict) and "@iot.id" in item:
            return self.found(of, item["@iot.id"])
        return self.create(of, item, given or {})

    def found(self, of: EntityType, number: Any) -> Any:
        """The entity of that number; StaFault (400)."""
        is_number = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**62
        if is_number and of.table is Observation:
            packs.open_number(self.tx.connection(), number)
        row = self.tx.get(of.table, number, populate_existing=True) if is_number else None
        if row is None:
            raise bad(f"There is no {of.single} {str(number)[:40]}")
        return row

    def _within(self, of: EntityType, row: Any, body: dict[str, Any]) -> None:
        """What the new entity names inside itself."""
        if of.plural == "Things" and "Locations" in body:
            self.move(row, [self.named(SETS["Locations"], one) for one in _list(body["Locations"])])
        if of.plural == "Locations":
            for item in _list(body.get("Things", [])):
                self.move(self.named(SETS["Things"], item), [row])
        if of.plural == "HistoricalLocations":
            for item in _list(body.get("Locations", [])):
                place = self.named(SETS["Locations"], item)
                self.tx.add(HistoricalPlace(historical_location_id=row.id, location_id=place.id))
        for name in ("Datastreams", "Observations"):
            if name in of.navs and name in body and of.navs[name].many:
                for item in _list(body[name]):
                    self.create(SETS[name], item, {of.single: row})

    def _observation(self, body: dict[str, Any], given: dict[str, Any]) -> Observation:
        stream = self._parent(SETS["Observations"], "Datastream", body, given)
        return self.observe([(stream, body)], given)[0].sure()

    def observe(self, items: Sequence[tuple[Datastream, Any]], given: dict[str, Any]) -> list[Observed]:
        """Observations of datastreams, each for itself: stored, or why not."""
        for stream in {stream.id: stream for stream, _ in items}.values():
            clients.may_change(self.client, stream.thing.code)
        return observe(self.tx, items, feature_of=lambda stream, body: self._feature(stream, body, given),
                       now=self.now)  # fmt: skip

    def _feature(self, stream: Datastream, body: dict[str, Any], given: dict[str, Any]) -> int | None:
        """What it is about: said, or the place where the thing stands."""
        if "FeatureOfInterest" in given:
            return int(given["FeatureOfInterest"].id)
        if item := body.get("FeatureOfInterest"):
            return int(self.named(SETS["FeaturesOfInterest"], item).id)
        place = self.tx.scalar(
            select(Location).join(ThingLocation).where(ThingLocation.thing_id == stream.thing_id).limit(1)
        )
        if place is None:
            return None
        known = select(FeatureOfInterest.id).where(FeatureOfInterest.location_id == place.id)
        return self.tx.scalar(known) or self._feature_at(place)

    def _feature_at(self, place: Location) -> int:
        row = FeatureOfInterest(
            name=place.name, description=place.description, encoding_type=place.encoding_type,
            feature=place.location, properties={}, location_id=place.id,
        )  # fmt: skip
        self.tx.add(row)
        self.tx.flush()
        return row.id

    def move(self, thing: Thing, places: Sequence[Location]) -> None:
        """The thing stands at these places from now on, and its history says so."""
        clients.may_change(self.client, thing.code if self.client.things is not None else None)
        self.tx.execute(delete(ThingLocation).where(ThingLocation.thing_id == thing.id))
        came = HistoricalLocation(thing_id=thing.id, time=self.now)
        self.tx.add(came)
        self.tx.flush()
        for number in {place.id for place in places}:
            self.tx.add(ThingLocation(thing_id=thing.id, location_id=number))
            self.tx.add(HistoricalPlace(historical_location_id=came.id, location_id=number))
            self.changes.append(EntityChange("Locations", number, ()))
        self.changes.append(EntityChange("HistoricalLocations", came.id))
        stands(self.tx, thing, places)
        self.tx.flush()

    def change(self, of: EntityType, row: Any, body: Any, *, whole: bool) -> None:
        """PATCH, or (`whole`) PUT."""
        if not isinstance(body, dict):
            raise bad("An entity is a JSON object")
        clients.may_change(self.client, self._thing_of(of, row))
        values = bodies.columns(of, body, partial=not whole)
        if of.plural == "Observations" and ("result" in body or whole):
            values["value"], values["result"] = bodies.result(body)
        linked = {name: self._linked(of, row, name, body[name]) for name in of.navs if name in body}
        for name, found in linked.items():
            if not of.navs[name].many:
                values |= _keys({name: found[0]})
        if of.table is Observation:  # where it is moved to
            packs.open_at(self.tx.connection(), [(values.get("datastream_id", row.datastream_id),
                                                  values.get("at", row.at))])  # fmt: skip
        for column, value in values.items():
            setattr(row, column, value)
        self.tx.flush()
        if of.plural == "Things" and "Locations" in linked:
            self.move(row, linked["Locations"])
        for thing in linked.get("Things", ()):
            self.move(thing, [row])
        if of.plural == "Locations" and "location" in body:
            mine = select(Thing).join(ThingLocation).where(ThingLocation.location_id == row.id)
            for thing in self.tx.scalars(mine):
                stands(self.tx, thing, [row])

    def _linked(self, of: EntityType, row: Any, name: str, said: Any) -> list[Any]:
        """What it is linked to anew, by "@iot.id"; StaFault (400) where something new stands inside."""
        nav, items = of.navs[name], _list(said)
        if any(not isinstance(item, dict) or "@iot.id" not in item for item in items):
            raise bad(f'{name} is linked by {{"@iot.id": …}}: a change makes nothing inside it')
        if len(items) != 1 and not nav.many:
            raise bad(f"{of.single} has one {name}")
        found = [self.found(SETS[nav.target], item["@iot.id"]) for item in items]
        if nav.many and (of.plural, name) not in PLACED:
            self._are_linked(of, row, name, found)
        return found

    def _are_linked(self, of: EntityType, row: Any, name: str, found: Sequence[Any]) -> None:
        to = aliased(SETS[of.navs[name].target].table)
        number: Any = to.id  # type: ignore[attr-defined]
        wanted = {one.id for one in found}
        mine = select(number).where(of.navs[name].link(row, to), number.in_(wanted))
        if set(self.tx.scalars(mine)) != wanted:
            raise bad(f"{name} are linked from their own side")

    def _thing_of(self, of: EntityType, row: Any) -> str | None:
        """The code of the thing it belongs to."""
        if of.plural == "Things":
            return str(row.code)
        if of.plural == "Datastreams":
            return self.tx.get_one(Datastream, row.id, populate_existing=True).thing.code
        if of.plural == "Observations":
            return self.tx.get_one(Datastream, row.datastream_id, populate_existing=True).thing.code
        return None

    def may_delete(self, of: EntityType, row: Any) -> None:
        """StaFault (403) where the client may not."""
        clients.may_change(self.client, self._thing_of(of, row) if of.plural != "Things" else None)


def stands(tx: Session, thing: Thing, places: Sequence[Location]) -> None:
    """The thing's point on maps, and its kelurahan, from where it stands."""
    shapes = [geometry.of_json(place.location) for place in places]
    point = next((shape.centroid for shape in shapes if shape is not None and not shape.is_empty), None)
    thing.lat, thing.lon = (point.y, point.x) if point is not None else (None, None)
    located = areas.locate(point.y, point.x) if point is not None else None
    known = tx.get(Area, located.kelurahan_code) if located else None
    thing.kelurahan_code = known.code if known else None


def _keys(parents: dict[str, Any]) -> dict[str, Any]:
    column = {"Thing": "thing_id", "Sensor": "sensor_id", "ObservedProperty": "observed_property_id",
              "Datastream": "datastream_id", "FeatureOfInterest": "feature_id"}  # fmt: skip
    return {column[name]: row.id for name, row in parents.items()}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]
