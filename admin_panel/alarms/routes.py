"""/admin/aturan-alat: the rules about what is measured; a rule is tried on the past before it is saved."""

from collections import defaultdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.alarms import forms
from admin_panel.rules.forms import code_for
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.errors import BadInput, Refused
from sensors import kinds
from sensors.alarms import book
from sensors.alarms.trying import TriedOnPast, try_on_past
from sensors.domain.alarms import sentences
from sensors.domain.alarms.rules import MOST_CHECKS, BadSensorRules, SensorRule, put, switched, without
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer, Thing
from web.templates import render

router = APIRouter(prefix="/admin/aturan-alat")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Code = Annotated[str, Path(max_length=60)]
Why = Annotated[str, Form(max_length=2_000)]
Base = Annotated[int, Form(ge=0, lt=2**31)]
NEW = "baru"
MISSING = "Aturan itu tidak ditemukan."
SAID = {
    "disimpan": "Aturan disimpan dan berlaku mulai sekarang.",
    "pulih": "Versi itu berlaku lagi.",
}
BLANK = {
    "jenis_0": "", "uji_0": "di_atas", "usai": "sendiri", "gabung": "semua", "berlaku": "ya",
    "lama_0_satuan": "menit", "tahan_satuan": "menit",
}  # fmt: skip


async def typed(request: Request) -> FormData:
    """The form as sent."""
    return await request.form(max_fields=60, max_files=0)


Typed = Annotated[FormData, Depends(typed)]


def _names(session: Session) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    measured = {code: (kind.name, kind.unit) for code, kind in kinds.kinds().items()}
    return measured, {code: name for code, name in session.execute(select(Thing.code, Thing.name))}  # noqa: C416


@router.get("")
def rules_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Every rule in a sentence, and the versions."""
    return _list(request, said=SAID.get(kabar, ""))


def _list(request: Request, *, said: str = "", error: str = "", status: int = 200) -> Response:
    with reading() as session:
        base, rules = book.in_force(session)
        measured, things = _names(session)
        versions, city = book.versions(session), catalogue(session)
    rows = [(rule, sentences.sentence(rule, measured, things)) for rule in rules]
    return render(
        request, "alarms/list.html", status=status, rows=rows, base=base, versions=versions, city=city,
        said=said, error=error, page="aturan-alat",
    )  # fmt: skip


@router.get("/{sensor_rule}")
def rule_page(request: Request, officer: Admin, sensor_rule: Code) -> Response:
    """One rule, or a new one, as a form."""
    with reading() as session:
        _, rules = book.in_force(session)
    rule = next((one for one in rules if one.code == sensor_rule), None)
    if rule is None and sensor_rule != NEW:
        raise HTTPException(404, MISSING)
    return _form(request, sensor_rule, BLANK if rule is None else forms.of_rule(rule))


def _form(  # noqa: PLR0913 - what stands on the page
    request: Request, code: str, fields: dict[str, str], *, error: str = "", tried: TriedOnPast | None = None,
    sentence: str = "", status: int = 200,
) -> Response:  # fmt: skip
    with reading() as session:
        city, (_, things) = catalogue(session), _names(session)
        base, _ = book.in_force(session)
    values: dict[str, Any] = {
        "code": code, "fields": defaultdict(str, fields), "kinds": kinds.kinds(), "things": things,
        "city": city, "base": base,
        "tried": tried, "sentence": sentence, "places": range(MOST_CHECKS), "days": sentences.DAYS,
    }  # fmt: skip
    return render(
        request, "alarms/rule.html", status=status, **values, said="", error=error, page="aturan-alat"
    )  # fmt: skip


@router.post("/{sensor_rule}")
def save_rule(
    request: Request, officer: Admin, sensor_rule: Code, form: Typed, base: Base, why: Why = "",
    aksi: Annotated[str, Form(max_length=20)] = "coba",
) -> Response:  # fmt: skip
    """Try the rule on the past (`aksi` coba), or save it; a slip is told, and nothing typed is lost."""
    fields, now = forms.typed(form), clock.now()
    try:
        rule = _rule(form, sensor_rule)
        if aksi != "simpan":
            return _tried(request, sensor_rule, fields, rule)
        with transaction() as tx:
            book.save(tx, lambda rules: put(rules, rule), base=base, why=why, officer=officer, now=now)
    except BadSensorRules as refused:
        return _form(request, sensor_rule, fields, error=str(refused), status=422)
    except (BadInput, Refused) as refused:
        return _form(request, sensor_rule, fields, error=refused.sentence, status=refused.status)
    return RedirectResponse("/admin/aturan-alat?kabar=disimpan", status_code=303)


def _rule(form: FormData, code: str) -> SensorRule:
    with reading() as session:
        _, rules = book.in_force(session)
        taken = {rule.code for rule in rules}
        if code not in taken and code != NEW:
            raise HTTPException(404, MISSING)
        mine = code if code in taken else _code_for(str(form.get("nama", "")), taken)
        rule = forms.rule_of(form, mine)
        book.check(session, [rule])
    return rule


def _code_for(name: str, taken: set[str]) -> str:
    """From its name; codes of this room have hyphens."""
    return code_for(name, {code.replace("-", "_") for code in {*taken, NEW}}).replace("_", "-")


def _tried(request: Request, code: str, fields: dict[str, str], rule: SensorRule) -> Response:
    with reading() as session:
        tried = try_on_past(session, rule, now=clock.now())
        said = sentences.sentence(rule, *_names(session))
    return _form(request, code, fields, tried=tried, sentence=said)


@router.post("/{sensor_rule}/ubah")
def change_rule(
    request: Request, officer: Admin, sensor_rule: Code, base: Base,
    aksi: Annotated[str, Form(max_length=20)], why: Why = "",
) -> Response:  # fmt: skip
    """On, off, or gone; with a reason."""
    edits = {
        "hidup": lambda rules: switched(rules, sensor_rule, on=True),
        "mati": lambda rules: switched(rules, sensor_rule, on=False),
        "hapus": lambda rules: without(rules, sensor_rule),
    }  # fmt: skip
    if aksi not in edits:
        raise HTTPException(404, MISSING)
    try:
        with transaction() as tx:
            book.save(tx, edits[aksi], base=base, why=why, officer=officer, now=clock.now())
    except (BadInput, Refused) as refused:
        return _list(request, error=refused.sentence, status=refused.status)
    except BadSensorRules as refused:
        return _list(request, error=str(refused), status=422)
    return RedirectResponse("/admin/aturan-alat?kabar=disimpan", status_code=303)


@router.post("/versi/{version}/pulihkan")
def restore(
    request: Request, officer: Admin, version: Annotated[int, Path(ge=1, lt=2**31)], base: Base
) -> Response:  # fmt: skip
    """An earlier version holds again, as a new one."""
    with reading() as session:
        earlier = book.of_version(session, version)
    why = f"Kembali ke versi {version}"
    try:
        with transaction() as tx:
            book.save(tx, lambda _: earlier, base=base, why=why, officer=officer, now=clock.now(),
                      restored_from=version)  # fmt: skip
    except (BadInput, Refused) as refused:
        return _list(request, error=refused.sentence, status=refused.status)
    except BadSensorRules as refused:
        return _list(request, error=str(refused), status=422)
    return RedirectResponse("/admin/aturan-alat?kabar=pulih", status_code=303)
