"""The entities of SensorThings: which table each is, its properties, and what it leads to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from sensors.sta.faults import missing
from storage import packs
from storage.models import (
    AnyObservation,
    Base,
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    HistoricalPlace,
    Location,
    Observation,
    ObservationPack,
    ObservedProperty,
    Sensor,
    Thing,
    ThingLocation,
)

Kind = Literal["text", "number", "time", "json", "geo", "result", "unit", "span"]
Link = Callable[[Any, Any], ColumnElement[bool]]
OPTIONAL = frozenset({"observedArea", "phenomenonTime"})  # of a datastream


@dataclass(frozen=True)
class Property:
    """A property: the column it is kept in, and how it is compared."""

    column: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Nav:
    """A way from one entity to another set; `link` says which rows belong together."""

    target: str
    many: bool
    link: Link


@dataclass(frozen=True)
class EntityType:
    """One entity set."""

    plural: str
    single: str
    model: type[Base]  # as it is read
    properties: Mapping[str, Property]
    navs: dict[str, Nav] = field(default_factory=dict)
    parents: tuple[str, ...] = ()  # what must be named when one is made

    @property
    def table(self) -> type[Base]:
        """As it is written."""
        return Observation if self.model is AnyObservation else self.model


NAMED = {"name": Property("name"), "description": Property("description")}
FREE = {"properties": Property("properties", "json")}
ENCODED = {"encodingType": Property("encoding_type")}

_TYPES = (
    EntityType("Things", "Thing", Thing, NAMED | FREE),
    EntityType("Locations", "Location", Location,
               NAMED | ENCODED | {"location": Property("location", "geo")} | FREE),
    EntityType("HistoricalLocations", "HistoricalLocation", HistoricalLocation,
               {"time": Property("time", "time")}, parents=("Thing",)),
    EntityType("Sensors", "Sensor", Sensor,
               NAMED | ENCODED | {"metadata": Property("details", "json")} | FREE),
    EntityType("ObservedProperties", "ObservedProperty", ObservedProperty,
               {"name": Property("name"), "definition": Property("definition"),
                "description": Property("description")} | FREE),
    EntityType("Datastreams", "Datastream", Datastream,
               NAMED | {"observationType": Property("observation_type"),
                        "unitOfMeasurement": Property("unit", "unit"),
                        "observedArea": Property("observed_area", "geo"),
                        "phenomenonTime": Property("newest_at", "span")} | FREE,
               parents=("Thing", "Sensor", "ObservedProperty")),
    EntityType("FeaturesOfInterest", "FeatureOfInterest", FeatureOfInterest,
               NAMED | ENCODED | {"feature": Property("feature", "geo")} | FREE),
    EntityType("Observations", "Observation", AnyObservation,
               {"phenomenonTime": Property("at", "time"), "result": Property("value", "result"),
                "resultTime": Property("result_time", "time"), "resultQuality": Property("quality"),
                "validTime": Property("valid_time"), "parameters": Property("parameters", "json")},
               parents=("Datastream",)),
)  # fmt: skip
SETS = {one.plural: one for one in _TYPES}
SINGLES = {one.single: one for one in _TYPES}


def _by(child: str, parent: str = "id") -> Link:
    return lambda from_, to: getattr(to, child) == getattr(from_, parent)


def _at(mine: str) -> Link:
    return lambda from_, to: to.id == getattr(from_, mine)


def _through(table: type[Base], mine: str, theirs: str) -> Link:
    def link(from_: Any, to: Any) -> ColumnElement[bool]:
        both = getattr(table, mine) == from_.id, getattr(table, theirs) == to.id
        return select(1).where(*both).correlate_except(table).exists()

    return link


def _both_ways(one: str, many: str, column: str) -> None:
    """`one` has many of the other, which have one of it."""
    SETS[one].navs[many] = Nav(many, True, _by(column))
    SETS[many].navs[SETS[one].single] = Nav(one, False, _at(column))


_both_ways("Things", "Datastreams", "thing_id")
_both_ways("Things", "HistoricalLocations", "thing_id")
_both_ways("Sensors", "Datastreams", "sensor_id")
_both_ways("ObservedProperties", "Datastreams", "observed_property_id")
_both_ways("Datastreams", "Observations", "datastream_id")
_both_ways("FeaturesOfInterest", "Observations", "feature_id")
SETS["Things"].navs["Locations"] = Nav("Locations", True, _through(ThingLocation, "thing_id", "location_id"))
SETS["Locations"].navs["Things"] = Nav("Things", True, _through(ThingLocation, "location_id", "thing_id"))
SETS["HistoricalLocations"].navs["Locations"] = Nav(
    "Locations", True, _through(HistoricalPlace, "historical_location_id", "location_id")
)
SETS["Locations"].navs["HistoricalLocations"] = Nav(
    "HistoricalLocations", True, _through(HistoricalPlace, "location_id", "historical_location_id")
)


def set_named(name: str) -> EntityType:
    """The entity set of that name; StaFault (404) for any other."""
    if name not in SETS:
        raise missing(name)
    return SETS[name]


def earliest(stream: Any) -> Any:
    """The first time a datastream measured: two looks into indexes."""
    row, pack = (
        select(func.min(at)).where(table.datastream_id == stream.id).correlate(stream).scalar_subquery()
        for table, at in ((Observation, Observation.at), (ObservationPack, ObservationPack.first_at))
    )
    return func.coalesce(case((pack < row, pack), else_=row), pack)


def numbered(session: Session, of: EntityType, row: Any, number: int) -> list[Any]:
    """In SQL: the row of an entity set that has this number."""
    if of.model is AnyObservation:
        return packs.numbered(session.connection(), row, number)
    return [row.id == number]
