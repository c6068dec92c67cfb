"""One picture, or one piece of a stream, from a camera: through the address guard, and never more than fits.

The camera's user and password are taken out of its address and told only when it asks for them, by Digest
where it knows that. No redirect is followed: it could lead elsewhere inside.
"""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from sensors.domain.cameras import addresses
from storage.outside import MayCall, guarded
from storage.pictures import MAX_BYTES

PATIENCE = httpx2.Timeout(10, connect=5)
LONGEST = 20  # seconds a whole answer may take: an endless one (MJPEG) would hold up all other cameras
MOST_PICTURE = MAX_BYTES
MOST_PIECE = 16 * 1024 * 1024
_shared: dict[MayCall, httpx2.Client] = {}
_lock = threading.Lock()


class CameraAway(Exception):
    """The camera gave nothing; the text says why, in Indonesian, and holds no address."""


@dataclass(frozen=True)
class CameraAnswer:
    """What a camera sent. clock: its Date; modified: its Last-Modified; None where it says nothing usable."""

    content: bytes
    status: int = 200
    content_range: str = ""
    clock: datetime | None = None
    modified: datetime | None = None


def fetch(address: str, reach: MayCall, *, most: int = MOST_PICTURE, wanted: str = "") -> CameraAnswer:
    """What is at this address. wanted: a Range header. CameraAway."""
    if wrong := addresses.wrong_with(address, reach):
        raise CameraAway(wrong)
    bare, user, password = addresses.parted(address)
    # As it is: what is packed small could be unpacked into all our memory.
    headers = {"Accept-Encoding": "identity", **({"Range": wanted} if wanted else {})}
    try:
        client = _client(reach)
        with client.stream("GET", bare, headers=headers) as answer:
            told = _when_asked(answer, user, password) if answer.status_code == 401 and user else None
            if told is None:
                return _taken(answer, most)
        with client.stream("GET", bare, headers={**headers, "Authorization": told}) as answer:
            return _taken(answer, most)
    except httpx2.TimeoutException:
        raise CameraAway("kamera tidak menjawab dalam 10 detik") from None
    except (httpx2.HTTPError, httpx2.InvalidURL):
        raise CameraAway("kamera tidak bisa dihubungi") from None


def _when_asked(answer: httpx2.Response, user: str, password: str) -> str | None:
    """User and password for a camera that asks: by Digest where it offers it, else by Basic. Its words beside
    that, which may never end, are not read."""
    flow = httpx2.DigestAuth(user, password).auth_flow(answer.request)
    next(flow)
    try:
        return str(flow.send(answer).headers["Authorization"])
    except StopIteration:  # it did not ask for Digest
        asked = " ".join(answer.headers.get_list("WWW-Authenticate")).casefold()
    if "basic" not in asked:
        return None
    asking = next(httpx2.BasicAuth(user, password).auth_flow(answer.request))
    return str(asking.headers["Authorization"])


def _taken(answer: httpx2.Response, most: int) -> CameraAnswer:
    status = answer.status_code
    if status in (401, 403):
        raise CameraAway("kamera menolak nama atau sandinya")
    if status not in (200, 206):
        raise CameraAway(f"kamera menjawab {status}")
    content, until = bytearray(), time.monotonic() + LONGEST
    for piece in answer.iter_raw():
        content += piece
        if len(content) > most:
            raise CameraAway(f"kirimannya lebih besar dari {most // 1024 // 1024} MB")
        if time.monotonic() > until:
            raise CameraAway(f"kirimannya belum habis dalam {LONGEST} detik")
    told = answer.headers
    return CameraAnswer(
        bytes(content), status, told.get("Content-Range", "")[:100], _moment(told.get("Date")),
        _moment(told.get("Last-Modified")),
    )  # fmt: skip


def _moment(said: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(said) if said else None
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC) if found else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _client(reach: MayCall) -> httpx2.Client:
    """One for the process: a stream's pieces come over the connection that is open."""
    with _lock:
        if reach not in _shared:
            limits = httpx2.Limits(max_connections=100, max_keepalive_connections=40, keepalive_expiry=30)
            made = httpx2.Client(timeout=PATIENCE, follow_redirects=False, limits=limits)
            made.headers["User-Agent"] = "Sorot"
            _shared[reach] = guarded(made, reach)
        return _shared[reach]
