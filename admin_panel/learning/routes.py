"""/admin/pemahaman: what officers corrected, how often the model was right, train now, take it or go back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from admin_panel.access import require
from routing import learning
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.errors import Refused
from storage import clock
from storage.db import reading, transaction
from storage.models import Officer
from web.templates import render

router = APIRouter(prefix="/admin/pemahaman")
Admin = Annotated[Officer, Depends(require(Action.CONFIGURE))]
Order = Annotated[str, Path(max_length=10)]
SAID = {
    learning.TRAIN: "Diminta. Pelatihan berjalan di belakang layar; halaman ini menunjukkan kemajuannya.",
    learning.TAKE: "Diminta. Model baru dipakai dalam beberapa detik.",
    learning.BACK: "Diminta. Model sebelumnya dipakai lagi dalam beberapa detik.",
}


def _page(request: Request, *, kabar: str = "", error: str = "") -> Response:
    with reading() as session:
        found, state = learning.figures(session, now=clock.now()), learning.state(session)
        names = {code: info.name for code, info in catalogue(session).categories.items()}
    busy = state.get("state") in (learning.ASKED, learning.RUNNING)
    return render(
        request, "learning/page.html", status=409 if error else 200, found=found, state=state, names=names,
        busy=busy, said=SAID.get(kabar, ""), error=error, least=learning.LEAST, page="pemahaman",
    )  # fmt: skip


@router.get("")
def learning_page(request: Request, officer: Admin, kabar: str = "") -> Response:
    """Figures, the model in use, and what was ordered last."""
    return _page(request, kabar=kabar)


@router.post("/{order}")
def give_order(request: Request, officer: Admin, order: Order) -> Response:
    """Train (latih), take what was trained (pakai), or go back (kembali)."""
    if order not in learning.ALLOWED:
        raise HTTPException(404)
    try:
        with transaction() as tx:
            learning.order(tx, order, officer=officer, now=clock.now())
    except Refused as refused:
        return _page(request, error=refused.sentence)
    return RedirectResponse(f"/admin/pemahaman?kabar={order}", status_code=303)
