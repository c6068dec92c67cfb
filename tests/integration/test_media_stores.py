"""The folder and the S3-compatible store keep the same promises."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.media import MediaStore, from_url
from tests.fakes.drawings import VOICE, encoded, plain
from tests.fakes.s3 import S3, s3_server

PICTURE = b"\xff\xd8 picture \x00\r\n" * 5000
NAME = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "uji")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "uji-rahasia")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with s3_server() as server:
        yield server


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    if request.param == "folder":
        return from_url(str(tmp_path / "media"))
    return from_url(f"s3://sorot/foto?endpoint={request.getfixturevalue('s3').url}")


def test_what_is_put_is_opened_under_its_hash(store: MediaStore) -> None:
    assert store.put(PICTURE) == NAME
    assert store.open(NAME) == PICTURE


def test_putting_twice_keeps_one(store: MediaStore) -> None:
    assert store.put(PICTURE) == store.put(PICTURE) == NAME
    assert store.open(NAME) == PICTURE


def test_what_is_deleted_is_gone_and_deleting_it_again_or_nonsense_changes_nothing(store: MediaStore) -> None:
    other = store.put(b"lain")
    store.put(PICTURE)
    for name in (NAME, NAME, "0" * 64, "../../etc/passwd"):
        store.delete(name)
    with pytest.raises(KeyError):
        store.open(NAME)
    assert store.open(other) == b"lain"


def test_an_s3_store_knows_what_lies_in_it(s3: S3) -> None:
    store = from_url(f"s3://sorot/foto?endpoint={s3.url}")
    for content, kind in ((encoded(plain()), "image/jpeg"), (VOICE, "audio/ogg")):
        assert s3.kinds[f"/sorot/foto/{store.put(content)}"] == kind


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", NAME.upper()])
def test_an_unknown_name_or_one_that_is_no_hash_is_a_key_error(store: MediaStore, name: str) -> None:
    store.put(PICTURE)
    with pytest.raises(KeyError):
        store.open(name)


def test_every_request_to_s3_is_signed_and_lands_in_bucket_and_prefix(s3: S3) -> None:
    from_url(f"s3://sorot/foto?endpoint={s3.url}").put(PICTURE)
    assert list(s3.objects) == [f"/sorot/foto/{NAME}"]
    assert s3.signed == 1


def test_another_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown media store"):
        from_url("ftp://host/foto")


def test_a_file_is_kept_and_given_out_in_pieces(store: MediaStore, tmp_path: Path) -> None:
    (tmp_path / "besar").write_bytes(PICTURE * 20)
    name = store.put_file(tmp_path / "besar")
    assert name == store.put(PICTURE * 20)
    pieces = list(store.pieces(name))
    assert len(pieces) > 1
    assert b"".join(pieces) == PICTURE * 20
    with pytest.raises(KeyError):
        next(store.pieces("0" * 64))
