"""/admin/alat/CODE: one thing: how it stands, its curve, its readings; a person may doubt one."""

import csv
import io
import tempfile
from datetime import datetime, timedelta
from pathlib import Path as File
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response

from admin_panel import thing_curve
from admin_panel.access import require
from admin_panel.thing_curve import DrawnCurve
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from sensors import charts, exporting, foretelling, states, things, water
from sensors.states import ShownReading, StreamState
from storage import clock
from storage.clock import LOCAL, ZONE
from storage.db import reading, transaction
from storage.models import Officer
from web.documents.tables import unarmed
from web.templates import render

router = APIRouter(prefix="/admin/alat")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Code = Annotated[str, Path(max_length=63)]
MOST_DAYS = 366
ONE_BY_ONE = 2  # days of which each reading is drawn; over more, what they come to by the hour or the day
Days = Annotated[int, Query(ge=1, le=MOST_DAYS)]
NEWEST = 40  # readings in the table
MOST_LINES = 100_000  # of a CSV file
MISSING = "Alat itu tidak terdaftar."


@router.get("/{code}")
def thing_page(request: Request, officer: Admin, code: Code, hari: Days = 1) -> Response:
    """The thing's datastreams with their curves and newest readings."""
    now = clock.now()
    with reading() as session:
        found, city = states.all_states(session, now=now, code=code), catalogue(session)
        foretold = foretelling.ahead(session, code, now=now)
        shown = [_shown(session, state, hari, now) for state in found]
    if not found:
        raise HTTPException(404, MISSING)
    return render(
        request, "settings/thing.html", thing=found[0].thing, shown=shown, days=hari, city=city, said="",
        foretold=foretold, water=water.KIND,
        page="alat",
    )  # fmt: skip


def _shown(
    session: Session, state: StreamState, days: int, now: datetime
) -> tuple[StreamState, DrawnCurve | None, list[ShownReading]]:  # fmt: skip
    """Its curve and its newest readings, newest first."""
    newest = states.readings(session, state.stream, days=days, now=now, most=NEWEST)
    if days < ONE_BY_ONE:
        points = thing_curve.of_readings(states.readings(session, state.stream, days=days, now=now))
    else:
        length = timedelta(days=days)
        span, number = charts.span_for(state.stream, length), state.stream.id
        rolled = charts.rolled(session, [number], span, since=span.start_of(now - length), until=now)
        points = thing_curve.of_rolled(rolled[number])
    return state, thing_curve.draw(points, state.stream.levels), list(reversed(newest))


@router.get("/{code}/bacaan.csv")
def readings_csv(officer: Admin, code: Code, hari: Days = 30) -> Response:
    """The thing's readings of the last days, times by the city's clock."""
    now, text = clock.now(), io.StringIO()
    table = csv.writer(text)
    table.writerow([f"waktu_{ZONE.lower()}", "yang_diukur", "nilai", "satuan", "mutu", "alasan"])
    with reading() as session:
        found = states.all_states(session, now=now, code=code)
        for state in found:
            for one in states.readings(session, state.stream, days=hari, now=now, most=MOST_LINES):
                when, trust = one.at.astimezone(LOCAL), "baik" if one.good else "diragukan"
                measured = (state.kind.name, one.value, state.stream.unit, trust, one.doubts)
                table.writerow(unarmed((f"{when:%Y-%m-%d %H:%M:%S}", *measured)))
    if not found:
        raise HTTPException(404, MISSING)
    headers = {"Content-Disposition": f'attachment; filename="{found[0].thing.code}.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{code}/bacaan.parquet")
def readings_parquet(officer: Admin, code: Code, hari: Days = 30) -> Response:
    """The thing's readings of the last days as Parquet, as they are stored (UTC)."""
    now = clock.now()
    with tempfile.NamedTemporaryFile(suffix=".parquet", delete=False) as made:
        file = File(made.name)
    done = BackgroundTask(file.unlink, missing_ok=True)
    with reading() as session:
        if things.find(session, code) is None:
            file.unlink()
            raise HTTPException(404, MISSING)
        exporting.to_parquet(session, file, since=now - timedelta(days=hari), until=now, code=code)
    return FileResponse(file, filename=f"{code}.parquet", background=done,
                        media_type="application/vnd.apache.parquet")  # fmt: skip


@router.post("/{code}/bacaan/{number}")
def flag_reading(
    officer: Admin, code: Code, number: Annotated[int, Path(ge=0, lt=2**62)],
    ragu: Annotated[bool, Form()], hari: Annotated[int, Form(ge=1, le=MOST_DAYS)] = 1,
) -> Response:  # fmt: skip
    """Doubt a reading, or believe it after all."""
    by = f"petugas:{officer.id}"
    with transaction() as tx:
        if not states.flag(tx, code, number, doubtful=ragu, by=by, now=clock.now()):
            raise HTTPException(404, "Bacaan itu tidak ada.")
    return RedirectResponse(f"/admin/alat/{code}?hari={hari}#bacaan", status_code=303)
