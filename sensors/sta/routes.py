"""/sta/v1.1: OGC SensorThings over HTTP, for programs with a key (HTTP Basic: name and key)."""

import base64
import binascii
import json
import math
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

import jsonpatch
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sensors import announcing, rollups
from sensors.announcing import EntityChange
from sensors.observations import look_again
from sensors.sta import arrays, clients, options, paths, remove
from sensors.sta.faults import StaFault, bad, missing
from sensors.sta.read import StaReader
from sensors.sta.root import ROOT, service_root
from sensors.sta.write import StaWriter
from storage import clock, limits
from storage.db import reading, transaction
from storage.models import StaClient
from web.bodies import read_up_to
from web.problem import as_json

LARGEST_BODY = 10 * 1024 * 1024
MOST_OPTIONS = 40
router = APIRouter(prefix=ROOT, tags=["sensorthings"])


@router.get("")
@router.get("/")
def root(request: Request) -> Response:
    """The entity sets and what of the standard is kept; open to everybody."""
    return JSONResponse(service_root(_base(request)))


@router.get("/{path:path}")
async def get(request: Request, path: str) -> Response:
    """One entity, a page of a set, a property."""
    return await run_in_threadpool(_answered, request, lambda: _get(request, path))


@router.post("/{path:path}")
async def post(request: Request, path: str) -> Response:
    """A new entity, or many observations at once (CreateObservations)."""
    return await _written(request, lambda writer, body: _post(request, writer, path, body))


@router.patch("/{path:path}")
async def patch(request: Request, path: str) -> Response:
    """Change what is named; by JSON Patch (RFC 6902) too."""
    return await _written(request, lambda writer, body: _change(request, writer, path, body, whole=False))


@router.put("/{path:path}")
async def put(request: Request, path: str) -> Response:
    """Replace what an entity says."""
    return await _written(request, lambda writer, body: _change(request, writer, path, body, whole=True))


@router.delete("/{path:path}")
async def delete(request: Request, path: str) -> Response:
    """Delete one entity with what cannot be without it."""
    return await run_in_threadpool(
        _answered, request, lambda: _in_transaction(request, lambda writer: _delete(writer, path))
    )


async def _written(request: Request, act: Callable[[StaWriter, Any], Response]) -> Response:
    body = await read_up_to(request, LARGEST_BODY)
    return await run_in_threadpool(
        _answered, request,
        lambda: _in_transaction(request, lambda writer: act(writer, _json(body))),
    )  # fmt: skip


def _answered(request: Request, act: Callable[[], Response]) -> Response:
    """The answer, or the refusal as the standard and problem JSON both have it."""
    try:
        return act()
    except StaFault as fault:
        headers = {"WWW-Authenticate": 'Basic realm="SensorThings"'} if fault.status == 401 else None
        return as_json(fault.status, fault.message, headers=headers, code=fault.status, message=fault.message)


def _in_transaction(request: Request, act: Callable[[StaWriter], Response]) -> Response:
    with reading() as session:
        client = _client(session, request)
    try:
        with transaction() as tx:
            now = clock.now()
            limits.take(tx, "measuring", now=now, person=f"sta:{client.name}")
            writer = StaWriter(tx, client, now=now)
            answer = act(writer)
            announcing.tell_changes(tx, writer.changes)
            return answer
    except IntegrityError:  # another observation at that time, or what was named has just gone
        raise StaFault(409, "It contradicts what is kept here") from None


def _client(session: Session, request: Request) -> StaClient:
    """Who asks; StaFault (401) for nobody known."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        plain = base64.b64decode(given, validate=True).decode() if kind.lower() == "basic" else ""
    except (binascii.Error, ValueError):
        plain = ""
    name, _, key = plain.partition(":")
    client = clients.named(session, name, key) if key else None
    if client is None:
        raise StaFault(401, "Sign in with the client's name and its key (HTTP Basic)")
    return client


def _json(body: bytes | None) -> Any:
    if body is None:
        raise StaFault(413, f"A body is at most {LARGEST_BODY // 1024 // 1024} MB")
    try:
        return json.loads(body, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        raise bad("The body is no JSON (NaN and Infinity are none)") from None


def _refuse(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _base(request: Request) -> str:
    """The service's address as the client knows it."""
    public = str(getattr(request.app.state, "public_url", "") or "")
    own = public if public.startswith("https:") else str(request.base_url)
    return own.rstrip("/") + ROOT


def _options(request: Request) -> options.Options:
    parts = [part for part in request.url.query.split("&") if part]
    if len(parts) > MOST_OPTIONS:
        raise bad("Too many query options")
    given = {}
    for part in parts:
        name, _, text = part.partition("=")
        if (name := unquote_plus(name)) in given:
            raise bad(f"{name[:40]} is given twice")
        given[name] = unquote_plus(text)
    return options.read(given)


