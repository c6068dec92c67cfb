"""What is sent to other people's programs, as decisions: signed how, tried how long, taken or not.

Signatures are those of Standard Webhooks 1.0 (standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body".
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(hours=24)
GONE = 410  # the receiver wants nothing any more


class Reception(StrEnum):
    """What a receiver's answer means."""

    YES = "yes"
    NOT_YET = "not yet"
    NEVER = "never"


def taken(status: int) -> Reception:
    """Of an HTTP status."""
    if 200 <= status < 300:
        return Reception.YES
    return Reception.NEVER if status == GONE else Reception.NOT_YET


def key(secret: str, webhook_id: int, salt: str) -> bytes:
    """32 bytes that sign a webhook's messages, from the product's own secret: stored nowhere."""
    return hmac.digest(secret.encode(), f"webhook:{webhook_id}:{salt}".encode(), hashlib.sha256)


def as_told(signing: bytes) -> str:
    """The key as its receiver keeps it."""
    return "whsec_" + base64.b64encode(signing).decode()


def headers(signing: bytes, *, seq: int, at: datetime, body: bytes) -> dict[str, str]:
    """Of one try. An event has one id however often it is sent, so that its receiver knows it again."""
    name, stamp = f"evt_{seq}", str(int(at.timestamp()))
    signed = hmac.digest(signing, b".".join((name.encode(), stamp.encode(), body)), hashlib.sha256)
    return {
        "webhook-id": name, "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }  # fmt: skip


def day_is_over(happened: datetime, *, since: datetime, now: datetime) -> bool:
    """Whether an event has been tried long enough. since: nothing was sent before."""
    return now - max(happened, since) > DAY
