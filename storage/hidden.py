"""Secrets of others that must be told again (a feed's key, a camera's password), sealed in the database.

By Fernet, under a key made from the product's own secret: a backup without that secret opens none of them.
"""

import base64
import hashlib
from typing import Any

PURPOSE = "secrets of others:"


def hide(secret: str, words: str) -> str:
    """The words sealed under the product's secret; "" for none."""
    return _fernet(secret).encrypt(words.encode()).decode() if words else ""


def tell(secret: str, hidden: str) -> str | None:
    """The words again; None where they were sealed under another secret, or changed."""
    from cryptography.fernet import InvalidToken

    if not hidden:
        return ""
    try:
        told: str = _fernet(secret).decrypt(hidden.encode()).decode()
    except InvalidToken:
        return None
    return told


def _fernet(secret: str) -> Any:
    from cryptography.fernet import Fernet  # loaded where a secret is told, and there only

    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{PURPOSE}{secret}".encode()).digest()))
