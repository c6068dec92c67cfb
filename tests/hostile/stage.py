"""The whole application with a city in it, and the walk through all its doors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from fastapi import FastAPI
from sqlalchemy import select

from accounts import sessions
from admin_panel.access import COOKIE
from sensors.credentials import token_hash
from sorot.asgi import create_app
from sorot.settings import Settings
from storage import clock, db
from storage.models import OfficerSession
from tests.factories import gauges, panel, reports
from tests.hostile.walking import Door, Headers, doors, knock

TELEGRAM_SECRET, APP_SECRET = "rahasia-uji-webhook-0123456789", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
WHATSAPP = {
    "whatsapp_token": "EAAFake", "whatsapp_phone_id": "106540352242922", "whatsapp_app_secret": APP_SECRET,
    "whatsapp_verify_token": "kata-rahasia-kota",
}  # fmt: skip
HTML = (b"accept", b"text/html")
FORM = (b"content-type", b"application/x-www-form-urlencoded")
OFFICERS_DOORS = ("/petugas", "/admin", "/poc", "/media", "/live", "/keluar", "/akun", "/dinding")
# Passwords are slow on purpose; the other ends the session we walk with.
LEFT_OUT = ("POST /masuk", "POST /admin/petugas/{officer_id}/sandi", "POST /keluar")


@dataclass
class City:
    """The whole application with something in it."""

    app: FastAPI
    number: str
    walk: list[Door]

    def plausible(self, name: str) -> str:
        places = {
            "number": self.number, "sha256": "0" * 64, "officer_id": "1", "row_id": "1", "person_id": "1",
            "code": "pju", "foto": "x", "jenis": "jawab", "to": "diproses", "kind": "teks", "key": "apa",
        }  # fmt: skip
        return places.get(name, "1")


def build(home: Path) -> City:
    with db.transaction() as tx:
        number = reports.filed(tx).number
        gauges.gauge(tx, "pju", token_hash=token_hash("x"))  # named as a category: one name fills both places
    url = db.engine().url.render_as_string(hide_password=False)
    given_settings = {"home": home, "database_url": url, "secret_key": "k" * 40, **WHATSAPP}
    made = Settings.model_validate(given_settings | {"telegram_secret": TELEGRAM_SECRET})
    app = create_app(made)
    return City(app, number, list(doors(app)))


def signed_in(username: str) -> Headers:
    """The headers of this officer's browser, with a new session."""
    with db.transaction() as tx:
        officer = panel.officer_named(tx, username)
        officer.active = True  # a walk may have locked them out
        token = sessions.open_session(tx, officer, now=clock.now())
        tx.flush()
        mine = select(OfficerSession.csrf).where(OfficerSession.officer_id == officer.id)
        csrf = tx.scalars(mine.order_by(OfficerSession.created_at.desc()).limit(1)).one()
    return [HTML, (b"cookie", f"{COOKIE}={token}".encode()), (b"x-csrf-token", csrf.encode())]


def text(value: Any) -> bytes:
    """A value as it would be typed; lone surrogates as the bytes they would be."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def requests(stage: City, door: Door, value: Any) -> Iterator[dict[str, Any]]:
    """The door's requests: the value everywhere at once, in each place of the path, and in one field alone
    (another with each value) that is not hidden behind the refusal of the others."""
    raw = text(value)
    for spot in [None, *door.places]:
        path = door.path
        for name in door.places:
            # As a server hands it on: percent-decoded, broken characters replaced.
            put = raw.decode("utf-8", "replace") if name == spot else stage.plausible(name)
            path = path.replace("{" + name + "}", put)
        if spot is None:
            query = dict.fromkeys(door.query, raw)
            said = [(name.encode(), raw.replace(b"\n", b"")) for name in door.headers]
            body = _form(stage, door, raw)
            yield {"path": path, "query": urlencode(query).encode(), "body": body, "headers": said}
        else:
            yield {"path": path, "body": _form(stage, door, None)}
    if len(door.query) > 1:
        name = door.query[sum(raw) % len(door.query)]
        yield {"path": filled(stage, door), "query": f"{name}={quote_from_bytes(raw)}".encode()}
    if len(door.form) > 1:
        name = door.form[sum(raw) % len(door.form)]
        yield {"path": filled(stage, door), "body": _form(stage, door, raw, only=name)}


def filled(stage: City, door: Door) -> str:
    path = door.path
    for name in door.places:
        path = path.replace("{" + name + "}", stage.plausible(name))
    return path


def _form(stage: City, door: Door, raw: bytes | None, only: str | None = None) -> bytes:
    hostile = raw is not None
    fields = {name: raw if hostile and only in (None, name) else stage.plausible(name) for name in door.form}
    return urlencode(fields).encode()


def crashed(door: Door, status: int) -> bool:
    """Whether this is no answer. /health may say 503: no worker runs beside these tests."""
    return status >= 500 and (door.path, status) != ("/health", 503)


async def walk(stage: City, value: Any, who: Headers, chosen: list[Door]) -> list[str]:
    """Which doors answered with a 5xx."""
    wrong = []
    for door in chosen:
        for request in requests(stage, door, value):
            headers = [*who, FORM, *request.pop("headers", [])]
            path = request.pop("path")
            status, answer = await knock(stage.app, door.method, path, headers=headers, **request)
            if crashed(door, status):
                wrong.append(
                    f"{door} {path!r:.80} {request!r:.200} -> {status} {answer.get(b'fault', b'')!r}"
                )
    return wrong


def spread(values: Sequence[Any], chosen: list[Door], *, each: int) -> Iterator[tuple[Any, list[Door]]]:
    """Every value with some of the doors, so that every door meets `each` of them."""
    rounds = -(-len(values) // each)
    for at, value in enumerate(values):
        yield value, chosen[at % rounds :: rounds]


def public(stage: City) -> list[Door]:
    """Doors that do more than refuse who is not signed in."""
    return [d for d in stage.walk if not d.path.startswith(OFFICERS_DOORS) and str(d) not in LEFT_OUT]


def behind_sign_in(stage: City) -> list[Door]:
    """Doors that only officers pass."""
    return [d for d in stage.walk if d.path.startswith(OFFICERS_DOORS) and str(d) not in LEFT_OUT]
