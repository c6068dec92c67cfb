"""What the city measures, in the tables of OGC SensorThings 1.1; the gauges' alerts.

A Thing stands somewhere (Location, and where it stood: HistoricalLocation) and has Datastreams: one
ObservedProperty each, measured by one Sensor (the instrument) in one unit. An Observation is one result of a
Datastream about a FeatureOfInterest.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    DateTime,
    Double,
    ForeignKey,
    Index,
    MetaData,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base, BigId

WATER_LEVEL = "tinggi_muka_air"  # the kind of datastream whose rules are the river's
GEOJSON = "application/geo+json"
MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
# SQL's NULL where there is nothing; JSON's null would be a result.
JsonOrNone = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _many(kind: Any) -> Any:
    """A column of many values; SQLite has the column alone."""
    return ARRAY(kind).with_variant(JSON(none_as_null=True), "sqlite")


class Thing(Base):
    """One thing that measures. `lat`, `lon`: where it stands now, as its Location says; None: not said."""

    __tablename__ = "thing"
    __table_args__ = (UniqueConstraint("code", name="uq_sensor_code"),)  # its first name

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str]  # its name at the doors
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)
    river: Mapped[str] = mapped_column(default="")
    downstream: Mapped[list[Any]] = mapped_column(default=list)  # [{"kelurahan": code, "minutes": n}]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    kelurahan_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    token_hash: Mapped[str | None]  # of the secret it sends with
    mosquitto_hash: Mapped[str | None]  # of the same secret, as Mosquitto's password file has it
    gone_at: Mapped[datetime | None]  # its connection broke off and said so (last will); None: it did not
    demo: Mapped[bool] = mapped_column(default=False)


class Location(Base):
    """A place, as GeoJSON."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    encoding_type: Mapped[str] = mapped_column(default=GEOJSON)
    location: Mapped[dict[str, Any]]
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ThingLocation(Base):
    """Where a thing stands."""

    __tablename__ = "thing_location"

    thing_id: Mapped[int] = mapped_column(ForeignKey("thing.id"), primary_key=True, autoincrement=False)
    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id"), primary_key=True, autoincrement=False, index=True
    )


class HistoricalLocation(Base):
    """That a thing came somewhere, and when."""

    __tablename__ = "historical_location"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thing_id: Mapped[int] = mapped_column(ForeignKey("thing.id"), index=True)
    time: Mapped[datetime]


class HistoricalPlace(Base):
    """Where it came to."""

    __tablename__ = "historical_place"

    historical_location_id: Mapped[int] = mapped_column(
        ForeignKey("historical_location.id"), primary_key=True, autoincrement=False
    )
    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id"), primary_key=True, autoincrement=False, index=True
    )


class Sensor(Base):
    """The instrument or procedure behind a datastream: its data sheet, `details` ("metadata")."""

    __tablename__ = "sensor"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    encoding_type: Mapped[str] = mapped_column(default="text/html")
    details: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ObservedProperty(Base):
    """What is measured: the height of water, the rain, the power of a lamp."""

    __tablename__ = "observed_property"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    definition: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Datastream(Base):
    """One property of one thing, measured again and again.

    `kind`: a key of sensors/data/kinds.yml, or "" where nothing is known of what is normal.
    `levels`: {"siaga_3": cm, "siaga_2": cm, "siaga_1": cm}; below is Siaga 4 (normal).
    `last_value`, `last_at`, `last_level`: of the last believed reading. `newest_at`, `heard_at`: when the
    newest one of any was measured, and came. `remembered`: what judging the next one needs beside that.
    """

    __tablename__ = "datastream"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thing_id: Mapped[int] = mapped_column(ForeignKey("thing.id"), index=True)
    sensor_id: Mapped[int] = mapped_column(ForeignKey("sensor.id"), index=True)
    observed_property_id: Mapped[int] = mapped_column(ForeignKey("observed_property.id"), index=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]  # its symbol: cm; of a street light W
    unit_name: Mapped[str] = mapped_column(default="")
    unit_definition: Mapped[str] = mapped_column(default="")
    observation_type: Mapped[str] = mapped_column(default=MEASUREMENT)
    observed_area: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    last_value: Mapped[float | None]
    last_at: Mapped[datetime | None]
    last_level: Mapped[int] = mapped_column(default=4)
    newest_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    remembered: Mapped[dict[str, Any]] = mapped_column(default=dict)

    thing: Mapped[Thing] = relationship(lazy="joined", innerjoin=True)
    sensor: Mapped[Sensor] = relationship(lazy="raise")
    observed_property: Mapped[ObservedProperty] = relationship(lazy="raise")


class FeatureOfInterest(Base):
    """What an observation is about; made from the thing's Location where nobody names one."""

    __tablename__ = "feature_of_interest"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    encoding_type: Mapped[str] = mapped_column(default=GEOJSON)
    feature: Mapped[dict[str, Any]]
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)
    location_id: Mapped[int | None] = mapped_column(BigId, unique=True)  # made from it


