"""Photos as large as telephones take them come out, however they were written, within D3's memory."""

import gzip
import io
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from storage import picture_heif
from storage.picture_helper import Helper, NotShown
from tests import weekly
from tests.fakes.drawings import encoded, plain, street

MEGABYTE = 1024 * 1024
COLOUR = (178, 34, 34)
LARGE_JPEG = 8880, 6660  # 59 megapixels
FAKES = Path(__file__).resolve().parents[2] / "fakes"


def peak(helper: Helper) -> int:
    assert helper.process is not None
    status = Path(f"/proc/{helper.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def claiming(jpeg: bytes, width: int, height: int) -> bytes:
    """The same JPEG with another size in its head; what is missing of it libjpeg fills up with grey."""
    at = next(i for i in range(2, len(jpeg)) if jpeg[i] == 0xFF and jpeg[i + 1] in (0xC0, 0xC2))
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


@pytest.mark.parametrize(
    "made",
    [
        lambda: encoded(plain(LARGE_JPEG), subsampling=2),
        lambda: encoded(plain(LARGE_JPEG), subsampling=0),
        lambda: encoded(plain(LARGE_JPEG), subsampling=2, progressive=True) + bytes(19 * MEGABYTE),
        # 8064 x 6048 of one colour, encoded with pillow-heif (x265 "ultrafast", three seconds).
        lambda: gzip.decompress((FAKES / "heic_tiles.gz").read_bytes()),  # of 512, as iPhones cut them
        lambda: gzip.decompress((FAKES / "heic_whole.gz").read_bytes()),
    ],
    ids=["baseline-420", "baseline-444", "progressive-420", "heic-tiles", "heic-whole"],
)
def test_a_telephones_largest_photo_is_taken_below_300_megabytes(
    made: Callable[[], bytes],
) -> None:
    raw, helper = made(), Helper()
    try:
        told, (jpeg, _) = helper.ask("redraw", raw)
        assert max(told["width"], told["height"]) == 2048
        with Image.open(io.BytesIO(jpeg)) as shown:
            middle = shown.getpixel((shown.width // 2, shown.height // 2))
            assert isinstance(middle, tuple)
            assert max(abs(a - b) for a, b in zip(middle, COLOUR, strict=True)) <= 4
        assert peak(helper) < 300 * MEGABYTE
    finally:
        helper.end()


def test_what_faces_were_looked_for_with_is_not_missing_for_the_next_large_photo() -> None:
    helper = Helper()
    try:
        helper.ask("blur", encoded(plain()))
        before = helper.process
        raw = claiming(encoded(plain((640, 480)), progressive=True), *LARGE_JPEG)
        assert helper.ask("redraw", raw)[0]["width"] == 2048
        assert helper.process is not before
    finally:
        helper.end()


def test_what_cannot_fit_is_called_too_large_and_not_broken() -> None:
    helper = Helper()
    try:
        full_colour = encoded(plain((640, 480)), progressive=True, subsampling=0)
        with pytest.raises(NotShown) as refused:
            helper.ask("redraw", claiming(full_colour, *LARGE_JPEG))
        assert refused.value.code == "terlalu_besar"
    finally:
        helper.end()


@pytest.mark.parametrize("turned", weekly.some([6, 1, 2, 3, 4, 5, 7, 8], push=2))
@pytest.mark.parametrize("tile", [0, 256])
@pytest.mark.parametrize("by_planes", [False, True])
def test_a_heic_read_in_parts_is_the_one_pillow_reads_whole(
    turned: int, tile: int, by_planes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    exif = Image.Exif()
    exif[0x112] = turned
    raw = encoded(street(plain((200, 90)), (30, 60)), "HEIF", tile_size=tile, exif=exif.tobytes(), quality=90)
    if by_planes:
        monkeypatch.setattr(picture_heif, "LARGE_PART", 1)
    monkeypatch.setattr(picture_heif, "BAND", 20_000)
    small = picture_heif.shrunk(raw, 300)
    with Image.open(io.BytesIO(raw)) as whole:
        expected = whole.convert("RGB").resize(small.size, Image.Resampling.BOX)
    assert max(small.size) == 320
    assert max(ImageStat.Stat(ImageChops.difference(expected, small)).mean) < 1.5


def test_a_damaged_heic_is_unreadable_and_one_without_memory_says_so() -> None:
    raw = encoded(plain((640, 480)), "HEIF", tile_size=256)
    for half in (raw[:40], raw[: len(raw) // 2], b"", b"\0" * 400):
        with pytest.raises(picture_heif.Unreadable):
            picture_heif.shrunk(half, 300)
    with pytest.raises(MemoryError):
        picture_heif._checked(picture_heif._Error(picture_heif.NO_MEMORY, 0, b""), None, None)
