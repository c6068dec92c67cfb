"""News into browsers (Web Push, RFC 8030): encrypted for each (RFC 8291), signed as ours (RFC 8292)."""

import base64
import hashlib
import json
import logging
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from routing.news import subscriptions
from routing.news.leaving import Left, Parcel, Piece
from storage.db import reading, transaction
from storage.models import PushSubscription

log = logging.getLogger(__name__)
PATIENCE = 10.0  # seconds
KEPT = 24 * 3600  # seconds the vendor keeps it for a browser that is off
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def key_of(secret: str) -> ec.EllipticCurvePrivateKey:
    """What signs our notifications, from the product's own secret: every process has the same."""
    number = int.from_bytes(hashlib.sha512(f"web push:{secret}".encode()).digest())
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: str) -> str:
    """What a browser is told when it subscribes, as base64url."""
    form = serialization.PublicFormat.UncompressedPoint
    point = key_of(secret).public_key().public_bytes(serialization.Encoding.X962, form)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


@dataclass(frozen=True)
class Push:
    """secret: as above. site: who is to be asked about them."""

    secret: str
    site: str

    def __call__(self, parcel: Parcel) -> Left:
        """Sends each piece to each of the officer's browsers; a browser that is gone is forgotten."""
        with reading() as session:
            browsers = list(subscriptions.of(session, parcel.officer))
        if not browsers:
            return Left.NOBODY
        with httpx2.Client(timeout=PATIENCE, follow_redirects=False) as http:
            became = [self._send(http, one, piece) for one in browsers for piece in parcel.pieces]
        if Left.SENT in became:
            return Left.SENT
        return Left.LATER if Left.LATER in became else Left.NOBODY

    def _send(self, http: httpx2.Client, browser: PushSubscription, piece: Piece) -> Left:
        if not subscriptions.is_vendors(browser.endpoint):
            return Left.NOBODY
        try:
            body = encrypted(browser, {"id": piece.news, "words": piece.words, "path": piece.path})
            answer = http.post(browser.endpoint, content=body, headers=self._headers(browser.endpoint))
        except (httpx2.HTTPError, ValueError) as wrong:
            log.warning("a notification waits: %s", type(wrong).__name__)
            return Left.LATER
        if answer.status_code in (404, 410):
            with transaction() as tx:
                subscriptions.forget(tx, browser.endpoint)
            return Left.NOBODY
        return Left.SENT if answer.is_success else Left.LATER

    def _headers(self, endpoint: str) -> dict[str, str]:
        from py_vapid import Vapid02

        parts = urlsplit(endpoint)
        claims: dict[str, Any] = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": self.site}
        signed = Vapid02(private_key=key_of(self.secret)).sign(claims)
        return {**signed, "TTL": str(KEPT), "Content-Encoding": "aes128gcm", "Urgency": "normal"}


def encrypted(browser: PushSubscription, said: dict[str, Any]) -> bytes:
    """For this browser alone. ValueError where its keys are none."""
    import http_ece

    mine = ec.generate_private_key(ec.SECP256R1())
    plain = json.dumps(said, ensure_ascii=False).encode()
    return bytes(
        http_ece.encrypt(
            plain, salt=os.urandom(16), private_key=mine, dh=_raw(browser.p256dh),
            auth_secret=_raw(browser.auth), version="aes128gcm",
        )
    )  # fmt: skip


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
