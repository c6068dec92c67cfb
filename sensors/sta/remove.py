"""Deleting an entity with what cannot be without it."""

from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from sensors import rollups
from sensors.observations import look_again
from sensors.sta.faults import StaFault
from sensors.sta.model import EntityType
from storage import packs
from storage.models import (
    Alert,
    Datastream,
    Event,
    FeatureOfInterest,
    HistoricalLocation,
    HistoricalPlace,
    Observation,
    ObservationPack,
    Rollup,
    RollupDue,
    SensorAlarm,
    ThingLocation,
)


def remove(tx: Session, of: EntityType, row: Any) -> None:
    """Delete it. StaFault (409) where the city's log or an alert tells of it: such a thing stays."""
    if "Datastreams" in of.navs:
        mine = select(Datastream.id).where(of.navs["Datastreams"].link(row, Datastream))
        for number in tx.scalars(mine).all():
            _stream(tx, number)
    if of.plural == "Things":
        _of_thing(tx, row.id)
    elif of.plural == "Datastreams":
        _stream(tx, row.id)
        return
    elif of.plural == "Locations":
        _of_place(tx, row.id)
    elif of.plural == "HistoricalLocations":
        tx.execute(delete(HistoricalPlace).where(HistoricalPlace.historical_location_id == row.id))
    elif of.plural == "FeaturesOfInterest":
        about = Observation.feature_id == row.id
        packs.open_feature(tx.connection(), row.id)
        streams = tx.scalars(select(Observation.datastream_id).where(about).distinct()).all()
        hours = rollups.hours_of(tx, about)
        tx.execute(delete(Observation).where(about))
        for number in sorted(streams):
            look_again(tx, number)
        rollups.mark(tx, hours)
    if of.table is Observation:
        packs.open_at(tx.connection(), [(row.datastream_id, row.at)])
    tx.execute(delete(of.table).where(of.table.id == row.id))  # type: ignore[attr-defined]
    if of.plural == "Observations":
        look_again(tx, row.datastream_id)
        rollups.mark(tx, [(row.datastream_id, row.at)])


def _stream(tx: Session, number: int) -> None:
    told = exists().where(Alert.datastream_id == number), exists().where(SensorAlarm.datastream_id == number)
    if tx.scalar(select(or_(*told))):
        raise StaFault(409, "An alert tells of this datastream: it stays")
    tx.execute(select(Datastream.id).where(Datastream.id == number).with_for_update())
    for table in (Observation, ObservationPack, Rollup, RollupDue):
        tx.execute(delete(table).where(table.datastream_id == number))
    tx.execute(delete(Datastream).where(Datastream.id == number))


def _of_thing(tx: Session, number: int) -> None:
    if tx.scalar(select(exists().where(Event.sensor_id == number))):
        raise StaFault(409, "The city's log tells of this thing: it stays")
    mine = select(HistoricalLocation.id).where(HistoricalLocation.thing_id == number)
    tx.execute(delete(HistoricalPlace).where(HistoricalPlace.historical_location_id.in_(mine)))
    tx.execute(delete(HistoricalLocation).where(HistoricalLocation.thing_id == number))
    tx.execute(delete(ThingLocation).where(ThingLocation.thing_id == number))


def _of_place(tx: Session, number: int) -> None:
    tx.execute(delete(ThingLocation).where(ThingLocation.location_id == number))
    was_there = select(HistoricalPlace.historical_location_id).where(HistoricalPlace.location_id == number)
    left = tx.scalars(was_there).all()
    tx.execute(delete(HistoricalPlace).where(HistoricalPlace.location_id == number))
    nowhere = ~exists().where(HistoricalPlace.historical_location_id == HistoricalLocation.id)
    tx.execute(delete(HistoricalLocation).where(HistoricalLocation.id.in_(left), nowhere))
    made_of = FeatureOfInterest.location_id == number
    tx.execute(update(FeatureOfInterest).where(made_of).values(location_id=None))
