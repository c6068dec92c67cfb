"""A stranger's picture leaves nothing behind but its pixels, or is refused."""

import io
import struct
import zlib

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from storage.picture_redraw import redraw
from storage.pictures import MAX_BYTES, MAX_EDGE, PictureRefused, blurred, sanitise
from tests import weekly

pillow_heif.register_heif_opener()
SCRIPT = b"<script>alert(1)</script>"


def encoded(form: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **options)
    return out.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "S", (6.0, 14.0, 5.0), "E", (106.0, 59.0, 2.0)
    exif[0x010F] = "Kamera Ani"
    return encoded("JPEG", exif=exif.tobytes())


def bomb(width: int, height: int) -> bytes:
    """A small PNG that claims to be huge and is well formed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" * (1 + (width + 7) // 8)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height, 9))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def code_of(raw: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        sanitise(raw)
    return refused.value.code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_formats_of_phones_become_a_clean_jpeg(form: str) -> None:
    picture = sanitise(encoded(form))
    assert (picture.width, picture.height) == (64, 48)
    assert picture.jpeg.startswith(b"\xff\xd8")


def test_position_camera_and_comment_do_not_survive() -> None:
    assert b"Kamera Ani" in with_position()
    assert not Image.open(io.BytesIO(sanitise(with_position()).jpeg)).getexif()
    commented = encoded("JPEG", comment=SCRIPT)
    assert SCRIPT in commented
    assert SCRIPT not in sanitise(commented).jpeg


def test_what_hides_behind_a_picture_does_not_survive() -> None:
    assert SCRIPT not in sanitise(encoded("JPEG") + SCRIPT).jpeg
    assert SCRIPT not in sanitise(encoded("PNG") + b"PK\x03\x04" + SCRIPT).jpeg


@pytest.mark.parametrize(("width", "height"), [(9000, 9000), (13000, 13000)])
def test_a_small_file_of_81_or_169_megapixels_is_refused_before_decoding(width: int, height: int) -> None:
    raw = bomb(width, height)
    assert len(raw) < 40_000
    assert code_of(raw) == "terlalu_besar"


def test_it_is_refused_so_after_faces_were_looked_for_too() -> None:
    # Then a process of its own is to read it; the one before leaves in order, whatever decoders said.
    assert blurred(sanitise(encoded("JPEG")).jpeg) is not None
    assert code_of(bomb(13000, 13000)) == "terlalu_besar"


def test_too_many_bytes_are_refused() -> None:
    assert code_of(b"\xff\xd8" + b"\0" * MAX_BYTES) == "terlalu_besar"


def test_what_is_no_picture_is_refused() -> None:
    assert code_of(b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>") == "bukan_gambar"
    assert code_of(b"%PDF-1.7") == "bukan_gambar"
    assert code_of(b"") == "bukan_gambar"


def test_a_truncated_picture_is_refused() -> None:
    assert code_of(encoded("PNG", (400, 300))[:200]) in ("rusak", "bukan_gambar")


def street() -> Image.Image:
    """A picture with something everywhere."""
    noise = Image.effect_noise((640, 480), 60).convert("RGB")
    return Image.blend(noise, Image.new("RGB", noise.size, (40, 120, 60)), 0.5)


@pytest.mark.parametrize("kind", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
def test_a_jpeg_that_lost_its_last_bytes_is_taken(kind: dict[str, object]) -> None:
    out = io.BytesIO()
    street().save(out, "JPEG", quality=85, **kind)
    for lost in (1, 2, 10, 100):
        told, files = redraw(out.getvalue()[:-lost])
        assert (told.get("refused"), told["width"], told["height"]) == (None, 640, 480)
        assert files[0].endswith(b"\xff\xd9")


def test_a_jpeg_that_lost_a_part_one_sees_is_refused() -> None:
    out = io.BytesIO()
    street().save(out, "JPEG", quality=85)
    raw = out.getvalue()
    for kept in (0.9, 0.5, 0.1):
        assert redraw(raw[: int(len(raw) * kept)])[0].get("refused") == "rusak"
    assert redraw(raw[:30])[0]["refused"] in ("rusak", "bukan_gambar")


def test_a_moving_picture_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    assert code_of(out.getvalue()) == "bergerak"


def test_a_large_photo_is_made_smaller_and_keeps_its_shape() -> None:
    picture = sanitise(encoded("JPEG", (4000, 3000)))
    assert (picture.width, picture.height) == (MAX_EDGE, MAX_EDGE * 3 // 4)


@settings(max_examples=weekly.examples(20, 60), deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_damage_anywhere_is_a_refusal_or_a_clean_picture(noise: bytes, at: int) -> None:
    good = encoded("JPEG")
    told, files = redraw(good[:at] + noise + good[at + len(noise) :])
    assert told.get("refused") in (None, "rusak", "bukan_gambar", "terlalu_besar", "bergerak")
    assert all(file.startswith(b"\xff\xd8") for file in files)
