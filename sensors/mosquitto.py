"""The secrets of things and of SensorThings' clients as Mosquitto reads them, kept equal to the database.

Things' rights need no list: `pattern write sorot/sensor/%u/reading` lets everybody who signs in with a
thing's code send that thing's readings (`deploy/mosquitto/rights`). Clients hear what is published for
them, by a line each: their names stand in `readers` beside the passwords, and in `writers` where one may send
the observations it makes. A client called as a thing is left out: it could send for it, and Mosquitto knows
one secret a name. Who runs Mosquitto takes the files over when they change (`deploy/mosquitto/serve.sh`): a
new secret works, and a revoked one ends, within seconds.
"""

import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.sta import creating
from sensors.sta.topics import PREFIX
from sensors.topics import maps
from storage.db import glancing
from storage.models import StaClient, Thing

PRODUCT = "sorot"
READERS, WRITERS = "readers", "writers"  # files' names
LOOK_EVERY = 2.0  # seconds


def passwords(session: Session) -> str:
    """The file's lines: things by code, then clients by name."""
    return "".join(f"{name}:{made}\n" for name, made in [*_things(session), *_clients(session)])


def readers(session: Session) -> list[str]:
    """The names of clients that may come in, to hear."""
    return [name for name, _ in _clients(session)]


def writers(session: Session) -> list[tuple[str, str]]:
    """(client, topic) for each topic to which one may send."""
    rows = [session.get_one(StaClient, name) for name in readers(session)]
    return [(row.name, topic) for row in rows for topic in creating.topics_of(session, row)]


def _things(session: Session) -> Sequence[tuple[str, str | None]]:
    has_key = select(Thing.code, Thing.mosquitto_hash).where(Thing.mosquitto_hash.is_not(None))
    return session.execute(has_key.order_by(Thing.code)).all()


def _clients(session: Session) -> Sequence[tuple[str, str | None]]:
    has_key = select(StaClient.name, StaClient.mosquitto_hash).where(StaClient.mosquitto_hash.is_not(None))
    others = has_key.where(StaClient.name != PRODUCT, StaClient.name.not_in(select(Thing.code)))
    return session.execute(others.order_by(StaClient.name)).all()


def rights(clients: Sequence[str] = (), sending: Sequence[tuple[str, str]] = ()) -> str:
    """The lines of Mosquitto's rights file (acl_file): the product all, a thing its own topics, `clients`."""
    own = "".join(f"pattern write {one.own('%u')}\n" for one in maps())
    heard = "".join(f"\nuser {name}\ntopic read {PREFIX}#\n" for name in clients)
    sent = "".join(f"\nuser {name}\ntopic write {topic}\n" for name, topic in sending)
    return f"user {PRODUCT}\ntopic readwrite #\n\n{own}{heard}{sent}"


def keep(stop: threading.Event, file: Path) -> None:
    """Keep `file`, and `readers` beside it, equal to the database until `stop` is set."""
    while True:
        write_if_changed(file)
        if stop.wait(LOOK_EVERY):
            return


def write_if_changed(file: Path) -> bool:
    """Bring the files up to date, each whole or not at all; whether one had to change."""
    with glancing() as session:
        known, hearing = passwords(session), "".join(f"{name}\n" for name in readers(session))
        sending = "".join(f"{name} {topic}\n" for name, topic in writers(session))
    beside = ((READERS, hearing), (WRITERS, sending))
    return any([_write(file, known), *(_write(file.with_name(name), text) for name, text in beside)])


def _write(file: Path, wanted: str) -> bool:
    if file.exists() and file.read_text("ascii") == wanted:
        return False
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.name}-", delete=False) as made:
        made.write(wanted)
    # Mosquitto's own user must read it; the secrets are 256 random bits, their hashes tell nothing.
    Path(made.name).chmod(0o644)
    Path(made.name).replace(file)
    return True
