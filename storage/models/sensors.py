"""Gauges, cameras and their readings. Names follow OGC SensorThings where it has one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BigId

WATER_LEVEL = "tinggi_muka_air"  # the kind of thing whose rules are the river's


class Sensor(Base):
    """One thing that measures, a gauge first of all.

    `levels`: {"siaga_3": cm, "siaga_2": cm, "siaga_1": cm}; below is Siaga 4 (normal).
    """

    __tablename__ = "sensor"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]  # WATER_LEVEL, or whatever else is measured
    river: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]  # cm; of a street light W
    lat: Mapped[float]
    lon: Mapped[float]
    kelurahan_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    levels: Mapped[dict[str, Any]]
    downstream: Mapped[list[Any]] = mapped_column(default=list)  # [{"kelurahan": code, "minutes": n}]
    token_hash: Mapped[str | None]  # of the secret it sends with
    mosquitto_hash: Mapped[str | None]  # of the same secret, as Mosquitto's password file has it
    last_value: Mapped[float | None]
    last_at: Mapped[datetime | None]
    last_level: Mapped[int] = mapped_column(default=4)
    demo: Mapped[bool] = mapped_column(default=False)


class Observation(Base):
    """One reading. `at` is when it was measured; quality: baik | diragukan."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("sensor_id", "at"), Index("ix_observation_series", "sensor_id", "at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sensor_id: Mapped[int] = mapped_column(ForeignKey("sensor.id"))
    at: Mapped[datetime]
    value: Mapped[float]
    quality: Mapped[str] = mapped_column(default="baik")
    received_at: Mapped[datetime]


class Alert(Base):
    """A gauge stands above normal: one open alert a sensor, its report in the queue."""

    __tablename__ = "alert"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sensor_id: Mapped[int] = mapped_column(ForeignKey("sensor.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    level: Mapped[int]  # 3, 2 or 1: the most serious reached
    told_level: Mapped[int | None]  # the most serious that residents were told of; None: of none
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Camera(Base):
    """A CCTV camera on the map. `snapshot_url` is None where the city has not connected it."""

    __tablename__ = "camera"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    snapshot_url: Mapped[str | None]
    online: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
