"""/kinerja: how well the city keeps what it promises, as a page and as rows."""

import csv
import io
from collections.abc import Iterator
from functools import lru_cache

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from portal.messages import drawn, own_of, page, tongue_of
from routing import performance
from routing.city.catalogue import Catalogue, catalogue
from routing.performance import LEAST, YEAR, FiguresLine, StoredFigures
from storage import clock
from storage.db import reading
from web.documents.tables import unarmed

router = APIRouter(max_body_size=10_000)
Period = Query("", max_length=10)
Pairs = tuple[tuple[str, str], ...]
KEYS = {"dinas": "work-agencies", "kelurahan": "work-areas", "kategori": "work-categories"}
COLUMNS = (
    "kode", "nama", "masuk", "masih_berjalan", "berakhir", "janji_ditepati", "waktu_dijanjikan",
    "waktu_dijanjikan_ditepati", "jam_jawaban_pertama_median", "jam_jawaban_pertama_p90",
    "jam_selesai_median", "jam_selesai_p90", "dibuka_lagi", "penilaian", "dinilai",
    "umur_berjalan_median_hari",
)  # fmt: skip


def names(city: Catalogue, kind: str) -> dict[str, str]:
    """What the codes of a kind of line are called."""
    if kind == "dinas":
        return {one.code: one.short_name for one in city.agencies.values()}
    if kind == "kelurahan":
        return {one.code: one.name for one in city.kelurahan.values()}
    return {one.code: one.name for one in city.categories.values()}


def ordered(lines: dict[str, FiguresLine], called: dict[str, str]) -> list[tuple[str, str, FiguresLine]]:
    """(code, name, line): by how much came where that is enough to be ranked, the others behind by name."""
    rows = [(code, called.get(code, code), line) for code, line in lines.items()]
    return sorted(
        rows, key=lambda row: (row[2].came < LEAST, -row[2].came if row[2].came >= LEAST else 0, row[1])
    )


@router.get("/kinerja")
def work(request: Request, masa: str = Period) -> Response:
    """The figures of a month or of the last twelve."""
    now = clock.now()
    period = masa if masa in performance.months(now) else YEAR
    with reading() as session:
        city = catalogue(session)
        found = performance.kept(session, period)
    called = tuple(tuple(names(city, kind).items()) for kind in KEYS)
    tongue = tongue_of(request)
    drawn = _drawn(tongue, own_of(tongue), found, called) if found else None
    return page(
        request, "portal/work.html", drawn=drawn, least=LEAST, period=period,
        months=performance.months(now)[::-1],
    )  # fmt: skip


@lru_cache(maxsize=64)
def _drawn(tongue: str, own: Pairs, stored: StoredFigures, called: tuple[Pairs, ...]) -> Markup:
    """Chart and tables of just these figures under these names: drawn once, for they are the costly part.

    Everything they are made of is what they are kept by, so that nothing outdated is ever shown.
    """
    found = performance.read(stored)
    tables = [
        (kind, key, ordered(dict(found.lines[kind]), dict(named)))
        for (kind, key), named in zip(KEYS.items(), called, strict=True)
    ]
    values = {"found": found, "tables": tables, "least": LEAST, "period": stored.period}
    return Markup(drawn(tongue, "portal/work_tables.html", **values))  # noqa: S704 - a template's own


@router.get("/kinerja/{kind}.csv")
def rows(kind: str, masa: str = Period) -> Response:
    """The rows of one table."""
    now = clock.now()
    period = masa if masa in performance.months(now) else YEAR
    if kind not in performance.KINDS:
        raise HTTPException(404)
    with reading() as session:
        city = catalogue(session)
        stored = performance.kept(session, period)
    if stored is None:
        raise HTTPException(503)
    head = {"Content-Disposition": f'attachment; filename="kinerja-{kind}-{period}.csv"'}
    lines = ordered(dict(performance.read(stored).lines[kind]), names(city, kind))
    return StreamingResponse(_written(lines), media_type="text/csv; charset=utf-8", headers=head)


def _written(lines: list[tuple[str, str, FiguresLine]]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for code, name, one in lines:
        first, end = one.first or ("", ""), one.end or ("", "")
        enough, told = one.ended >= LEAST, one.promised >= LEAST
        writer.writerow(unarmed([
            code, name, one.came, one.open, one.ended, one.kept if enough else "", one.promised,
            one.promises_kept if told else "", *first, *end, one.again,
            one.stars if one.stars is not None else "", one.rated, one.age if one.age is not None else "",
        ]))  # fmt: skip
    yield out.getvalue()
