"""A camera's stream handed through: the browser holds tickets, never an address.

A ticket is sealed and names its camera, its officer and one address; it is good for minutes, for that officer
alone, and only while they still see the camera. Only what lies at the stream's own host is handed through.
"""

import base64
import hashlib
import json
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from sensors.cameras import fetching
from sensors.cameras.fetching import CameraAway
from sensors.domain.cameras import addresses, playlists
from storage import hidden
from storage.models import Camera, Officer
from storage.outside import MayCall

WATCHED = 600  # seconds a playlist's ticket is good: then somebody must say that they still watch
PIECE = 60  # seconds a piece's ticket is good
AT_ONCE = 24  # pieces a process fetches side by side
PURPOSE = "camera streams:"
PATH = "/petugas/kamera/aliran/"
PLAYLIST = "application/vnd.apple.mpegurl"
TYPES = {
    ".ts": "video/mp2t", ".m4s": "video/mp4", ".mp4": "video/mp4", ".m4v": "video/mp4", ".m4a": "audio/mp4",
    ".aac": "audio/aac", ".vtt": "text/vtt",
}  # fmt: skip
_room = threading.BoundedSemaphore(AT_ONCE)


class TicketOver(Exception):
    """The ticket is none, not this officer's, or its time is over."""


class Crowded(Exception):
    """As many pieces are under way as this process takes."""


@dataclass(frozen=True)
class Ticket:
    """What a ticket says. until: seconds since 1970; is_list: it is for a playlist."""

    camera: int
    officer: int
    address: str
    until: int
    is_list: bool


@dataclass(frozen=True)
class StreamPiece:
    """What goes to the browser."""

    content: bytes
    kind: str
    status: int = 200
    content_range: str = ""


def begin(secret: str, camera: Camera, officer: Officer, *, now: datetime) -> str:
    """The address of the stream for this officer, good for WATCHED seconds; "" where it cannot be opened."""
    address = hidden.tell(secret, camera.stream_url)
    if not address:
        return ""
    return PATH + _write(secret, Ticket(camera.id, officer.id, address, _in(now, WATCHED), is_list=True))


def read(secret: str, said: str, officer: Officer, *, now: datetime) -> Ticket:
    """What this officer's ticket says. TicketOver."""
    from cryptography.fernet import InvalidToken

    try:
        told: Any = json.loads(_seal(secret).decrypt(said.encode()))
        ticket = Ticket(*told)
    except (InvalidToken, ValueError, TypeError, UnicodeEncodeError):
        raise TicketOver from None
    if ticket.officer != officer.id or ticket.until < now.timestamp():
        raise TicketOver
    return ticket


def hand(  # noqa: PLR0913 - a ticket, and what opens and fetches by it
    secret: str, ticket: Ticket, camera: Camera, reach: MayCall, *, wanted: str, now: datetime
) -> StreamPiece:
    """What lies at its address; a playlist with tickets in place of addresses. CameraAway, Crowded."""
    stream = hidden.tell(secret, camera.stream_url)
    if not stream or not addresses.same_place(stream, ticket.address):
        raise CameraAway("aliran kamera ini sudah berganti alamat")
    if not _room.acquire(blocking=False):
        raise Crowded
    try:
        address = _with_user(ticket.address, stream)
        answer = fetching.fetch(address, reach, most=fetching.MOST_PIECE, wanted=wanted)
    finally:
        _room.release()
    if playlists.is_playlist(answer.content):
        return _playlist(secret, ticket, stream, answer.content, now)
    kind = TYPES.get(PurePosixPath(urlsplit(ticket.address).path).suffix, "application/octet-stream")
    return StreamPiece(answer.content, kind, answer.status, answer.content_range)


def _playlist(secret: str, ticket: Ticket, stream: str, content: bytes, now: datetime) -> StreamPiece:
    def ticket_for(address: str) -> str:
        if not addresses.same_place(stream, address):
            raise CameraAway("alirannya menyebut alamat di luar kameranya")
        is_list = urlsplit(address).path.endswith((".m3u8", ".m3u"))
        # What is inside a list is good no longer than the list, so nothing outlives what was agreed to.
        until = ticket.until if is_list else min(ticket.until, _in(now, PIECE))
        return PATH + _write(secret, Ticket(ticket.camera, ticket.officer, address, until, is_list))

    base, _, _ = addresses.parted(ticket.address)
    try:
        text = playlists.rewritten(content.decode("utf-8"), base, ticket_for)
    except ValueError:  # no UTF-8, no playlist, or what it names is no address
        raise CameraAway("daftar putarnya tidak bisa dibaca") from None
    return StreamPiece(text.encode(), PLAYLIST)


def _with_user(address: str, stream: str) -> str:
    """The address with the stream's own user and password, which playlists do not repeat."""
    mine, own = urlsplit(address), urlsplit(stream)
    user = own.netloc.rpartition("@")[0]
    if not user or "@" in mine.netloc:
        return address
    return mine._replace(netloc=f"{user}@{mine.netloc}").geturl()


def _in(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) + seconds


def _write(secret: str, ticket: Ticket) -> str:
    told = [ticket.camera, ticket.officer, ticket.address, ticket.until, ticket.is_list]
    sealed: bytes = _seal(secret).encrypt(json.dumps(told).encode())
    return sealed.decode()


def _seal(secret: str) -> Any:
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{PURPOSE}{secret}".encode()).digest()))
