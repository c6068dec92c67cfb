"""Seals of links, tickets and cookies, which we hand out and want back unchanged, by itsdangerous.

A seal stands beside what it seals, never around it: some of what is sealed is not handed out.
"""

import hashlib
import hmac
import re

from itsdangerous import Signer
from itsdangerous.encoding import base64_decode

SEAL = r"[A-Za-z0-9_-]{43}|[0-9a-f]{32,40}"
# Shortened and in hexadecimal: as tickets and cookies were sealed until November 2026, good all the same.
_FORMER = re.compile(r"[0-9a-f]{32,40}")


def seal(secret: str, said: str) -> str:
    """The seal of these words; begin them with what they are for, so that no seal serves two purposes."""
    return _signer(secret).get_signature(said).decode()


def fits(secret: str, said: str, given: str) -> bool:
    """Whether this is the words' seal."""
    signer = _signer(secret)
    if _FORMER.fullmatch(given):
        right = base64_decode(signer.get_signature(said)).hex()
        return hmac.compare_digest(right[: len(given)], given)
    return given.isascii() and signer.verify_signature(said, given)


def _signer(secret: str) -> Signer:
    # No key derived: links already in people's chats carry the plain HMAC.
    return Signer(secret, key_derivation="none", digest_method=hashlib.sha256)
