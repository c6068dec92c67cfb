"""/admin/aturan: the rules in sentences; changed in a draft, tried on a month, then saved with a reason."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.rules import forms, view
from routing.city import rule_versions
from routing.domain.permissions import Action
from routing.domain.rule_fields import BadRules
from routing.domain.rules import OWNERS
from routing.errors import Refused
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/admin/aturan")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Code = Annotated[str, Path(max_length=60)]
NEW = "baru"
BLANK: dict[str, Any] = {
    **{key: [] for key in (*forms.LISTS, "words")}, **dict.fromkeys(forms.PLAIN, ""), "emergency": None
}  # fmt: skip

SAID = {
    "rancangan": "Perubahan masuk ke rancangan Anda. Aturan yang berlaku belum berubah.",
    "dibuang": "Rancangan dibuang. Aturan yang berlaku tetap.",
    "disimpan": "Aturan disimpan dan berlaku mulai laporan berikutnya.",
    "pulih": "Versi itu sekarang menjadi rancangan Anda. Coba dulu, lalu simpan.",
}


async def typed(request: Request) -> FormData:
    """The form as sent; 422 for one that is none of ours."""
    return await request.form(max_fields=forms.MOST_FIELDS, max_files=1)


Typed = Annotated[FormData, Depends(typed)]


def back(to: str = "", said: str = "rancangan") -> RedirectResponse:
    """To a page of the rules, with what was done."""
    return RedirectResponse(f"/admin/aturan{to}?kabar={said}", status_code=303)


def change(officer: Officer, edit: Callable[[dict[str, Any]], Any]) -> None:
    """Change the admin's draft; BadRules, and nothing is changed, when it cannot be so."""
    with transaction() as tx:
        document = view.page_for(tx, officer).document
        edit(document)
        rule_versions.change(tx, officer, document, now=clock.now())


def shown(
    request: Request, officer: Officer, *, kabar: str = "", error: str = "", status: int = 200
) -> Response:  # fmt: skip
    """The list of rules."""
    with reading() as session:
        page = view.page_for(session, officer)
    return render(
        request, "rules/list.html", status=status, rules=page, said=SAID.get(kabar, ""), error=error,
        page="aturan",
    )  # fmt: skip


@router.get("")
def list_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every rule in its order, in a sentence."""
    return shown(request, officer, kabar=kabar)


@router.get("/satu/{rule}")
def rule_page(request: Request, officer: Admin, rule: Code) -> Response:
    """One rule, or a new one, as a form."""
    with reading() as session:
        page = view.page_for(session, officer)
    row = next((row for row in page.document["rules"] if row["code"] == rule), None)
    if row is None and rule != NEW:
        raise HTTPException(404, "Aturan itu tidak ditemukan.")
    blank = {"code": NEW, "name": "", "when": {}, "then": {"agency": "", "first": ""}}
    return _form(request, page, row or blank)


def _form(
    request: Request, page: view.RulesPage, row: dict[str, Any], *, error: str = "", status: int = 200
) -> Response:  # fmt: skip
    row = row | {"when": BLANK | row["when"]}
    return render(
        request, "rules/rule.html", status=status, rules=page, row=row, offices=view.offices(page.city),
        owners=OWNERS, error=error, said="", page="aturan",
    )  # fmt: skip


@router.post("/satu/{rule}")
def save_rule(request: Request, officer: Admin, rule: Code, form: Typed) -> Response:
    """Into the draft; a slip is told, and nothing typed is lost."""
    with reading() as session:
        page = view.page_for(session, officer)
    known = {row["code"] for row in page.document["rules"]}
    if rule not in known and rule != NEW:
        raise HTTPException(404, "Aturan itu tidak ditemukan.")
    mine = rule if rule in known else forms.code_for(str(form.get("name", "")), {*known, NEW})
    row = forms.rule_row(form, mine)

    def edit(document: dict[str, Any]) -> None:
        # A new one goes first: behind the general rules it would never be asked.
        document["rules"] = forms.put(document["rules"], row, first=True)

    try:
        change(officer, edit)
    except BadRules as refused:
        return _form(request, page, row | {"code": rule}, error=str(refused), status=422)
    return back()


@router.post("/satu/{rule}/ubah")
def move_rule(
    request: Request, officer: Admin, rule: Code, aksi: Annotated[str, Form(max_length=20)]
) -> Response:
    """Up, down, to the top, off, on, or gone; in the draft."""

    def edit(document: dict[str, Any]) -> None:
        document["rules"] = forms.moved(document["rules"], rule, aksi)

    try:
        change(officer, edit)
    except BadRules as refused:
        return shown(request, officer, error=str(refused), status=422)
    return back()


@router.post("/buang")
def discard(request: Request, officer: Admin) -> Response:
    """Forget the draft."""
    with transaction() as tx:
        rule_versions.discard(tx, officer)
    return back(said="dibuang")


@router.post("/simpan")
def save(request: Request, officer: Admin, why: Annotated[str, Form(max_length=2_000)] = "") -> Response:
    """The draft becomes the version that holds."""
    try:
        with transaction() as tx:
            rule_versions.save(tx, officer, why, now=clock.now())
    except Refused as refused:
        return shown(request, officer, error=refused.sentence, status=refused.status)
    except BadRules as refused:
        return shown(request, officer, error=str(refused), status=422)
    return back(said="disimpan")
