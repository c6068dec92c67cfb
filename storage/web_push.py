"""Notifications into browsers (Web Push, RFC 8030): encrypted for each (RFC 8291), signed as ours (RFC 8292).

A browser's endpoint is foreign input: only the vendors' hosts are called.
"""

import base64
import hashlib
import json
import logging
import os
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

log = logging.getLogger(__name__)
PATIENCE = 10.0  # seconds
KEPT = 24 * 3600  # seconds the vendor keeps it for a browser that is off
HOSTS = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com")
BELOW = (".notify.windows.com", ".push.apple.com")
LONGEST = 1000  # characters of an endpoint
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class ReachedBrowser(Protocol):
    """What a browser handed over."""

    endpoint: Any
    p256dh: Any
    auth: Any


class Pushed(StrEnum):
    """What became of a notification. gone: the browser takes none any more; never: it cannot be sent."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    NEVER = "never"


def key_of(secret: str) -> ec.EllipticCurvePrivateKey:
    """What signs our notifications, from the product's own secret: every process has the same."""
    number = int.from_bytes(hashlib.sha512(f"web push:{secret}".encode()).digest())
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: str) -> str:
    """What a browser is told when it subscribes, as base64url."""
    form = serialization.PublicFormat.UncompressedPoint
    point = key_of(secret).public_key().public_bytes(serialization.Encoding.X962, form)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def is_vendors(endpoint: str) -> bool:
    """Whether this is a push service of a browser's vendor, over TLS and its own port."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").casefold(), parts.port
    except ValueError:
        return False
    named = host in HOSTS or host.endswith(BELOW)
    return (
        parts.scheme == "https" and named and port in (None, 443) and not (parts.username or parts.password)
    )


def client() -> httpx2.Client:
    """What vendors are called with; follows no redirection."""
    return httpx2.Client(timeout=PATIENCE, follow_redirects=False)


def push(
    http: httpx2.Client, browser: ReachedBrowser, said: dict[str, Any], *, secret: str, site: str
) -> Pushed:
    """Sends it to one browser. secret: the product's; site: who is to be asked about us."""
    if not is_vendors(browser.endpoint):
        return Pushed.NEVER
    try:
        headers = _headers(browser.endpoint, secret=secret, site=site)
        answer = http.post(browser.endpoint, content=_encrypted(browser, said), headers=headers)
    except (httpx2.HTTPError, ValueError) as wrong:
        log.warning("a notification waits: %s", type(wrong).__name__)
        return Pushed.LATER
    if answer.status_code in (404, 410):
        return Pushed.GONE
    return Pushed.TAKEN if answer.is_success else Pushed.LATER


def _headers(endpoint: str, *, secret: str, site: str) -> dict[str, str]:
    from py_vapid import Vapid02

    parts = urlsplit(endpoint)
    claims: dict[str, Any] = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": site}
    signed = Vapid02(private_key=key_of(secret)).sign(claims)
    return {**signed, "TTL": str(KEPT), "Content-Encoding": "aes128gcm", "Urgency": "normal"}


def _encrypted(browser: ReachedBrowser, said: dict[str, Any]) -> bytes:
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
