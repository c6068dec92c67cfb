"""A WebP as large as a telephone's photo is taken; what is refused is refused for what it is."""

import io
from collections.abc import Iterator

import pytest
from PIL import ExifTags, Image, ImageChops, ImageStat

from storage import picture_webp
from storage.picture_helper import Helper, NotShown
from tests.fakes.drawings import encoded, plain, street
from tests.unit.storage.test_large_pictures import COLOUR, MEGABYTE, peak

LARGE = 8064, 6048


@pytest.fixture
def helper() -> Iterator[Helper]:
    made = Helper()
    yield made
    made.end()


@pytest.mark.parametrize("lossless", [False, True])
def test_one_of_48_megapixels_is_taken_below_300_megabytes(helper: Helper, lossless: bool) -> None:
    raw = encoded(plain(LARGE), "WEBP", quality=30, method=0, lossless=lossless)
    told, (jpeg, _) = helper.ask("redraw", raw)
    assert (told["width"], told["height"]) == (2048, 1536)
    with Image.open(io.BytesIO(jpeg)) as shown:
        middle = shown.getpixel((1024, 768))
    assert isinstance(middle, tuple)
    assert max(abs(a - b) for a, b in zip(middle, COLOUR, strict=True)) <= 6
    assert peak(helper) < 300 * MEGABYTE


def test_its_notes_are_read_and_it_stands_upright(helper: Helper) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "S", 2: (6.0, 14.0, 5.6), 3: "E", 4: (106.0, 59.0, 40.2)})
    raw = encoded(plain((4000, 3000)), "WEBP", quality=30, method=0, exif=exif.tobytes())
    told, _ = helper.ask("redraw", raw)
    assert (told["width"], told["height"]) == (1536, 2048)
    assert (told["lat"], told["lon"]) == (-6.234889, 106.994500)


def test_read_small_it_is_the_one_pillow_reads_whole() -> None:
    raw = encoded(street(plain((2000, 900)), (30, 60)), "WEBP", quality=90)
    small = picture_webp.shrunk(raw, 500)
    with Image.open(io.BytesIO(raw)) as whole:
        expected = whole.convert("RGB").resize(small.size, Image.Resampling.BOX)
    assert max(small.size) == 500
    assert max(ImageStat.Stat(ImageChops.difference(expected, small.convert("RGB"))).mean) < 1.5


def moving() -> bytes:
    frames = [plain((4000, 3000)), plain((4000, 3000), "navy")]
    return encoded(frames[0], "WEBP", quality=10, method=0, save_all=True, append_images=frames[1:])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (lambda: encoded(plain((9000, 7000)), "WEBP", quality=10, method=0), "terlalu_besar"),
        (moving, "bergerak"),
        (lambda: encoded(plain((4000, 3000)), "WEBP", quality=80, method=0)[:2000], "rusak"),
    ],
    ids=["beyond 60 megapixels", "one that moves", "half of one"],
)
def test_what_is_refused_is_refused_for_what_it_is(helper: Helper, raw: object, code: str) -> None:
    assert callable(raw)
    with pytest.raises(NotShown) as refused:
        helper.ask("redraw", raw())
    assert refused.value.code == code


def test_what_is_no_webp_is_unreadable() -> None:
    for junk in (b"", b"RIFF", b"RIFF\0\0\0\0WEBP", b"RIFF\0\0\0\0WEBPVP8X" + bytes(40), b"\xff\xd8"):
        with pytest.raises(picture_webp.Unreadable):
            picture_webp.shrunk(junk, 300)
