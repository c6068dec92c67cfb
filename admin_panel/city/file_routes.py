"""/admin/kota: all parts in a list, and all of them as one file, looked at before it is taken."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from admin_panel import documents
from admin_panel.city import forms, view
from admin_panel.city.routes import SAID, Admin, Typed, done
from routing.domain.rule_fields import BadRules
from routing.reports import configuring
from routing.reports.configuring import Change
from storage import clock
from storage.db import reading
from web.templates import render

router = APIRouter(prefix="/admin/kota")
MOST_BYTES = 2_000_000


def _page(
    request: Request, *, kabar: str = "", error: str = "", text: str = "", plan: list[Change] | None = None
) -> Response:
    with reading() as session:
        parts = view.parts(session)
    return render(
        request, "city/parts.html", status=422 if error else 200, parts=parts, said=SAID.get(kabar, ""),
        error=error, text=text, plan=plan, page="kota",
    )  # fmt: skip


@router.get("")
def parts_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every part of the city an admin changes."""
    return _page(request, kabar=kabar)


@router.get("/ekspor")
def export(request: Request, officer: Admin) -> Response:
    """Everything as a YAML file."""
    with reading() as session:
        return documents.as_file(configuring.exported(session), "pengaturan.yml")


@router.post("/periksa", max_body_size=MOST_BYTES)
def look(request: Request, officer: Admin, form: Typed) -> Response:
    """What a file would change, section by section; nothing is changed."""
    try:
        text = documents.uploaded(form)
    except BadRules as refused:
        return _page(request, error=str(refused))
    plan: list[Change] = []
    error = done(
        lambda tx: plan.extend(
            configuring.take_in(tx, text, why="pratinjau", officer=officer, now=clock.now())
        ),
        keep=False,
    )
    return _page(request, error=error, text=text, plan=None if error else plan)


@router.post("/impor", max_body_size=MOST_BYTES)
def take_in(request: Request, officer: Admin, form: Typed) -> Response:
    """The file that was looked at holds from now on."""
    text, why = forms.text(form, "isi"), forms.text(form, "why")
    error = done(lambda tx: configuring.take_in(tx, text, why=why, officer=officer, now=clock.now()))
    return _page(request, error=error) if error else RedirectResponse("/admin/kota?kabar=berkas", 303)
