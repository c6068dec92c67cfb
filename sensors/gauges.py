"""Water gauges as configuration: loading a city's list."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.domain.water import levels
from sensors.things import CODE, register
from sensors.water import KIND
from storage import csv_files
from storage.csv_files import CsvFault, Line, number
from storage.models import Area, Thing

DATA = Path(__file__).parent / "data"


def load_gauges(tx: Session, folder: Path) -> int:
    """Register the gauges of `folder`/gauges.csv that are not known yet; returns how many were new.

    A known code is left alone: its thresholds may have been set in the panel since. Columns are described in
    docs/add-a-sensor.md. ValueError names the line that is wrong.
    """
    areas = set(tx.scalars(select(Area.code)))
    known = set(tx.scalars(select(Thing.code)))
    fresh = [gauge for gauge in read(folder / "gauges.csv") if gauge["code"] not in known]
    for gauge in fresh:
        if gauge["kelurahan_code"] not in areas:
            gauge["kelurahan_code"] = None  # outside the city, or its areas are not loaded yet
        register(tx, **gauge)
    return len(fresh)


def read(file: Path) -> list[dict[str, Any]]:
    """The rows of a gauge list as `things.register` takes them; CsvFault names the line that is wrong."""
    return [_columns(line) for line in csv_files.read(file, columns=("code", "name", "lat", "lon"))]


def _columns(line: Line) -> dict[str, Any]:
    if not CODE.fullmatch(line["code"]):
        raise line.fault(f"code {line['code']!r}: small letters, digits and hyphens")
    try:
        limits: dict[str, Any] = {
            name: line.decimal(name) for name in ("siaga_3", "siaga_2", "siaga_1") if line.get(name)
        }
        levels.check(limits)
        if normal := line.get("normal"):
            limits["normal"] = [number(part) for part in normal.split("-")]
        downstream = [reached(part) for part in line.get("downstream").split(";") if part.strip()]
    except CsvFault:
        raise
    except ValueError as error:
        raise line.fault(str(error)) from error
    return {
        "code": line["code"],
        "name": line["name"],
        "kind": KIND,
        "river": line.get("river"),
        "unit": "cm",
        "lat": line.decimal("lat"),
        "lon": line.decimal("lon"),
        "kelurahan_code": line.get("kelurahan") or None,
        "levels": limits,
        "downstream": downstream,
    }


def reached(part: str) -> dict[str, Any]:
    """`32.75.09.1004=120-180`: a kelurahan and after how many minutes the water is there. ValueError."""
    kelurahan, minutes = part.split("=")
    earliest, latest = minutes.split("-")
    return {"kelurahan": kelurahan.strip(), "minutes": int(earliest), "minutes_latest": int(latest)}
