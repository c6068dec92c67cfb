"""Signed heads: so many events, and this root over them, at this moment. Written down daily and handed out.

A head outside this machine is what nobody who may write to the database can undo.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.clock import LOCAL
from storage.models import Event
from storage.trace import chain, tree
from storage.trace.leaf import canonical

FOLDER = "trace"  # in the home
LEAVES = "leaves.bin"  # every event's leaf, 32 bytes each: names an event where a head names many
LOG = "sorot"
LARGEST = 10_000  # bytes of a head's file
_FIELDS = frozenset(("log", "size", "root", "at", "key", "signature"))


class BadHead(ValueError):
    """A file is no head, or was not signed with the key it should be."""


@dataclass(frozen=True)
class Head:
    """What a head's file says. key: the public key, signature over all the rest; both in hexadecimal."""

    size: int
    root: bytes
    at: str
    key: str
    signature: str

    def said(self) -> dict[str, Any]:
        """What is signed."""
        return {"log": LOG, "size": self.size, "root": self.root.hex(), "at": self.at, "key": self.key}

    def plain(self) -> dict[str, Any]:
        """As it stands in its file."""
        return {**self.said(), "signature": self.signature}


class Signer:
    """Holds the Ed25519 key made from the installation's secret."""

    def __init__(self, secret: str) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = Ed25519PrivateKey.from_private_bytes(sha256(b"sorot trace " + secret.encode()).digest())

    @property
    def public(self) -> str:
        """The public key, hexadecimal."""
        return self._key.public_key().public_bytes_raw().hex()

    def head(self, size: int, root: bytes, *, now: datetime) -> Head:
        """A signed head."""
        made = Head(size, root, now.isoformat(timespec="seconds"), self.public, "")
        return Head(made.size, made.root, made.at, made.key, self._key.sign(canonical(made.said())).hex())


def current(session: Session, signer: Signer, *, now: datetime) -> Head | None:
    """The head of the log as it is; None while it is empty or older events are still to be chained."""
    state = chain.state(session)
    if state is None or not state[0]:
        return None
    return signer.head(state[0], tree.root_of(state[1]), now=now)


def check(head: Head, keys: Sequence[str]) -> None:
    """BadHead unless it is signed, and with one of these public keys."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.key))
        public.verify(bytes.fromhex(head.signature), canonical(head.said()))
    except (InvalidSignature, ValueError) as wrong:
        raise BadHead("its signature is wrong: the file was changed") from wrong
    if head.key not in keys:
        raise BadHead(f"it was signed with another key ({head.key}), not with this installation's")


def read(file: Path) -> Head:
    """The head in a file, its signature unchecked; BadHead when there is none."""
    try:
        with file.open("rb") as opened:
            given = json.loads(opened.read(LARGEST + 1)[:LARGEST])
    except OSError as error:
        raise BadHead(f"it cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise BadHead("it holds no JSON") from error
    return of(given)


def of(given: Any) -> Head:
    """The head these values say; BadHead when they say none."""
    if not isinstance(given, Mapping) or given.keys() < _FIELDS or given["log"] != LOG:
        raise BadHead("it is no head of Sorot's event log")
    size, words = given["size"], [given[name] for name in ("root", "at", "key", "signature")]
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise BadHead("its size is no number of events")
    if not all(isinstance(word, str) for word in words):
        raise BadHead("it is no head of Sorot's event log")
    try:
        root = bytes.fromhex(words[0])
    except ValueError as error:
        raise BadHead("its root is not hexadecimal") from error
    return Head(size, root, *words[1:])


def kept(folder: Path) -> list[Path]:
    """The files of the heads written so far, the oldest first."""
    return sorted(folder.glob("head-*.json"))


def write_daily(folder: Path, session: Session, signer: Signer, *, now: datetime) -> Path | None:
    """Write today's head unless it is there; its file when it was written now."""
    file = folder / f"head-{now.astimezone(LOCAL).date().isoformat()}.json"
    if file.exists() or (head := current(session, signer, now=now)) is None:
        return None
    if not write(file, head):
        return None
    _leaves(folder / LEAVES, session, head.size)
    return file


def write(file: Path, head: Head) -> bool:
    """Write a head to a new file; False when somebody else has. Whole or not at all, as a kill may come."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=".head") as made:
        json.dump(head.plain(), made, indent=1)
        made.write("\n")
        made.flush()
        os.fsync(made.fileno())
        with suppress(FileExistsError):
            file.hardlink_to(made.name)
            file.chmod(0o644)
            return True
    return False


def _leaves(file: Path, session: Session, size: int) -> None:
    """Add the leaves that are not in the file yet; a half one of a killed process is written anew."""
    have = file.stat().st_size // tree.HASH if file.exists() else 0
    wanted = select(Event.trace).where(Event.seq > have, Event.seq <= size).order_by(Event.seq)
    rows = session.scalars(wanted.execution_options(yield_per=5000))
    with file.open("r+b" if file.exists() else "w+b") as opened:
        opened.seek(have * tree.HASH)
        opened.truncate()
        for trace in rows:
            opened.write((trace or b"")[: tree.HASH])


def leaves(folder: Path, head: Head) -> bytes | None:
    """The leaves a head covers, None where the file does not hold them as they were signed."""
    file = folder / LEAVES
    try:
        with file.open("rb") as opened:
            held = opened.read(head.size * tree.HASH)
    except OSError:
        return None
    peaks: list[bytes] = []
    for size, leaf in enumerate(chain.split(held)):
        peaks, _ = tree.append(peaks, size, leaf)
    whole = len(held) == head.size * tree.HASH
    return held if whole and tree.root_of(peaks) == head.root else None
