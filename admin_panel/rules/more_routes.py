"""/admin/aturan: trying, versions, YAML in and out, and the tables of areas, roads and units."""

from collections.abc import Callable
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_panel import documents
from admin_panel.rules import forms, view
from admin_panel.rules.routes import NEW, SAID, Admin, Code, Typed, back, change, shown
from routing.city import rule_versions
from routing.city.catalogue import catalogue
from routing.domain.rule_book import read
from routing.domain.rule_fields import BadRules
from routing.domain.rules import OWNERS
from routing.errors import Refused
from routing.reports.trying import Month, try_out
from storage import clock
from storage.clock import LOCAL
from storage.db import reading, transaction
from web.templates import render

router = APIRouter(prefix="/admin/aturan")
MOST_BYTES = 1_000_000  # of a file of rules; 500 of them take some 200 KB
MOST_LINKS = 200  # of one group's reports, each with its link
MONTHS_BACK = 12
Version = Annotated[int, Path(ge=1, le=2**31 - 1)]
# Each table's rows in the document, its form and its page.
TABLES: dict[str, tuple[str, Callable[[FormData, str], dict[str, Any]]]] = {
    "kawasan": ("areas", forms.area_row), "jalan": ("roads", forms.road_row),
    "bidang": ("units", forms.unit_row),
}  # fmt: skip


@router.get("/coba")
def try_page(request: Request, officer: Admin, bulan: str = "") -> Response:
    """What the draft would have changed in a month; without one named, the last whole month."""
    this = Month.of(clock.now().astimezone(LOCAL).date())
    months = [this]
    for _ in range(MONTHS_BACK):
        months.append(months[-1].before)
    month = next((month for month in months if month.code == bulan), this.before)
    with reading() as session:
        page = view.page_for(session, officer)
        trial = try_out(session, page.book, month)
    return render(
        request, "rules/try.html", rules=page, trial=trial, months=months, most=MOST_LINKS, said="",
        page="aturan",
    )  # fmt: skip


@router.get("/versi")
def versions_page(request: Request, officer: Admin) -> Response:
    """Every version: who, when, why, and what changed."""
    with reading() as session:
        found = rule_versions.versions(session)
        city = catalogue(session)
    books = [read(row.document) for row, _ in found]
    told = [view.differences(old, new) for new, old in pairwise(books)]
    rows = [(row, name, what) for (row, name), what in zip(found, [*told, []], strict=False)]
    return render(request, "rules/versions.html", rows=rows, city=city, said="", page="aturan")


@router.post("/versi/{version}/pulihkan")
def restore(request: Request, officer: Admin, version: Version) -> Response:
    """An earlier version becomes the draft."""
    try:
        with transaction() as tx:
            rule_versions.restore(tx, officer, version, now=clock.now())
    except Refused as refused:
        return shown(request, officer, error=refused.sentence, status=404)
    return back(said="pulih")


@router.get("/ekspor")
def export(request: Request, officer: Admin) -> Response:
    """The rules in hand as a YAML file."""
    with reading() as session:
        text = rule_versions.export(view.page_for(session, officer).book)
    return documents.as_file(text, "aturan.yml")


@router.post("/impor", max_body_size=MOST_BYTES)
def take_in(request: Request, officer: Admin, form: Typed) -> Response:
    """A YAML file becomes the draft; one that cannot be used is told, and nothing is changed."""
    try:
        document = rule_versions.parse(documents.uploaded(form))
        with transaction() as tx:
            rule_versions.change(tx, officer, document, now=clock.now())
    except BadRules as refused:
        return shown(request, officer, error=str(refused), status=422)
    return back()


@router.get("/tabel/{table}")
def table_page(request: Request, officer: Admin, table: Code, kabar: str = "") -> Response:
    """Areas, roads or units."""
    return _table(request, officer, table, said=SAID.get(kabar, ""))


def _table(  # noqa: PLR0913 - a page and what was typed into it
    request: Request, officer: Admin, table: str, *,
    said: str = "", error: str = "", typed: dict[str, Any] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    if table not in TABLES:
        raise HTTPException(404)
    with reading() as session:
        page = view.page_for(session, officer)
    rows = page.document[TABLES[table][0]]
    return render(
        request, "rules/table.html", status=status, rules=page, table=table, rows=rows, typed=typed,
        tables=TABLES, owners=OWNERS, offices=view.offices(page.city), said=said, error=error, page="aturan",
    )  # fmt: skip


@router.post("/tabel/{table}/{code}")
def save_row(request: Request, officer: Admin, table: Code, code: Code, form: Typed) -> Response:
    """One row of a table, new, changed or (aksi=hapus) gone; in the draft."""
    if table not in TABLES:
        raise HTTPException(404)
    section, read_row = TABLES[table]
    gone = form.get("aksi") == "hapus"
    typed: dict[str, Any] = {}

    def edit(document: dict[str, Any]) -> None:
        known = {row["code"] for row in document[section]}
        mine = code if code != NEW else forms.code_for(str(form.get("name", "")), {*known, NEW})
        typed.update({"code": mine} if gone else read_row(form, mine))
        rest = [row for row in document[section] if row["code"] != mine]
        document[section] = rest if gone else forms.put(document[section], typed)

    try:
        change(officer, edit)
    except BadRules as refused:
        return _table(
            request, officer, table, error=str(refused), typed=None if gone else typed | {"code": code},
            status=422,
        )  # fmt: skip
    return back(f"/tabel/{table}")
