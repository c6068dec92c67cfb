"""/admin/pertanyaan: what the bot asks about each category."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from admin_panel.settings import queries
from admin_panel.settings.questions import KINDS, QuestionRow, QuestionsRefused, moved, rows_of, set_questions
from routing.domain.permissions import Action
from routing.domain.questions import LONGEST_ASK, LONGEST_CHOICE, MOST
from storage import clock
from storage.db import reading, transaction
from storage.models import Category, Officer
from web.templates import render

router = APIRouter(prefix="/admin/pertanyaan")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Lines = Annotated[list[str], Form(max_length=MOST + 2)]

SAID = {
    "simpan": "Pertanyaan disimpan. Bot menanyakannya mulai laporan berikutnya.",
    "pindah": "Urutan diubah dan disimpan.",
    "hapus": "Pertanyaan dihapus. Jawaban yang sudah masuk tetap tersimpan di laporannya.",
}


@router.get("")
def categories_page(request: Request, officer: Admin) -> Response:
    """Every category with what is asked about it."""
    with reading() as session:
        categories = queries.categories(session)
    return render(
        request, "settings/questions.html", categories=categories, said="", page="pertanyaan"
    )  # fmt: skip


@router.get("/{code}")
def edit_page(request: Request, officer: Admin, code: str, kabar: str = "") -> Response:
    """One category's questions as a form."""
    with reading() as session:
        category = session.get(Category, code)
    if category is None:
        raise HTTPException(404, "Kategori itu tidak ditemukan.")
    return _form(request, category, rows_of(category.questions), said=SAID.get(kabar, ""))


def _form(
    request: Request, category: Category, rows: list[QuestionRow], *,
    said: str = "", error: str = "", status: int = 200,
) -> Response:  # fmt: skip
    shown = rows if len(rows) >= MOST or (rows and not rows[-1].key) else [*rows, QuestionRow()]
    return render(
        request, "settings/questions_edit.html", status=status, category=category, rows=shown, kinds=KINDS,
        most=MOST, longest=LONGEST_ASK, longest_choice=LONGEST_CHOICE, said=said, error=error,
        page="pertanyaan",
    )  # fmt: skip


@router.post("/{code}")
def save(  # noqa: PLR0913 - the columns of the form
    request: Request,
    officer: Admin,
    code: str,
    ask: Lines,
    key: Lines,
    kind: Lines,
    choices: Lines,
    hint: Lines,
    when: Annotated[list[str], Form(max_length=200)] = [],  # noqa: B006 - FastAPI copies it
    aksi: Annotated[str, Form(max_length=20)] = "simpan",
) -> Response:
    """Saves all rows; a button may also move or remove one. A slip is told, and nothing typed is lost."""
    if not len(ask) == len(key) == len(kind) == len(choices) == len(hint):
        raise HTTPException(422)
    columns = zip(key, ask, kind, choices, hint, strict=True)
    typed = [QuestionRow(*column, when=_conditions(when, place)) for place, column in enumerate(columns)]
    rows = moved(typed, aksi)
    with reading() as session:
        category = session.get(Category, code)
    if category is None:
        raise HTTPException(404, "Kategori itu tidak ditemukan.")
    try:
        with transaction() as tx:
            set_questions(tx, tx.get_one(Category, code), rows, by=officer, now=clock.now())
    except QuestionsRefused as refused:
        return _form(request, category, rows, error=str(refused), status=422)
    done = {"naik": "pindah", "turun": "pindah", "hapus": "hapus"}.get(aksi.partition("-")[0], "simpan")
    return RedirectResponse(f"/admin/pertanyaan/{code}?kabar={done}", status_code=303)


def _conditions(given: list[str], place: int) -> frozenset[tuple[str, str]]:
    """The ticked boxes of one row: "place|other question|its answer"."""
    parts = [tuple(value.split("|", 2)) for value in given]
    return frozenset((part[1], part[2]) for part in parts if len(part) == 3 and part[0] == str(place))
