"""Odd metadata never refuses a good picture: whatever the EXIF block, it comes out."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from storage import picture_redraw
from tests import weekly

WIDE = (300, 200)
TYPES = st.integers(1, 12)  # TIFF 6.0's kinds of value


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", WIDE, (200, 30, 30)).save(out, "JPEG")
    return out.getvalue()


PLAIN = jpeg()


def with_exif(block: bytes) -> bytes:
    body = b"Exif\0\0" + block
    return PLAIN[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + PLAIN[2:]


def directory(entries: list[tuple[int, int, int, bytes]]) -> bytes:
    rows = (struct.pack("<HHL", tag, kind, count) + value for tag, kind, count, value in entries)
    return struct.pack("<H", len(entries)) + b"".join(rows) + struct.pack("<L", 0)


def block(gps: list[tuple[int, int, int, bytes]], orientation: int = 6) -> bytes:
    head = [(0x112, 3, 1, struct.pack("<HH", orientation, 0)), (0x8825, 4, 1, struct.pack("<L", 38))]
    return b"II*\0" + struct.pack("<L", 8) + directory(head) + directory(gps) + b"\x07" * 64


@settings(max_examples=weekly.examples(40, 150))
@given(
    st.lists(
        st.tuples(st.integers(0, 31), TYPES, st.integers(0, 6), st.binary(min_size=4, max_size=4)), max_size=6
    )
)
def test_any_gps_directory_leaves_the_picture_good(gps: list[tuple[int, int, int, bytes]]) -> None:
    told, parts = picture_redraw.redraw(with_exif(block(gps)))
    assert (told.get("width"), told.get("height"), len(parts)) == (200, 300, 2)


@settings(max_examples=weekly.examples(30, 100))
@given(st.binary(max_size=200))
def test_any_bytes_as_metadata_leave_the_picture_good(raw: bytes) -> None:
    told, parts = picture_redraw.redraw(with_exif(raw))
    assert {told.get("width"), told.get("height")} == set(WIDE)
    assert len(parts) == 2


@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_comes_out_as_it_was_seen(orientation: int) -> None:
    told, _ = picture_redraw.redraw(with_exif(block([], orientation)))
    turned = orientation in (5, 6, 7, 8)
    assert (told["width"], told["height"]) == (WIDE[::-1] if turned else WIDE)
