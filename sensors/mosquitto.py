"""The things' secrets as Mosquitto reads them: a password file kept equal to the database.

Rights need no list: `pattern write sorot/sensor/%u/reading` lets everybody who signs in with a thing's code
send that thing's readings (`deploy/mosquitto/rights`). Who runs Mosquitto takes the file over when it changes
(`deploy/mosquitto/serve.sh`): a new secret works, and a revoked one ends, within seconds.
"""

import tempfile
import threading
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.topics import maps
from storage.db import glancing
from storage.models import Thing

PRODUCT = "sorot"
LOOK_EVERY = 2.0  # seconds


def passwords(session: Session) -> str:
    """The file's lines, by code."""
    has_key = select(Thing.code, Thing.mosquitto_hash).where(Thing.mosquitto_hash.is_not(None))
    return "".join(f"{code}:{made}\n" for code, made in session.execute(has_key.order_by(Thing.code)))


def rights() -> str:
    """The lines of Mosquitto's rights file (acl_file): the product all, a thing its own topics."""
    own = "".join(f"pattern write {one.own('%u')}\n" for one in maps())
    return f"user {PRODUCT}\ntopic readwrite #\n\n{own}"


def keep(stop: threading.Event, file: Path) -> None:
    """Keep `file` equal to the database until `stop` is set."""
    while True:
        write_if_changed(file)
        if stop.wait(LOOK_EVERY):
            return


def write_if_changed(file: Path) -> bool:
    """Bring the file up to date, whole or not at all; whether it had to change."""
    with glancing() as session:
        wanted = passwords(session)
    if file.exists() and file.read_text("ascii") == wanted:
        return False
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.name}-", delete=False) as made:
        made.write(wanted)
    # Mosquitto's own user must read it; the secrets are 256 random bits, their hashes tell nothing.
    Path(made.name).chmod(0o644)
    Path(made.name).replace(file)
    return True
