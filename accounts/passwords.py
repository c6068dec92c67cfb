"""Passwords: argon2id, and what may be chosen as one.

Cost after OWASP's password storage advice (19 MiB, t=2, p=1); rules after NIST SP 800-63B: length and a list
of common ones, no composition rules.
"""

import time
import unicodedata
from collections.abc import Collection
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.guessable import is_guessable

SHORTEST, LONGEST = 8, 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash("kata sandi orang yang tidak ada")  # so that an unknown name costs the same time


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return _hasher.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """True when the password is the stored one; takes as long when there is none to compare with."""
    try:
        return _hasher.verify(stored or _nobody, _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def pretend(password: str) -> None:
    """Takes as long as looking at a password, without its work: a crowd is to cost us none."""
    _normal(password)
    time.sleep(_costs())


@cache
def _costs() -> float:
    """Seconds of one look."""
    begun = time.perf_counter()
    matches(None, "")
    return time.perf_counter() - begun


def objection(password: str, username: str, own: Collection[str] = ()) -> str | None:
    """Why this password may not be chosen, as a sentence for the person, or None.

    own: words that are easily guessed here: the city's places and offices.
    """
    if len(password) < SHORTEST:
        return f"Kata sandi paling sedikit {SHORTEST} karakter; 15 atau lebih lebih aman."
    if len(password) > LONGEST:
        return f"Kata sandi paling banyak {LONGEST} karakter."
    named = bool(username) and username.casefold() in _normal(password).casefold()
    if named or is_guessable(_normal(password), own):
        return "Kata sandi ini mudah ditebak. Pilih beberapa kata yang tidak berkaitan."
    return None
