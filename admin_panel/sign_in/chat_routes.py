"""/akun/chat: the officer's own Telegram or WhatsApp, linked by a code, let go."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from admin_panel.sign_in.account import Anyone, OwnPassword, objection
from routing.people import officer_chats
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/akun/chat")
SAID = {"lepas": "Chat dilepas. Pesan dari sana sekarang dibaca sebagai pesan warga."}


def _page(
    request: Request, officer: Officer, *, status: int = 200, error: str = "", kabar: str = "", code: str = ""
) -> Response:
    with reading() as session:
        chat = officer_chats.of_officer(session, officer.id)
    response = render(
        request, "sign_in/chat.html", status=status, error=error, said=SAID.get(kabar, ""), chat=chat,
        CHAT=officer_chats.CHANNELS, code=code, minutes=officer_chats.LIFETIME.seconds // 60,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"  # a code may be on it
    return response


@router.get("")
def chat_page(request: Request, officer: Anyone, kabar: str = "") -> Response:
    """Which chat is linked, and how to link one."""
    return _page(request, officer, kabar=kabar)


@router.post("/kode")
def make_code(request: Request, officer: Anyone, old: OwnPassword = "") -> Response:
    """Shows a new code this once, to who knows the password: an unattended desk links nobody's phone."""
    if officer.password_hash and (error := objection(request, officer, old)):
        return _page(request, officer, status=429 if error.startswith("Terlalu") else 422, error=error)
    with transaction() as tx:
        code = officer_chats.make_code(tx, officer, now=clock.now())
    return _page(request, officer, status=201, code=code)


@router.post("/lepas")
def let_go(request: Request, officer: Anyone) -> Response:
    """The chat is a resident's again."""
    with transaction() as tx:
        officer_chats.end(tx, tx.get_one(Officer, officer.id), by=officer, now=clock.now())
    return RedirectResponse("/akun/chat?kabar=lepas", status_code=303)
