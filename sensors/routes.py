"""HTTP doors: gauges post their readings, anybody may read the levels (they are public facts)."""

from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from sensors import queries, things
from sensors.credentials import token_fits
from sensors.domain import payload
from sensors.domain.reading import Measurement
from sensors.ingest import Arrival, ingest_all
from storage import clock
from storage.db import reading, transaction
from web.bodies import read_up_to
from web.problem import as_json

LARGEST_BODY = 256 * 1024
MOST_READINGS = 1_000
LONGEST_SERIES_HOURS = 24 * 31

TITLES = {401: "Alat belum dikenal", 404: "Sensor tidak ditemukan", 422: "Kiriman belum bisa dibaca"}
UNKNOWN = "Kode sensor ini tidak terdaftar. Periksa lagi alamatnya."

router = APIRouter(prefix="/api/sensors", tags=["sensors"])


@dataclass
class Batch:
    """The readable readings of one post by their place in it, and why the others are not."""

    readings: dict[int, Measurement] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)


@router.post("/{code}/readings", status_code=202)
async def post_readings(code: str, request: Request) -> Response:
    """One reading, a list of them, or {"readings": [...]}; 202 says what became of each."""
    body = await read_up_to(request, LARGEST_BODY)
    if body is None:
        return _problem(413, "terlalu_besar", f"Satu kiriman paling besar {LARGEST_BODY // 1024} KB.")
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return await run_in_threadpool(_post, code, token if kind.lower() == "bearer" else "", body)


def _post(code: str, token: str, body: bytes) -> Response:
    with reading() as session:
        thing, stream = things.find(session, code), things.stream_of(session, code)
    if thing is None or stream is None:
        return _problem(404, "sensor_tidak_ada", UNKNOWN)
    if not token_fits(thing, token):
        return _problem(401, "token_salah", "Sertakan token sensor ini di header Authorization: Bearer.")
    try:
        batch = _read(payload.load(body), own=stream.unit)
    except payload.BadReading as bad:
        return _problem(422, bad.code, str(bad))
    if not batch.readings:
        return _problem(422, batch.errors[0]["code"], batch.errors[0]["reason"], errors=batch.errors)
    return _answer(_store(stream.id, batch), batch)


def _read(content: Any, *, own: str) -> Batch:
    items = content.get("readings", content) if isinstance(content, dict) else content
    items = items if isinstance(items, list) else [items]
    if not items or len(items) > MOST_READINGS:
        raise payload.BadReading("jumlah")
    batch = Batch()
    for index, item in enumerate(items):
        try:
            batch.readings[index] = payload.parse(item, own=own)
        except payload.BadReading as bad:
            batch.errors.append({"index": index, "code": bad.code, "reason": str(bad)})
    return batch


def _store(stream_id: int, batch: Batch) -> dict[str, int]:
    """All readings in one transaction, in order of time; counts by outcome."""
    counts = {"stored": 0, "late": 0, "repeated": 0, "refused": 0}
    in_order = sorted(batch.readings.items(), key=lambda pair: pair[1].at)
    with transaction() as tx:
        taken = ingest_all(tx, [Arrival(stream_id, item) for _, item in in_order], now=clock.now())
    for (index, _), done in zip(in_order, taken, strict=True):
        counts[done.outcome] += 1
        if done.outcome == "refused":
            batch.errors.append({"index": index, "code": "ditolak", "reason": done.reason})
    return counts


def _answer(counts: dict[str, int], batch: Batch) -> Response:
    if counts["refused"] == len(batch.readings):
        reasons = "; ".join(sorted({error["reason"].rstrip(".") for error in batch.errors}))
        detail = f"Tidak ada pembacaan yang bisa disimpan: {reasons}."
        return _problem(422, "ditolak", detail, errors=batch.errors)
    counts["refused"] = len(batch.errors)
    return _json(counts | {"errors": sorted(batch.errors, key=lambda error: error["index"])}, status=202)


@router.get("")
def list_gauges() -> Response:
    """All gauges with level, last value, age and trend."""
    with reading() as session:
        return _json({"sensors": [asdict(row) for row in queries.gauges(session, now=clock.now())]})


@router.get("/{code}/series")
def series(code: str, hours: Annotated[float, Query(gt=0, le=LONGEST_SERIES_HOURS)] = 24) -> Response:
    """The gauge's curve of the last `hours`, at most 600 points, with its thresholds."""
    with reading() as session:
        found = queries.series(session, code, hours=hours, now=clock.now())
    if found is None:
        return _problem(404, "sensor_tidak_ada", UNKNOWN)
    return _json(asdict(found))


def _problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A refusal; `code` is for programs, `detail` for people."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return as_json(status, detail, title=TITLES.get(status), headers=headers, code=code, **more)


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(jsonable_encoder(content), status)
