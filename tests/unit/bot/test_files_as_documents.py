"""A picture sent as a file is fetched whatever its sender calls it; its content decides later."""

import pytest

from bot.channels.files import maybe_picture


@pytest.mark.parametrize(
    ("mime", "name"),
    [
        ("image/jpeg", None), ("image/jpg", "foto.heic"), ("IMAGE/HEIC", None), ("image/heic-sequence", ""),
        ("image/x-png", ""), ("image/webp; a=b", ""), (None, "IMG_1.HEIC"), ("", "a.jfif"),
        ("application/octet-stream", "20261120_073000.jpg"), ("binary/octet-stream", "a.hif"),
    ],
)  # fmt: skip
def test_what_may_be_a_picture_is_fetched(mime: str | None, name: str | None) -> None:
    assert maybe_picture(mime, name)


@pytest.mark.parametrize(
    ("mime", "name"),
    [("application/pdf", "foto.jpg"), ("application/octet-stream", "a.apk"), (None, None), ("", "jpg")],
)
def test_what_is_surely_none_is_not(mime: str | None, name: str | None) -> None:
    assert not maybe_picture(mime, name)
