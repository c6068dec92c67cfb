"""CreateObservations: many observations of several datastreams in one request, each told for itself."""

from typing import Any

from sensors.sta.faults import StaFault, bad
from sensors.sta.model import SETS
from sensors.sta.read import StaReader
from sensors.sta.write import StaWriter
from storage.models import Datastream

MOST = 100_000


def create(writer: StaWriter, reader: StaReader, body: Any) -> list[str]:
    """For each row the observation's address, or "error: " and why; the good ones are kept."""
    if not isinstance(body, list):
        raise bad("CreateObservations takes a list")
    found: list[str] = []
    for group in body:
        stream, rows = _group(writer, group)
        if len(found) + len(rows) > MOST:
            raise bad(f"At most {MOST} observations in one request")
        found += _rows(writer, reader, stream, rows)
    return found


def _group(writer: StaWriter, group: Any) -> tuple[Datastream, list[Any]]:
    if not isinstance(group, dict) or not isinstance(group.get("Datastream"), dict):
        raise bad("Each group names its Datastream")
    names, rows = group.get("components"), group.get("dataArray")
    if not isinstance(names, list) or not isinstance(rows, list) or "result" not in names:
        raise bad("Each group has components (result among them) and a dataArray")
    stream = writer.found(SETS["Datastreams"], group["Datastream"].get("@iot.id"))
    return stream, [_row([str(name) for name in names], row) for row in rows]


def _row(names: list[str], row: Any) -> Any:
    """The row as an observation's body; anything else is told of when it is taken."""
    if not isinstance(row, list) or len(row) != len(names):
        return None
    body = {
        name: value for name, value in zip(names, row, strict=True) if value is not None or name == "result"
    }
    body.pop("id", None)
    body.pop("@iot.id", None)
    if (number := body.pop("FeatureOfInterest/id", None)) is not None:
        body["FeatureOfInterest"] = {"@iot.id": number}
    return body


def _rows(writer: StaWriter, reader: StaReader, stream: Datastream, rows: list[Any]) -> list[str]:
    done = writer.observe([(stream, row) for row in rows], {})
    return [
        reader.link(SETS["Observations"], one.row) if one.row is not None else f"error: {_why(one.fault)}"
        for one in done
    ]


def _why(fault: StaFault | None) -> str:
    return fault.message if fault else ""
