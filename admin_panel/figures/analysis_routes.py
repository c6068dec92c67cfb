"""/petugas/analisis: what the night's analyses found, each with how it was computed and its figures.

Of public reports alone and the whole city: every officer may read what everybody could count.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy import select
from starlette.responses import Response

from admin_panel.access import require
from admin_panel.data import drawing
from admin_panel.figures import analysis_drawing as drawn
from routing.city.catalogue import Catalogue, catalogue
from routing.domain.permissions import Action
from storage import clock
from storage.clock import LOCAL
from storage.db import reading
from storage.models import Analysis, Officer, Report
from web.templates import render

router = APIRouter(prefix="/petugas")
Viewer = Annotated[Officer, Depends(require(Action.READ))]
WIDE = 6  # of a day in the drawing
SHOWN = 40  # rows of a long table
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@router.get("/analisis")
def analyses(request: Request, officer: Viewer) -> Response:
    """The page; of what was not worked out yet it says so."""
    now = clock.now()
    with reading() as session:
        city, found = catalogue(session), {row.name: row for row in session.scalars(select(Analysis))}
        told = {name: row.content for name, row in found.items()}
        frame, shapes = drawing.framed(session)
        spots = told.get("recurring", {}).get("rows", [])[:SHOWN]
        latest = select(Report.id, Report.number).where(Report.id.in_([row["latest"] for row in spots]))
        numbers: dict[int, str] = dict(session.execute(latest).all())
    return render(
        request, "figures/analysis.html", made_at=found["trends"].made_at if "trends" in found else None,
        told=told, city=city, frame=frame, shapes=shapes, spots=spots, numbers=numbers, days=DAYS, wide=WIDE,
        on_scale=drawn.on_scale, **_drawings(told, city, frame, shapes, f"{now.astimezone(LOCAL):%Y-%m}"),
    )  # fmt: skip


def _drawings(told: dict[str, Any], city: Catalogue, frame: Any, shapes: Any, month: str) -> dict[str, Any]:
    def rows(name: str) -> Any:
        return told.get(name, {}).get("rows", [])

    categories = {code: category.name for code, category in city.categories.items()}
    wet, areas = drawn.wet_days(rows("weather")), rows("equity")
    rates = {row["kelurahan"]: row["rate"] for row in areas if row["rate"] is not None}
    return {
        "categories": categories,
        "agencies": {code: agency.short_name for code, agency in city.agencies.items()},
        "areas": {code: area.name for code, area in city.kelurahan.items()},
        "courses": drawn.courses(rows("trends"), categories, month),
        "hours": drawn.hours(rows("seasons")),
        "hexagons": drawn.hexagons(rows("heat"), frame),
        "wet": wet, "level": drawn.level_line(wet, WIDE),
        "unheard": drawn.unheard(areas), "map": drawing.coloured(shapes, rates),
    }  # fmt: skip
