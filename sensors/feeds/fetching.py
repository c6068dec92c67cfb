"""A feed's file from elsewhere: over HTTPS, or the newest of a folder in an S3-compatible store.

Addresses are foreign input: only public ones and those of the city's own networks are called, no redirect is
followed, no more than MOST_BYTES are taken.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlsplit

import httpx2

from sensors.feeds.files import MOST_BYTES, BadFile, tree
from storage.outside import OUTSIDE, MayCall, guarded

PATIENCE = httpx2.Timeout(30, connect=10)
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024
MOST_SEEN = 500  # names of files of a folder
TREE = 4 * 1024 * 1024  # of a folder's list


class NotFetched(Exception):
    """The source gave nothing; the text says why, in Indonesian, and holds neither address nor key."""


@dataclass(frozen=True)
class FeedAsked:
    """Where a feed's file is, how to ask for it, and how many bytes of it are taken at most."""

    address: str
    header: str = ""
    secret: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)
    reach: MayCall = OUTSIDE
    most: int = MOST_BYTES


@dataclass(frozen=True)
class Got:
    """A file, or None where the source says that nothing changed. seen: what to tell it the next time."""

    content: BinaryIO | None
    name: str
    seen: dict[str, Any]


def wrong_with(address: str, *, source: str, plain: frozenset[str] = frozenset()) -> str:
    """Why an address cannot be used, in a sentence; "" for one that can."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "alamatnya tidak bisa dibaca"
    if source == "s3":
        endpoint = dict(parse_qsl(parts.query)).get("endpoint", "")
        if parts.scheme != "s3" or not parts.netloc:
            return "alamat folder S3 ditulis s3://nama-bucket/folder?endpoint=https://…"
        return wrong_with(endpoint, source="tarik", plain=plain) if endpoint else ""
    if parts.username or parts.password:
        return "jangan taruh sandi di alamat; pakai kolom kunci"
    if parts.scheme == "https" and host:
        return ""
    return "" if parts.scheme == "http" and host in plain else "alamatnya harus dimulai dengan https://"


@contextmanager
def fetched(source: str, asked: FeedAsked) -> Iterator[Got]:
    """The file, closed afterwards. NotFetched, BadFile."""
    if wrong := wrong_with(asked.address, source=source, plain=asked.reach.plain):
        raise NotFetched(wrong)
    with (
        guarded(httpx2.Client(timeout=PATIENCE, follow_redirects=False), asked.reach) as http,
        tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file,
    ):
        try:
            got = _folder(http, asked, file) if source == "s3" else _plain(http, asked, file)
        except httpx2.HTTPError as wrong_answer:
            raise NotFetched(_why(wrong_answer)) from None
        yield got


def _plain(http: httpx2.Client, asked: FeedAsked, file: Any) -> Got:
    headers = {"Accept": "*/*", "User-Agent": "Sorot"}
    if asked.header:
        headers[asked.header] = asked.secret
    if etag := asked.seen.get("etag"):
        headers["If-None-Match"] = etag
    name = urlsplit(asked.address).path.rpartition("/")[2][:120]
    with http.stream("GET", asked.address, headers=headers) as answer:
        if answer.status_code == 304:
            return Got(None, name, dict(asked.seen))
        _check(answer)
        _copy(answer, file, asked.most)
        return Got(file, name, {"etag": answer.headers.get("ETag", "")[:300]})


def _folder(http: httpx2.Client, asked: FeedAsked, file: Any) -> Got:
    """The newest file that was not read yet; where all were, nothing changed."""
    bucket = _Bucket(asked)
    with http.stream("GET", bucket.list_address()) as answer:
        _check(answer)
        with tempfile.SpooledTemporaryFile(max_size=TREE) as listed:
            _copy(answer, listed, TREE)
            found = _entries(listed.read())
    seen = list(asked.seen.get("files", []))
    fresh = sorted((at, key, tag) for key, at, tag in found if f"{key} {tag}" not in seen)
    if not fresh:
        return Got(None, "", dict(asked.seen))
    _, key, tag = fresh[0]
    with http.stream("GET", bucket.address_of(key)) as answer:
        _check(answer)
        _copy(answer, file, MOST_BYTES)
    return Got(file, key.rpartition("/")[2][:120], {"files": [*seen, f"{key} {tag}"][-MOST_SEEN:]})


class _Bucket:
    """Signs addresses on this machine; what is called by them is our own client's matter, and guarded."""

    def __init__(self, asked: FeedAsked) -> None:
        try:
            import boto3  # optional: only cities with such a store need it
            from botocore.config import Config
        except ImportError:
            raise NotFetched("folder S3 perlu paket boto3; lihat docs/add-a-feed.md") from None
        parts = urlsplit(asked.address)
        key, _, secret = asked.secret.partition(":")
        query = dict(parse_qsl(parts.query))
        self.client: Any = boto3.client(
            "s3", endpoint_url=query.get("endpoint") or None, aws_access_key_id=key,
            aws_secret_access_key=secret, region_name=query.get("region", "us-east-1"),
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )  # fmt: skip
        self.bucket, self.prefix = parts.netloc, parts.path.lstrip("/")

    def list_address(self) -> str:
        return self._signed("list_objects_v2", Bucket=self.bucket, Prefix=self.prefix, MaxKeys=1000)

    def address_of(self, key: str) -> str:
        return self._signed("get_object", Bucket=self.bucket, Key=key)

    def _signed(self, deed: str, **of: Any) -> str:
        return str(self.client.generate_presigned_url(deed, Params=of, ExpiresIn=300))


def _entries(listed: bytes) -> list[tuple[str, str, str]]:
    """(key, when, tag) of each file; folders have none."""
    try:
        root = tree(listed)
    except BadFile:
        raise NotFetched("daftar berkas folder itu tidak bisa dibaca") from None
    found = []
    for entry in root.iter("{*}Contents"):
        key, at, tag = (entry.findtext(f"{{*}}{name}") or "" for name in ("Key", "LastModified", "ETag"))
        if key and not key.endswith("/"):
            found.append((key, at, tag))
    return found


def _check(answer: httpx2.Response) -> None:
    code = answer.status_code
    if code in (401, 403):
        raise NotFetched(f"sumbernya menolak kunci kita ({code})")
    if answer.is_redirect:
        raise NotFetched("alamatnya sudah pindah; tulis alamat yang baru")
    if code != 200:
        raise NotFetched(f"sumbernya menjawab {code}")


def _copy(answer: httpx2.Response, file: Any, most: int) -> None:
    size = 0
    for piece in answer.iter_bytes(PIECE):
        size += len(piece)
        if size > most:
            raise BadFile(f"berkasnya lebih besar dari {most // 1024 // 1024} MB")
        file.write(piece)
    file.seek(0)


def _why(failure: httpx2.HTTPError) -> str:
    if isinstance(failure, httpx2.TimeoutException):
        return "sumbernya tidak menjawab tepat waktu"
    if isinstance(failure, httpx2.ConnectError):
        return "sumbernya tidak bisa dihubungi, atau alamatnya bukan alamat umum"
    return "sambungan ke sumbernya terputus"
