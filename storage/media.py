"""Where pictures lie: named by the SHA-256 of their bytes, in a folder or an S3-compatible store."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import db, deletions, pictures, voices
from storage.models import Media, Report, ReportMedia
from storage.pictures import Picture

_NAME = re.compile(r"[0-9a-f]{64}")
PIECE = 1 << 20


class MediaStore(Protocol):
    """Keeps bytes under their own hash: putting the same bytes twice keeps one copy."""

    def put(self, content: bytes) -> str:
        """Store durably and return the SHA-256 in hexadecimal."""

    def put_file(self, path: Path) -> str:
        """As `put`, of a file too large to be held in memory."""

    def open(self, sha256: str) -> bytes:
        """The bytes; KeyError when there are none under this name."""

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """As `open`, a MB at a time; KeyError at the first when there are none."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes; nothing happens when there are none."""


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class FolderStore:
    """A folder on this machine, two levels deep."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise KeyError(sha256)
        return self.root / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: a kill in the middle leaves no half picture under a true name.
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(path)
        return sha256

    def put_file(self, path: Path) -> str:
        sha256 = _hash_of(path)
        kept = self._path(sha256)
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as part, path.open("rb") as file:
            shutil.copyfileobj(file, part, PIECE)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(kept)
        return sha256

    def open(self, sha256: str) -> bytes:
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def pieces(self, sha256: str) -> Iterator[bytes]:
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise KeyError(sha256) from None
        with file:
            while piece := file.read(PIECE):
                yield piece

    def delete(self, sha256: str) -> None:
        with suppress(KeyError):
            self._path(sha256).unlink(missing_ok=True)


class StoreAway(OSError):
    """The store did not answer, or not as a store would; a later try may succeed. Names no address."""


class S3Store:
    """A bucket of any S3-compatible store; keys and region come from the usual AWS_* variables."""

    def __init__(self, bucket: str, prefix: str, endpoint: str | None) -> None:
        import boto3  # an optional dependency: only cities with an object store need it
        from botocore.exceptions import BotoCoreError, ClientError

        self.failures = (BotoCoreError, ClientError)
        self.client: Any = boto3.client("s3", endpoint_url=endpoint)
        self.bucket, self.prefix = bucket, prefix

    def _key(self, sha256: str) -> str:
        if not _NAME.fullmatch(sha256):
            raise KeyError(sha256)
        return f"{self.prefix}{sha256}"

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        with self._answers():
            self.client.put_object(
                Bucket=self.bucket, Key=self._key(sha256), Body=content, ContentType=kind_of(content)
            )
        return sha256

    def put_file(self, path: Path) -> str:
        sha256 = _hash_of(path)
        with self._answers(), path.open("rb") as file:
            self.client.upload_fileobj(file, self.bucket, self._key(sha256))
        return sha256

    def pieces(self, sha256: str) -> Iterator[bytes]:
        with self._answers():
            try:
                body = self.client.get_object(Bucket=self.bucket, Key=self._key(sha256))["Body"]
            except self.client.exceptions.NoSuchKey:
                raise KeyError(sha256) from None
            yield from body.iter_chunks(PIECE)

    def open(self, sha256: str) -> bytes:
        with self._answers():
            try:
                body = self.client.get_object(Bucket=self.bucket, Key=self._key(sha256))["Body"]
            except self.client.exceptions.NoSuchKey:
                raise KeyError(sha256) from None
            content: bytes = body.read()
            return content

    def delete(self, sha256: str) -> None:
        with suppress(KeyError), self._answers():
            self.client.delete_object(Bucket=self.bucket, Key=self._key(sha256))

    @contextmanager
    def _answers(self) -> Iterator[None]:
        try:
            yield
        except self.failures as failure:
            raise StoreAway(type(failure).__name__) from failure


def from_url(url: str) -> MediaStore:
    """`/a/folder` or `file:///a/folder`, or `s3://bucket/prefix?endpoint=http://host:9000`."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        endpoint = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p).get("endpoint")
        prefix = parts.path.strip("/")
        return S3Store(parts.netloc, f"{prefix}/" if prefix else "", endpoint)
    if parts.scheme in ("", "file"):
        return FolderStore(Path(parts.path))
    raise ValueError(f"unknown media store {url!r}: use a folder or s3://bucket")


