"""A start with SOROT_CITY=new: until the city is there, one page is served, behind a key printed here.

Afterwards the process goes on as any other start does.
"""

import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer
import uvicorn
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import web
from accounts import officers
from accounts.officers import OfficerRefused
from admin_panel.set_up.routes import router
from routing.city import areas, catalogue
from routing.city.founding import BadFounding, Founding
from routing.city.loading import load_city
from routing.reports import config_check
from sensors import indicators
from sorot import city_kept, starting, wiring
from sorot.settings import GAUGES, Settings
from storage import clock, db
from storage.models import Agency

WHY = "Kota disiapkan di halaman penyiapan"
ADMIN = "admin"
NO_GAUGES = "code,name,river,lat,lon,kelurahan,normal,siaga_3,siaga_2,siaga_1,downstream\n"


def until_founded(settings: Settings) -> None:
    """Serve the page of setting up until the city is there; nothing where it is, or is a folder's."""
    if not settings.begins_empty or not _waits(settings):
        return
    key = secrets.token_urlsafe(24)
    app = create_app(settings, key)
    server = uvicorn.Server(
        uvicorn.Config(app, host=settings.host, port=settings.port, log_level="warning", server_header=False)
    )
    app.state.founded = lambda: setattr(server, "should_exit", True)
    typer.echo(f"The city is empty. Set it up here, once: {settings.address}/siapkan#{key}")
    server.run()
    if _waits(settings):
        raise SystemExit("Sorot has stopped; the city was not set up.")


def _waits(settings: Settings) -> bool:
    """Whether there is no city yet."""
    starting.check_home(settings)
    with starting.said_plainly(settings):
        db.configure(settings.database)
        db.create_schema()
        return not city_kept.put_back(settings.city_folder)


def create_app(settings: Settings, key: str) -> FastAPI:
    """The one page; the database is configured. `state.founded` is called when the city is there."""
    wiring.wire()
    areas.use(settings.city_folder)
    app = FastAPI(title="Sorot", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.key, app.state.draft = key, None
    app.state.founded = _nothing
    app.state.begin = _beginner(app, settings)
    web.install(app)
    web.doors(app, router)
    return app


def _nothing() -> None:
    """Nobody waits for the city."""


def _beginner(app: FastAPI, settings: Settings) -> Callable[..., None]:
    def begin(made: Founding, *, username: str, officer: str, password: str) -> None:
        try:
            found(settings.city_folder, made, username=username, officer=officer, password=password)
        except OfficerRefused as refused:
            raise BadFounding(str(refused)) from None
        app.state.founded()

    return begin


def found(folder: Path, made: Founding, *, username: str, officer: str, password: str) -> None:
    """Make the city and its first admin, in one transaction; BadFounding or OfficerRefused leave nothing."""
    followed = (GAUGES / "indicators.yml").read_text("utf-8")
    files = {**made.files, "gauges.csv": NO_GAUGES, "indicators.yml": followed}
    city_kept.write(folder, files)
    indicators.use(folder)
    begun = False
    try:
        with db.transaction() as tx:
            _begin(tx, folder, files, now=clock.now())
            officers.create(
                tx, username=username, name=officer, role=ADMIN, agency_code=None, password=password,
                now=clock.now(),
            )  # fmt: skip
        begun = True
    finally:
        if not begun:
            shutil.rmtree(folder, ignore_errors=True)


def _begin(tx: Session, folder: Path, files: dict[str, str], *, now: datetime) -> None:
    if tx.scalar(select(func.count()).select_from(Agency)):
        raise BadFounding("Basis data ini sudah berisi kota.")
    city_kept.keep(tx, files, why=WHY, now=now)
    load_city(tx, folder, now=now)
    catalogue.changed(tx)
    if graves := [one.sentence for one in config_check.check(tx) if one.grave]:
        raise BadFounding(" ".join(graves[:3]))
