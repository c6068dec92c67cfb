"""Passwords: argon2id, and what may be chosen as one.

Cost after OWASP's password storage advice (19 MiB, t=2, p=1); rules after NIST SP 800-63B: length and a list
of common ones, no composition rules.
"""

import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 8, 200
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
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


def objection(password: str, username: str) -> str | None:
    """Why this password may not be chosen, as a sentence for the person, or None."""
    if len(password) < SHORTEST:
        return f"Kata sandi paling sedikit {SHORTEST} karakter; 15 atau lebih lebih aman."
    if len(password) > LONGEST:
        return f"Kata sandi paling banyak {LONGEST} karakter."
    plain = _normal(password).casefold()
    if plain in COMMON or len(set(plain)) < 4 or (username and username.casefold() in plain):
        return "Kata sandi ini mudah ditebak. Pilih beberapa kata yang tidak berkaitan."
    return None