def _get(request: Request, path: str) -> Response:
    asked = _options(request)
    with reading() as session:
        client = _client(session, request)
    with transaction() as tx:
        limits.take(tx, "measuring", now=clock.now(), person=f"sta:{client.name}")
    with reading() as session:
        reader = StaReader(session, base=_base(request), now=clock.now())
        target = paths.find(session, path)
        if target.parts:
            return _property(reader, target)
        if target.row is not None:
            return JSONResponse(
                {"@iot.selfLink": reader.link(target.of, target.row)} if target.ref
                else reader.entity(target.of, target.row, asked)
            )  # fmt: skip
        return JSONResponse(_set(reader, target, asked, path, request.url.query))


def _set(reader: StaReader, target: paths.Target, asked: options.Options, path: str, query: str) -> Any:
    if asked.data_array:
        if target.of.plural != "Observations":
            raise bad("dataArray is a format of Observations")
        return reader.data_array(target.condition, asked, path=path, query=query)
    page = reader.page(target.of, target.condition, asked, path=path, query=query)
    if target.ref:
        page["value"] = [{"@iot.selfLink": one["@iot.selfLink"]} for one in page["value"]]
    return page


def _property(reader: StaReader, target: paths.Target) -> Response:
    name, *rest = target.parts
    found = target.row.id if name == "id" else reader.properties(target.of, target.row)[name]
    for part in rest:
        if not isinstance(found, dict) or part not in found:
            raise missing(part[:60])
        found = found[part]
    if not target.value:
        return JSONResponse({(rest or [name])[-1]: found}) if found is not None else Response(status_code=204)
    if found is None:
        return Response(status_code=204)
    if isinstance(found, dict | list):
        return JSONResponse(found)
    return Response(found if isinstance(found, str) else json.dumps(found), media_type="text/plain")


def _post(request: Request, writer: StaWriter, path: str, body: Any) -> Response:
    reader = StaReader(writer.tx, base=_base(request), now=writer.now)
    if path.strip("/") == "CreateObservations":
        return JSONResponse(arrays.create(writer, reader, body), status_code=201)
    target = paths.find(writer.tx, path)
    if target.row is not None or target.parts or target.ref:
        raise StaFault(405, "New entities go to a set")
    of, given = target.of, {}
    if target.owner:
        parent, row, _ = target.owner
        row = writer.tx.get_one(parent.model, row.id, populate_existing=True)
        given[parent.single] = row
    made = writer.create(of, body, given)
    if target.owner and of.plural in ("Locations", "Things"):
        _placed(writer, of.plural, made, given)
    writer.tx.flush()
    writer.tx.refresh(made)
    answer = reader.entity(of, made, options.Options())
    return JSONResponse(answer, status_code=201, headers={"Location": reader.link(of, made)})


def _placed(writer: StaWriter, plural: str, made: Any, given: dict[str, Any]) -> None:
    if plural == "Locations" and "Thing" in given:
        writer.move(given["Thing"], [made])
    elif plural == "Things" and "Location" in given:
        writer.move(made, [given["Location"]])


def _change(request: Request, writer: StaWriter, path: str, body: Any, *, whole: bool) -> Response:
    target = _one(writer, path)
    row = writer.found(target.of, target.row.id)
    reader = StaReader(writer.tx, base=_base(request), now=writer.now)
    if not whole and "json-patch" in request.headers.get("content-type", ""):
        body = _patched(reader.properties(target.of, row), body)
    said, before = reader.properties(target.of, row), getattr(row, "at", writer.now)
    writer.change(target.of, row, body, whole=whole)
    if target.of.plural == "Observations":
        look_again(writer.tx, row.datastream_id)
        rollups.mark(writer.tx, [(row.datastream_id, before), (row.datastream_id, row.at)])
    writer.tx.flush()
    writer.tx.refresh(row)
    now_said = reader.properties(target.of, row)
    names = tuple(name for name, value in now_said.items() if value != said[name])
    writer.changes.append(EntityChange(target.of.plural, row.id, names))
    return JSONResponse(reader.entity(target.of, row, options.Options()))


def _patched(before: dict[str, Any], steps: Any) -> dict[str, Any]:
    try:
        after = jsonpatch.JsonPatch(steps).apply(before)
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException, TypeError, KeyError, ValueError):
        raise bad("The JSON Patch cannot be applied") from None
    if not isinstance(after, dict):
        raise bad("The JSON Patch leaves no object")
    return {name: value for name, value in after.items() if value != before.get(name)}


def _delete(writer: StaWriter, path: str) -> Response:
    target = _one(writer, path)
    writer.may_delete(target.of, target.row)
    remove.remove(writer.tx, target.of, target.row)
    return Response(status_code=200)


def _one(writer: StaWriter, path: str) -> paths.Target:
    target = paths.find(writer.tx, path)
    if target.row is None or target.parts or target.ref:
        raise StaFault(405, "Only one entity can be changed or deleted")
    return target
