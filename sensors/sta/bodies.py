"""What a request's JSON says of an entity, as columns of its table; StaFault (400) names what is wrong."""

import math
from typing import Any

from sensors.sta import geometry, times
from sensors.sta.faults import bad
from sensors.sta.model import OPTIONAL, EntityType
from storage.models.sensors import MEASUREMENT

LONGEST_TEXT = 10_000
DEEPEST = 60
LARGEST = 10**300
YEARS = 1000, 9000


def columns(of: EntityType, body: dict[str, Any], *, partial: bool) -> dict[str, Any]:
    """The columns that the body fills. Unless `partial`, what must be there is asked for."""
    made: dict[str, Any] = {}
    for name, known in of.properties.items():
        if name not in body:
            if not partial:
                _missing(of, name, made, known.column)
        elif known.kind == "unit":
            made |= _unit(body[name])
        elif known.kind == "geo":
            made[known.column] = _geometry(name, body[name], body.get("encodingType", ""))
        elif known.kind == "json":
            made[known.column] = _json(name, body[name])
        elif known.kind == "time":
            made |= _time(name, known.column, body[name])
        elif known.kind == "text" and name not in ("resultQuality", "validTime"):
            made[known.column] = text(name, body[name])
        elif name == "validTime":
            made[known.column] = _span(body[name])
    return made


def _missing(of: EntityType, name: str, made: dict[str, Any], column: str) -> None:
    if name == "observationType":
        made[column] = MEASUREMENT
    elif name == "properties":
        made[column] = {}
    elif name not in OPTIONAL and of.plural != "Observations":
        raise bad(f"{of.single} needs {name}")


def text(name: str, found: Any) -> str:
    """A text that a database takes."""
    if not isinstance(found, str) or len(found) > LONGEST_TEXT or "\x00" in found:
        raise bad(f"{name} is a text of at most {LONGEST_TEXT} characters")
    try:
        found.encode()
    except UnicodeEncodeError:
        raise bad(f"{name} holds half a character") from None
    return found


def _unit(found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or not {"name", "symbol", "definition"} <= found.keys():
        raise bad("unitOfMeasurement has name, symbol and definition")
    return {column: text(name, found[name] or "") for column, name in
            (("unit", "symbol"), ("unit_name", "name"), ("unit_definition", "definition"))}  # fmt: skip


def _geometry(name: str, found: Any, encoding: Any) -> Any:
    if found is None and name == "observedArea":
        return None
    shape = geometry.of_json(found) if isinstance(found, dict) else None
    is_json = not isinstance(encoding, str) or not encoding or "json" in encoding
    if shape is None and is_json:
        raise bad(f"{name} is no GeoJSON geometry")
    return storable(name, found)


def _json(name: str, found: Any) -> Any:
    if name == "properties":
        if found is not None and not isinstance(found, dict):
            raise bad("properties is an object")
        found = found or {}
    return storable(name, found)


def storable(name: str, found: Any, depth: int = 0) -> Any:
    """JSON that both databases keep: no NUL, no half characters, not endlessly deep."""
    if depth > DEEPEST:
        raise bad(f"{name} is nested too deeply")
    if isinstance(found, dict):
        for key, value in found.items():
            text(name, key)
            storable(name, value, depth + 1)
    elif isinstance(found, list):
        for value in found:
            storable(name, value, depth + 1)
    elif isinstance(found, str):
        text(name, found)
    elif isinstance(found, int) and abs(found) >= LARGEST:  # what a database would make infinite of
        raise bad(f"{name} holds a number that is too large")
    return found


def result(body: dict[str, Any]) -> tuple[float | None, Any]:
    """An observation's result: (number, None), or (None, whatever else it is)."""
    if "result" not in body:
        raise bad("Observation needs result")
    found = body["result"]
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None, storable("result", found)
    try:
        value = float(found)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise bad("result is no finite number")
    return value, None


def _time(name: str, column: str, found: Any) -> dict[str, Any]:
    if found is None and name != "time":
        return {column: None} if name == "resultTime" else {}
    begin, end = times.read_span(found) if name == "phenomenonTime" else (times.read(found), None)
    for at in (begin, end):  # what every clock of the world can still show
        if at is not None and not YEARS[0] <= at.year <= YEARS[1]:
            raise bad(f"{name} lies between the years {YEARS[0]} and {YEARS[1]}")
    return {column: begin, "until": end} if name == "phenomenonTime" else {column: begin}


def _span(found: Any) -> str | None:
    if found is None:
        return None
    return times.write_span(*times.read_span(found))


def same(one: Any, other: Any) -> bool:
    """Whether both are the same result."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)
