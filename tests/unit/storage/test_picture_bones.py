"""Odd notes around good pixels never refuse a picture; damaged pixels still do."""

import io
import struct
import zlib

import pytest
from PIL import Image

from storage import picture_redraw

SIZE = (300, 200)


def of(form: str) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(SIZE).convert("RGB").save(out, form)
    return out.getvalue()


JPEG, PNG = of("JPEG"), of("PNG")
TURNED = struct.pack("<4sLHHHLHHL", b"II*\0", 8, 1, 0x112, 3, 1, 6, 0, 0)  # orientation 6


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def in_jpeg(*parts: bytes) -> bytes:
    return b"".join([JPEG[:2], *parts, JPEG[2:]])


def in_png(kind: bytes, body: bytes, crc: int | None = None) -> bytes:
    seal = zlib.crc32(kind + body) if crc is None else crc
    return PNG[:33] + struct.pack(">L4s", len(body), kind) + body + struct.pack(">L", seal) + PNG[33:]


ODD = {
    "colour note too short": in_jpeg(segment(0xEE, b"Adobe")),
    "head too short": JPEG[:2] + segment(0xE0, b"JFIF\0") + JPEG[20:],
    "second view nowhere": in_jpeg(segment(0xE2, b"MPF\0II*\0" + b"\xff" * 20)),
    "line break before": b"\r\n" + JPEG,
    "mark before": b"\xef\xbb\xbf" + PNG,
    "comment that unpacks": in_png(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 5_000_000)),
    "comment with a wrong sum": in_png(b"tEXt", b"a\0b", crc=0),
    "profile that unpacks": in_png(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 20_000_000)),
    "brightness of one byte": in_png(b"gAMA", b"\0"),
    "colours of five bytes": in_png(b"cHRM", b"\0" * 5),
    "size of one byte": in_png(b"pHYs", b"\0"),
    "no rendering": in_png(b"sRGB", b""),
    "holes of one byte": in_png(b"tRNS", b"x"),
    "movement of one byte": in_png(b"acTL", b"x"),
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_good_pixels_are_drawn_whatever_is_written_beside_them(name: str) -> None:
    told, files = picture_redraw.redraw(ODD[name])
    assert (told.get("refused"), told.get("width"), told.get("height")) == (None, *SIZE)
    assert len(files) == 2


def test_what_the_camera_says_is_kept_beside_a_note_that_is_not_read() -> None:
    told, _ = picture_redraw.redraw(in_jpeg(segment(0xE1, b"Exif\0\0" + TURNED), segment(0xEE, b"Adobe")))
    assert (told["width"], told["height"]) == SIZE[::-1]


@pytest.mark.parametrize(
    "raw",
    [JPEG[:300], PNG[:-200], JPEG[:2] + b"\xff\xe0\0\0" * 5, b"\xff\xd8\xff", PNG[:8], b"\r\n" * 20 + JPEG],
)  # fmt: skip
def test_what_is_no_good_picture_stays_refused(raw: bytes) -> None:
    assert picture_redraw.redraw(raw)[0]["refused"] in ("rusak", "bukan_gambar")
