"""/siapkan: what the city is called, its areas, its agencies, its first admin. Gone once the city is there.

No officer exists yet: whoever holds the key printed in the terminal may enter. What was looked at waits in
this process until it is begun, so that its files need not be chosen twice.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import fields, replace

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.sign_in.entering import COOKIE_FLAGS
from routing.city.founding import Answers, BadFounding, Founding, found, with_centre
from routing.delivered import CITY
from storage import clock, csv_files
from web.templates import render

router = APIRouter(max_body_size=20_000_000)  # outlines as survey offices give them
COOKIE = "sorot-siapkan"
PREFIX = re.compile(r"[A-Z]{2,5}")
FILES = ("outlines", "agencies")
ADMIN = ("username", "officer")


def _holds(request: Request, key: str) -> bool:
    return hmac.compare_digest(key.encode(), request.app.state.key.encode())


def _enter(request: Request) -> None:
    if not _holds(request, request.cookies.get(COOKIE, "")):
        raise HTTPException(403, "Buka tautan yang tercetak di terminal saat Sorot dimulai.")


@router.get("/siapkan")
def page(request: Request) -> Response:
    """The form; who has not entered is asked for the key, which the address carries behind its #."""
    if not _holds(request, request.cookies.get(COOKIE, "")):
        return render(request, "set_up/enter.html", status=403, error="")
    return _shown(request, request.app.state.draft)


@router.post("/siapkan/masuk")
async def enter(request: Request) -> Response:
    """The key becomes a cookie."""
    form = await request.form(max_files=0)
    key = str(form.get("key", "")).strip()
    if not _holds(request, key):
        return render(request, "set_up/enter.html", status=403, error="Kuncinya tidak cocok.")
    entered = RedirectResponse("/siapkan", status_code=303)
    entered.set_cookie(COOKIE, key, **COOKIE_FLAGS | {"samesite": "strict"})
    return entered


@router.get("/")
@router.get("/masuk")
@router.get("/petugas")
def elsewhere() -> Response:
    """Whoever comes without the key is told where it is."""
    return RedirectResponse("/siapkan", status_code=303)


@router.post("/siapkan")
async def send(request: Request) -> Response:
    """Look at what was filled in (aksi=periksa), or begin with it."""
    _enter(request)  # a strict cookie: no other site sends this form
    form = await request.form(max_files=2)
    answers = await _answers(form, request.app.state.draft)
    request.app.state.draft = answers
    admin = {name: str(form.get(name, "")).strip() for name in ADMIN}
    try:
        _check(answers)
        made = await run_in_threadpool(found, with_centre(answers))
        if form.get("aksi") == "periksa":
            return _shown(request, answers, admin, made=made)
        password = str(form.get("password", ""))
        await run_in_threadpool(request.app.state.begin, made, **admin, password=password)
    except ValueError as refused:  # BadFounding, or what the first admin's account may not be
        return _shown(request, answers, admin, error=str(refused))
    request.app.state.draft = None
    return render(request, "set_up/done.html", city=answers.name)


def _shown(
    request: Request, answers: Answers | None, admin: Mapping[str, str] = {}, *,
    made: Founding | None = None, error: str = "",
) -> Response:  # fmt: skip
    blank = Answers(**{one.name: "" for one in fields(Answers)})
    return render(
        request, "set_up/page.html", status=422 if error else 200, answers=answers or blank, made=made,
        error=error, zones=[zone for zone in clock.ZONES if zone != clock.ZONE], admin=admin,
        kinds=[(one.fields["code"], one.fields["name"]) for one in csv_files.read(CITY / "categories.csv")],
    )  # fmt: skip


async def _answers(form: FormData, before: Answers | None) -> Answers:
    typed = {
        one.name: " ".join(str(form.get(one.name, "")).split())
        for one in fields(Answers)
        if one.name not in FILES
    }
    kept = {name: getattr(before, name) if before else "" for name in FILES}
    answers = Answers(**typed, **kept)
    for name in FILES:
        given = form.get(name)
        content = await given.read() if isinstance(given, UploadFile) else b""
        if content:
            answers = replace(answers, **{name: csv_files.text_of(content)})
    return answers


def _check(answers: Answers) -> None:
    if len(answers.name) < 3 or len(answers.name) > 80:
        raise BadFounding("Isi nama lengkap kotanya.")
    if not PREFIX.fullmatch(answers.prefix):
        raise BadFounding("Awalan nomor laporan: dua sampai lima huruf besar.")
    if not answers.controller:
        raise BadFounding("Isi siapa pengendali data pribadi warga, misalnya pemerintah kotanya.")
    if not answers.outlines:
        raise BadFounding("Pilih berkas batas kelurahan (GeoJSON).")
    if not answers.agencies:
        raise BadFounding("Pilih daftar instansi (CSV atau YAML).")