class Observation(Base):
    """One result. `at` is when it was measured (until `until`, where it took time).

    `value` is a number; any other result stands in `result`. quality: baik | diragukan; `doubts` says why.
    PostgreSQL keeps a part of this table for each month (storage/partitions.py), and takes days that are over
    out of it (ObservationPack): to be read where both are, as `AnyObservation`.
    """

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("datastream_id", "at"), Index("ix_observation_feature", "feature_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    datastream_id: Mapped[int] = mapped_column(ForeignKey("datastream.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    value: Mapped[float | None]
    result: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    quality: Mapped[str] = mapped_column(default="baik")
    doubts: Mapped[str] = mapped_column(default="")
    result_time: Mapped[datetime | None]
    valid_time: Mapped[str | None]  # an ISO 8601 interval, as it was sent
    parameters: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    feature_id: Mapped[int | None] = mapped_column(ForeignKey("feature_of_interest.id"))
    received_at: Mapped[datetime]


class ObservationPack(Base):
    """Observations of a datastream within 24 hours from `day` on, in one row: what was no column of them all.

    Each list holds one value an observation, in the order of their times; None: all are "baik", without
    doubts, without a result time. Never on SQLite (storage/packs.py).
    """

    __tablename__ = "observation_pack"
    __table_args__ = (
        Index("ix_observation_pack_day", "datastream_id", "day"),
        Index("ix_observation_pack_number", "last_id", "first_id"),
        Index("ix_observation_pack_feature", "feature_id", postgresql_where=text("feature_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    datastream_id: Mapped[int] = mapped_column(ForeignKey("datastream.id"))
    day: Mapped[datetime]
    feature_id: Mapped[int | None] = mapped_column(ForeignKey("feature_of_interest.id"))
    count: Mapped[int]
    first_id: Mapped[int] = mapped_column(BigId)
    last_id: Mapped[int] = mapped_column(BigId)
    first_at: Mapped[datetime]
    ids: Mapped[list[Any]] = mapped_column(_many(BigInteger))
    ats: Mapped[list[Any]] = mapped_column(_many(DateTime(timezone=True)))
    numbers: Mapped[list[Any]] = mapped_column(_many(Double))
    received: Mapped[list[Any]] = mapped_column(_many(DateTime(timezone=True)))
    qualities: Mapped[list[Any] | None] = mapped_column(_many(String))
    doubts: Mapped[list[Any] | None] = mapped_column(_many(String))
    result_times: Mapped[list[Any] | None] = mapped_column(_many(DateTime(timezone=True)))


class AnyObservation(Base):
    """Every observation, packed or not: a view, only to be read.

    `day`, `first_id`, `last_id`: of its pack, else its own time and number. Who asks for a time or a number
    says so of these too (storage/packs.py), or every pack is opened.
    """

    metadata = MetaData()  # no table
    __tablename__ = "any_observation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    datastream_id: Mapped[int] = mapped_column(ForeignKey(Datastream.id))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    value: Mapped[float | None]
    result: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    quality: Mapped[str]
    doubts: Mapped[str]
    result_time: Mapped[datetime | None]
    valid_time: Mapped[str | None]
    parameters: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)
    feature_id: Mapped[int | None]
    received_at: Mapped[datetime]
    day: Mapped[datetime]
    first_id: Mapped[int]
    last_id: Mapped[int]


class Rollup(Base):
    """What a datastream measured in a minute, an hour or a day (local): seconds `span` from `at` on.

    `count`: numbers that came; `good`: those believed. low, high, total: of these alone, None without any.
    """

    __tablename__ = "rollup"

    datastream_id: Mapped[int] = mapped_column(
        ForeignKey("datastream.id"), primary_key=True, autoincrement=False
    )
    span: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]
    good: Mapped[int]
    low: Mapped[float | None]
    high: Mapped[float | None]
    total: Mapped[float | None]


class RollupDue(Base):
    """An hour of a datastream whose rollups are not, or no more, what its observations say."""

    __tablename__ = "rollup_due"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    datastream_id: Mapped[int] = mapped_column(
        ForeignKey("datastream.id"), primary_key=True, autoincrement=False
    )


class Alert(Base):
    """A gauge stands above normal: one open alert a datastream, its report in the queue."""

    __tablename__ = "alert"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    datastream_id: Mapped[int] = mapped_column(ForeignKey("datastream.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    level: Mapped[int]  # 3, 2 or 1: the most serious reached
    told_level: Mapped[int | None]  # the most serious that residents were told of; None: of none
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class SensorAlarm(Base):
    """A rule about what is measured held: one open alarm a rule and subject, its report in the queue.

    subject: a datastream's number, a group's name, or "semua" for a rule of several checks. datastream_id:
    whose curve stands beside it. opened_at, closed_at: when the rule began to hold, and held no more.
    """

    __tablename__ = "sensor_alarm"
    __table_args__ = (Index("ix_sensor_alarm_rule", "rule", "subject"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    rule: Mapped[str]
    subject: Mapped[str]
    datastream_id: Mapped[int] = mapped_column(ForeignKey("datastream.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class StaClient(Base):
    """A program at the SensorThings door. `things`: the only ones it may change; None: all, and new ones."""

    __tablename__ = "sta_client"

    name: Mapped[str] = mapped_column(primary_key=True)
    key_hash: Mapped[str]
    mosquitto_hash: Mapped[str | None]  # of the same key, as Mosquitto has it; None: made before MQTT
    may_write: Mapped[bool]
    things: Mapped[Any] = mapped_column(JsonOrNone, nullable=True)  # [code, …]
    created_at: Mapped[datetime]
