"""What the city is made of: agencies, categories, areas, holidays. Configuration, changed as data."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Agency(Base):
    """A dinas, kecamatan, kelurahan or outside body that answers for reports."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str]  # dinas | kecamatan | kelurahan | external
    contact: Mapped[str] = mapped_column(default="")  # how a resident reaches it, one sentence
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    active: Mapped[bool] = mapped_column(default=True)


class Category(Base):
    """A kind of matter, who answers for it and by when."""

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    group: Mapped[str]
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))  # "kelurahan": the local one
    first_answer_amount: Mapped[int]
    resolve_amount: Mapped[int]
    unit: Mapped[str]  # hari_kerja | jam_kerja | jam, of both amounts; jam runs round the clock
    emergency: Mapped[bool] = mapped_column(default=False)
    # a photo of the result to finish: selalu | di_lokasi | tidak
    proof: Mapped[str] = mapped_column(default="di_lokasi", server_default="di_lokasi")
    # somebody else looks at the result: selalu | contoh | tidak
    checking: Mapped[str] = mapped_column(default="contoh", server_default="contoh")
    # neighbours are asked "sudah beres?" before the reporter is told: tanya | tidak
    neighbours: Mapped[str] = mapped_column(default="tidak", server_default="tidak")
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    # What the bot asks about this matter; the shape is told in routing/domain/questions.py.
    questions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class Area(Base):
    """A kecamatan or kelurahan with its outline (GeoJSON geometry, WGS84 degrees)."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(primary_key=True)  # Kemendagri: 32.75.01.1001
    name: Mapped[str]
    kind: Mapped[str]  # kecamatan | kelurahan
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    postal_code: Mapped[str | None]
    lat: Mapped[float]
    lon: Mapped[float]
    outline: Mapped[dict[str, Any] | None]


class Holiday(Base):
    """A day the agencies do not work, beyond Saturday and Sunday."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]  # libur_nasional | cuti_bersama | kota


CONFIG_VERSION = "config_version"  # key of the setting that is another after every change of the city


class Setting(Base):
    """A value the city may change in the panel (city name, number prefix, thresholds)."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
