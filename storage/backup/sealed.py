"""Lines in a file that only the holder of a key can read: gzip inside age (age-encryption.org)."""

import gzip
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

LEVEL = 6  # of gzip


class CannotRead(Exception):
    """A file that cannot be opened: another key's, cut off, or no backup at all."""


def recipients(given: str) -> list[Any]:
    """The public keys in `given` (age1…, separated by blanks or commas); ValueError for anything else."""
    names = given.replace(",", " ").split()
    try:
        return [pyrage.x25519.Recipient.from_str(name) for name in names]
    except pyrage.RecipientError as error:
        raise ValueError(str(error)) from None


def identities(file: Path) -> list[Any]:
    """The secret keys in an identity file of age; CannotRead when there are none."""
    try:
        lines = file.read_text("utf-8").splitlines()
        found = [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.startswith("AGE-SECRET-KEY-")
        ]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise CannotRead(f"{file} cannot be read as a key: {error}") from None
    if not found:
        raise CannotRead(f"{file} holds no secret key of age (a line that begins with AGE-SECRET-KEY-)")
    return found


def new_key(file: Path) -> str:
    """A key in a new file for its owner alone; its public half. FileExistsError: never over one."""
    made = pyrage.x25519.Identity.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"# public key: {made.to_public()}\n{made}\n")
    return str(made.to_public())


@contextmanager
def writing(file: Path, keys: list[Any]) -> Iterator[IO[bytes]]:
    """A file to write to. It gets its name when all is written and on the disk; what fails leaves none."""
    with _aside(file) as part, _sealing(part, keys) as plain:
        yield plain


def keep(file: Path, content: bytes, keys: list[Any]) -> None:
    """One picture in a file of its own, encrypted."""
    with _aside(file) as part:
        part.write_bytes(pyrage.encrypt(content, keys))


@contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """A file under another name, which becomes `file` once it is on the disk."""
    part = file.with_name(f".{file.name}.part")
    try:
        yield part
        with part.open("rb+") as done:
            os.fsync(done.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _sealing(part: Path, keys: list[Any]) -> Iterator[IO[bytes]]:
    """What is written goes encrypted into the file, by a thread: nothing plain touches the disk."""
    reads, writes = os.pipe()
    failed: list[Exception] = []

    def run() -> None:
        try:
            with os.fdopen(reads, "rb") as source, part.open("wb") as sink:
                pyrage.encrypt_io(source, sink, keys)
        except Exception as error:  # noqa: BLE001 - raised again below, where the writer is
            failed.append(error)

    thread = threading.Thread(target=run, name="sealing", daemon=True)
    thread.start()
    try:
        with os.fdopen(writes, "wb") as raw, gzip.open(raw, "wb", compresslevel=LEVEL) as plain:
            yield plain  # type: ignore[misc]
    except BrokenPipeError:
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise failed[0]


def lines(file: Path, keys: list[Any]) -> Iterator[bytes]:
    """The lines of a sealed file; CannotRead where it is not whole or not for these keys."""
    reads, writes = os.pipe()
    failed: list[Exception] = []

    def run() -> None:
        try:
            with file.open("rb") as source, os.fdopen(writes, "wb") as sink:
                pyrage.decrypt_io(source, sink, keys)
        except Exception as error:  # noqa: BLE001 - told below, where the reader is
            failed.append(error)

    thread = threading.Thread(target=run, name="opening", daemon=True)
    thread.start()
    try:
        with os.fdopen(reads, "rb") as raw, gzip.open(raw, "rb") as plain:
            yield from plain
    except (EOFError, OSError) as error:
        failed.append(error)
    thread.join()
    if failed:
        raise CannotRead(f"{file.name} cannot be opened: {failed[0]}")


def unseal(content: bytes, keys: list[Any]) -> bytes:
    """One picture; CannotRead when it is not for these keys, or not whole."""
    try:
        return bytes(pyrage.decrypt(content, keys))
    except (pyrage.DecryptError, ValueError) as error:
        raise CannotRead(str(error)) from None
