"""Gauges as configuration: loading a city's list, and the secret each gauge sends over HTTP."""

import hashlib
import hmac
import re
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.domain import levels
from storage import csv_files
from storage.csv_files import CsvFault, Line, number
from storage.models import Area, Sensor

DATA = Path(__file__).parent / "data"
WATER_LEVEL = "tinggi_muka_air"
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


def load_gauges(tx: Session, folder: Path) -> int:
    """Register the gauges of `folder`/gauges.csv that are not known yet; returns how many were new.

    A known code is left alone: its thresholds may have been set in the panel since. Columns are described in
    docs/add-a-sensor.md. ValueError names the line that is wrong.
    """
    areas = set(tx.scalars(select(Area.code)))
    known = set(tx.scalars(select(Sensor.code)))
    fresh = [gauge for gauge in read(folder / "gauges.csv") if gauge["code"] not in known]
    for gauge in fresh:
        if gauge["kelurahan_code"] not in areas:
            gauge["kelurahan_code"] = None  # outside the city, or its areas are not loaded yet
        tx.add(Sensor(**gauge))
    tx.flush()
    return len(fresh)


def read(file: Path) -> list[dict[str, Any]]:
    """The rows of a gauge list as columns of `Sensor`; CsvFault names the line that is wrong."""
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
        downstream = [_downstream(part) for part in line.get("downstream").split(";") if part.strip()]
    except CsvFault:
        raise
    except ValueError as error:
        raise line.fault(str(error)) from error
    return {
        "code": line["code"],
        "name": line["name"],
        "kind": WATER_LEVEL,
        "river": line.get("river"),
        "unit": "cm",
        "lat": line.decimal("lat"),
        "lon": line.decimal("lon"),
        "kelurahan_code": line.get("kelurahan") or None,
        "levels": limits,
        "downstream": downstream,
    }


def _downstream(part: str) -> dict[str, Any]:
    """`32.75.09.1004=120-180`: a kelurahan and after how many minutes the water is there."""
    kelurahan, minutes = part.split("=")
    earliest, latest = minutes.split("-")
    return {"kelurahan": kelurahan.strip(), "minutes": int(earliest), "minutes_latest": int(latest)}


def token_hash(token: str) -> str:
    """What is stored of a gauge's secret. It is 256 random bits, so one SHA-256 suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(tx: Session, code: str) -> str | None:
    """A new secret for the gauge's HTTP posts, shown this once; the old one ends. None: no such gauge."""
    sensor = tx.scalar(select(Sensor).where(Sensor.code == code))
    if sensor is None:
        return None
    token = secrets.token_urlsafe(32)
    sensor.token_hash = token_hash(token)
    return token


def token_fits(sensor: Sensor, token: str) -> bool:
    """Whether this is the gauge's secret, in constant time; False where none was issued."""
    if sensor.token_hash is None:
        return False
    return hmac.compare_digest(token_hash(token).encode(), sensor.token_hash.encode())