def kind_of(content: bytes) -> str:
    """The content type of bytes we stored: our own JPEG, or a voice note."""
    return "image/jpeg" if content.startswith(b"\xff\xd8\xff") else voices.kind_of(content)


def put(store: MediaStore, picture: Picture) -> str:
    """Store the picture and its copies; the picture's SHA-256. Before `note`, with no transaction open."""
    for copy in _copies(picture).values():
        store.put(copy)
    return store.put(picture.jpeg)


def note(tx: Session, sha256: str, picture: Picture, *, now: datetime) -> Media:
    """Remember a stored picture's size, kind, copies and perceptual hash."""
    row = tx.get(Media, sha256)
    if row is None:
        row = Media(
            sha256=sha256, content_type="image/jpeg", size=len(picture.jpeg),
            width=picture.width, height=picture.height, created_at=now,
        )  # fmt: skip
        tx.add(row)
    row.phash = row.phash or picture.phash
    for column, copy in _copies(picture).items():
        setattr(row, column, hashlib.sha256(copy).hexdigest())
    tx.flush()
    return row


def _copies(picture: Picture) -> dict[str, bytes]:
    """A picture's copies by the column that names them; only those that there are."""
    public = picture.public
    copies = {
        "thumb_sha256": picture.thumb,
        "public_sha256": public.jpeg if public else None,
        "public_thumb_sha256": public.thumb if public else None,
    }
    return {column: copy for column, copy in copies.items() if copy is not None}


def names_of_copies(picture: Picture) -> list[str]:
    """Under which names the picture's copies are stored."""
    return [hashlib.sha256(copy).hexdigest() for copy in _copies(picture).values()]


def note_voice(tx: Session, sha256: str, content_type: str, size: int, *, now: datetime) -> Media:
    """Remember a stored voice note."""
    row = tx.get(Media, sha256)
    if row is None:
        row = Media(sha256=sha256, content_type=content_type, size=size, width=0, height=0, created_at=now)
        tx.add(row)
        tx.flush()
    return row


@dataclass(frozen=True)
class Taken:
    """Where (WGS84) and when (UTC) a camera says a picture was taken; direction: degrees from north."""

    lat: float | None = None
    lon: float | None = None
    at: datetime | None = None
    direction: float | None = None


def attach(
    tx: Session, report: Report, sha256: str, *, now: datetime, purpose: str = "laporan",
    taken: Taken = Taken(),
) -> ReportMedia | None:  # fmt: skip
    """Make a noted picture part of a report; None when it already is."""
    rows = tx.query(ReportMedia).filter_by(report_id=report.id, sha256=sha256, purpose=purpose)
    if rows.first() is not None:
        return None
    link = ReportMedia(
        report_id=report.id, sha256=sha256, purpose=purpose, created_at=now,
        lat=taken.lat, lon=taken.lon, taken_at=taken.at, direction=taken.direction,
    )  # fmt: skip
    tx.add(link)
    tx.flush()
    return link


def blur(store: MediaStore, sha256: str, *, now: datetime) -> bool:
    """Make, store and note a kept picture's public copies; False when they cannot be made."""
    try:
        public = pictures.blurred(store.open(sha256))
    except KeyError:
        return False
    if public is None:
        return False
    names = [store.put(copy) for copy in (public.jpeg, public.thumb)]
    with db.transaction() as tx:
        row = tx.get(Media, sha256, with_for_update=True)
        if row is None:  # it was forgotten meanwhile
            deletions.soon(tx, names, now=now)
        else:
            row.public_sha256, row.public_thumb_sha256 = names
    return True


def unblurred(session: Session, *, skip: Collection[str] = (), limit: int = 1) -> Sequence[str]:
    """Pictures without a copy for the public, the newest first."""
    found = select(Media.sha256).where(Media.public_sha256.is_(None), Media.content_type == "image/jpeg")
    if skip:
        found = found.where(Media.sha256.not_in(skip))
    return session.scalars(found.order_by(Media.created_at.desc(), Media.sha256).limit(limit)).all()
