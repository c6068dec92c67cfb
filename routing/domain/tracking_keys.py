"""The keys of a report's page: the long one stands in its reporter's link, the short one can be typed.

The long key opens the whole story. The short one follows from it (and never the other way) and opens what may
be seen of the report by others: its state. Supporters are given that one.
"""

import hashlib
import hmac
import secrets

# Crockford's alphabet: no letter that looks like a digit, and what is mistyped is read as what was meant.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OILU", "011V")
LENGTH = 8  # 40 bits; tries are counted at the door ("key" in storage.limits)


def new() -> str:
    """A long key nobody can guess."""
    return secrets.token_urlsafe(12)


def short_of(key: str) -> str:
    """The short key of a report with this long one, as it is shown: `7K3M-9QXD`."""
    digest = hashlib.sha256(f"sorot-kunci-pendek:{key}".encode()).digest()
    written = "".join(_ALPHABET[byte % 32] for byte in digest[:LENGTH])
    return f"{written[:4]}-{written[4:]}"


def opens_story(given: str, key: str) -> bool:
    """Whether this is the long key."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), key.encode())


def opens_state(given: str, key: str) -> bool:
    """Whether this is the short key, however it is typed."""
    letters = "".join(c for c in given.upper() if c.isascii() and c.isalnum())
    meant = letters.translate(_MISREAD)[: LENGTH + 1]
    return hmac.compare_digest(meant.encode(), short_of(key).replace("-", "").encode())
