"""Colours and depths come out as they were seen; odd metadata of any format never refuses a good picture."""

import io
from typing import Any

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from storage import picture_colour, picture_redraw
from storage.picture_exif import direction
from tests.fakes.drawings import encoded, plain

WIDE = (300, 200)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def swapped(profile: bytes) -> bytes:
    """The same profile with red and green changed over: a wide gamut no eye can miss."""
    return profile.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")


def seen(raw: bytes) -> tuple[int, ...]:
    told, files = picture_redraw.redraw(raw)
    assert not told.get("refused"), told
    with Image.open(io.BytesIO(files[0])) as image:
        assert image.info.get("icc_profile") is None
        pixel = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    return pixel


def near(pixel: tuple[int, ...], *expected: int) -> bool:
    return all(abs(a - b) <= 5 for a, b in zip(pixel, expected, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_colours_are_those_the_profile_means(form: str) -> None:
    red = plain(WIDE, "red")
    assert near(seen(encoded(red, form, icc_profile=swapped(SRGB), quality=95)), 0, 255, 0)
    assert near(seen(encoded(red, form, icc_profile=SRGB, quality=95)), 255, 0, 0)


@pytest.mark.parametrize(
    ("primaries", "expected"), [(1, (200, 100, 100)), (12, (215, 93, 97)), (2, (200, 100, 100))]
)
def test_colours_of_a_heic_are_those_its_numbers_mean(primaries: int, expected: tuple[int, ...]) -> None:
    out, numbers = (
        io.BytesIO(),
        {"transfer_characteristics": 13, "matrix_coefficients": 6, "full_range_flag": 1},
    )
    drawn = pillow_heif.from_pillow(Image.new("RGB", WIDE, (200, 100, 100)))
    drawn.save(out, quality=-1, save_nclx_profile=True, color_primaries=primaries, **numbers)
    assert near(seen(out.getvalue()), *expected)


@pytest.mark.parametrize("primaries", sorted(picture_colour.PRIMARIES))
def test_a_profile_made_of_numbers_leaves_grey_grey(primaries: int) -> None:
    profile = picture_colour.said({"nclx_profile": {"color_primaries": primaries}})
    for grey in (0, 60, 128, 255):
        shown = picture_colour.srgb(Image.new("RGB", (4, 4), (grey,) * 3), profile)
        assert near(shown.getpixel((1, 1)), grey, grey, grey)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "profile",
    [b"x", SRGB[:100], SRGB[:-200], b"\0" * 500, LAB, SRGB[:128] + b"\xff" * 400],
    ids=["a letter", "its beginning", "no end", "zeros", "Lab", "nonsense"],  # a profile holds the time
)
def test_a_profile_that_is_damaged_or_for_other_pixels_is_ignored(form: str, profile: bytes) -> None:
    assert near(seen(encoded(plain(WIDE, "red"), form, icc_profile=profile, quality=95)), 255, 0, 0)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "CMYK"])
def test_a_profile_of_any_kind_of_picture_is_no_obstacle(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert near(seen(encoded(plain(WIDE, "white").convert(mode), form, icc_profile=SRGB)), 255, 255, 255)


@pytest.mark.parametrize("value", [0, 30_000, 65_535])
@pytest.mark.parametrize("width", [300, 3000])
def test_a_grey_png_of_16_bits_keeps_its_greys(value: int, width: int) -> None:
    grey = Image.fromarray(np.full((200, width), value, dtype=np.uint16))
    assert near(seen(encoded(grey, "PNG")), *[round(value / 257)] * 3)


@pytest.mark.parametrize("large", [False, True])
def test_a_heic_of_10_bits_keeps_its_colours(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(picture_redraw, "LARGE_HEIC", 1)
    pixels = np.full((200, 300, 3), (50_000, 10_000, 30_000), dtype=np.uint16)
    out = io.BytesIO()
    deep = pillow_heif.from_bytes(mode="RGB;16", size=WIDE, data=pixels.tobytes())
    deep.save(out, quality=95)
    assert pillow_heif.open_heif(out.getvalue(), convert_hdr_to_8bit=False).info["bit_depth"] == 10
    assert near(seen(out.getvalue()), 195, 39, 117)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("matrix", [1, 2, 9])
def test_y_cb_and_cr_are_understood_by_what_the_file_says_of_them(matrix: int, full: bool) -> None:
    black, white = (0, 255) if full else (16, 235)
    for light, expected in ((black, 0), (white, 255)):
        grey = Image.new("L", (2, 2), 128)
        rgb = picture_colour.from_ycbcr(Image.new("L", (2, 2), light), grey, grey, matrix, full)
        assert rgb.getpixel((0, 0)) == (expected,) * 3


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["HEIF", "WEBP", "PNG"]), st.binary(max_size=120), st.binary(max_size=120))
def test_any_bytes_as_exif_xmp_or_profile_leave_the_picture_good(form: str, one: bytes, two: bytes) -> None:
    options: dict[str, Any] = {"exif": b"Exif\0\0" + one, "xmp": two, "icc_profile": two + one}
    if form == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", two.decode("latin-1").replace("\0", ""))
        del options["xmp"]
    try:
        raw = encoded(plain(WIDE), form, **options)
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, RuntimeError):
        return  # such a file nobody can write this way
    told, files = picture_redraw.redraw(raw)
    assert {told.get("width"), told.get("height")} == set(WIDE)
    assert len(files) == 2


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
@pytest.mark.parametrize("written", ['tiff:Orientation="6"', "<tiff:Orientation>6</tiff:Orientation>"])
def test_a_picture_turned_only_by_its_xmp_comes_out_upright(form: str, written: str) -> None:
    told, _ = picture_redraw.redraw(encoded(plain(WIDE), form, xmp=f"<x {written}/>".encode()))
    assert (told["width"], told["height"]) == WIDE[::-1]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_where_the_camera_looked_is_read_of_every_format(form: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[17] = 271.5
    told, _ = picture_redraw.redraw(encoded(plain(WIDE), form, exif=exif.tobytes()))
    assert told["direction"] == 271.5


@pytest.mark.parametrize("said", [None, "", "barat", (1, 2), -1, 361, float("nan"), float("inf"), b"\0"])
def test_a_direction_that_makes_no_sense_is_none(said: Any) -> None:
    assert direction(said) is None
    assert direction(360) == 0


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_kind_of_a_file_is_told_by_its_content_alone(form: str) -> None:
    told, _ = picture_redraw.redraw(encoded(plain(WIDE), form))  # no name and no type is ever passed on
    assert told["width"] == WIDE[0]
