"""Where pictures lie: named by the SHA-256 of their bytes, in a folder or an S3-compatible store."""

import hashlib
import os
import re
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from storage.models import Media, Report, ReportMedia
from storage.pictures import Picture

_NAME = re.compile(r"[0-9a-f]{64}")


class MediaStore(Protocol):
    """Keeps bytes under their own hash: putting the same bytes twice keeps one copy."""

    def put(self, content: bytes) -> str:
        """Store durably and return the SHA-256 in hexadecimal."""

    def open(self, sha256: str) -> bytes:
        """The bytes; KeyError when there are none under this name."""


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

    def open(self, sha256: str) -> bytes:
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None


class S3Store:
    """A bucket of any S3-compatible store; keys and region come from the usual AWS_* variables."""

    def __init__(self, bucket: str, prefix: str, endpoint: str | None) -> None:
        import boto3  # an optional dependency: only cities with an object store need it

        self.client: Any = boto3.client("s3", endpoint_url=endpoint)
        self.bucket, self.prefix = bucket, prefix

    def _key(self, sha256: str) -> str:
        if not _NAME.fullmatch(sha256):
            raise KeyError(sha256)
        return f"{self.prefix}{sha256}"

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.client.put_object(
            Bucket=self.bucket, Key=self._key(sha256), Body=content, ContentType="image/jpeg"
        )
        return sha256

    def open(self, sha256: str) -> bytes:
        try:
            body = self.client.get_object(Bucket=self.bucket, Key=self._key(sha256))["Body"]
        except self.client.exceptions.NoSuchKey:
            raise KeyError(sha256) from None
        content: bytes = body.read()
        return content


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


def note(tx: Session, sha256: str, picture: Picture, *, now: datetime) -> None:
    """Remember a stored picture's size and kind."""
    if tx.get(Media, sha256) is None:
        size = len(picture.jpeg)
        tx.add(
            Media(
                sha256=sha256, content_type="image/jpeg", size=size,
                width=picture.width, height=picture.height, created_at=now,
            )
        )  # fmt: skip
        tx.flush()


def attach(tx: Session, report: Report, sha256: str, *, now: datetime, purpose: str = "laporan") -> bool:
    """Make a noted picture part of a report; False when it already is."""
    rows = tx.query(ReportMedia).filter_by(report_id=report.id, sha256=sha256, purpose=purpose)
    if rows.first() is not None:
        return False
    tx.add(ReportMedia(report_id=report.id, sha256=sha256, purpose=purpose, created_at=now))
    return True
