"""A secret that is made once and kept in a file, where none is set."""

import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

MIN_SECRET = 32
SECRET_KEY_LOST = "and photos picked but not yet sent are lost"
TRACE_KEY_LOST = "and heads signed so far need --key with the old public key"


class UnsafeSettings(SystemExit):
    """The settings would open a hole or lose data; the message says which and what to set."""


def kept_secret(path: Path, *, lost: str = SECRET_KEY_LOST) -> str:
    """The secret stored in `path`, readable by its owner only; made at first use.

    UnsafeSettings when there is none in it: a file emptied by a full disk would sign with nothing.
    Written aside and linked: of two processes that start at once, both read the whole secret of one.
    """
    if not path.exists() and not path.is_symlink():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as made:
            made.write(secrets.token_urlsafe(48))
            made.flush()
            with suppress(FileExistsError):
                path.hardlink_to(made.name)
    try:
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError):  # a folder, another's file, a link to nowhere, bytes of a bad disk
        secret = ""
    if len(secret) < MIN_SECRET:
        raise UnsafeSettings(
            f"Sorot does not start, because:\n  - {path} holds no secret that can be read. Put it back "
            f"from a backup, or remove the file: a new one is made, {lost}."
        )
    return secret
