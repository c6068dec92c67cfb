"""A large WebP, made smaller while it is read: Pillow unfolds it twice, and there is not the memory for it.

libwebp's published functions are called through the very extension Pillow has loaded (as for HEIC, decision
0027).
"""

import ctypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, _webp

LARGE = 8_000_000  # pixels; smaller ones fit as Pillow reads them
_ABI = 0x0209  # decode.h: WEBP_DECODER_ABI_VERSION; only its first half is compared
_RGBA, _OK, _NO_MEMORY = 1, 0, 1  # decode.h: MODE_RGBA, VP8_STATUS_OK, VP8_STATUS_OUT_OF_MEMORY


class Unreadable(OSError):
    """libwebp cannot read the file."""


class _Features(ctypes.Structure):
    _fields_ = (
        ("width", ctypes.c_int), ("height", ctypes.c_int), ("alpha", ctypes.c_int), ("moving", ctypes.c_int),
        ("format", ctypes.c_int), ("more", ctypes.c_uint32 * 5),
    )  # fmt: skip


class _Buffer(ctypes.Structure):
    """WebPDecBuffer; of its union the part that holds RGBA, and room for the other."""

    _fields_ = (
        ("mode", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int), ("ours", ctypes.c_int),
        ("rgba", ctypes.c_void_p), ("stride", ctypes.c_int), ("size", ctypes.c_size_t),
        ("planes", ctypes.c_uint8 * 56), ("more", ctypes.c_uint32 * 4), ("memory", ctypes.c_void_p),
    )  # fmt: skip


class _Options(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in (
            "bypass", "simple", "cropping", "left", "top", "crop_width", "crop_height", "scaling", "width",
            "height", "threads", "dithering", "flip", "alpha_dithering",
        )), ("more", ctypes.c_uint32 * 5),
    )  # fmt: skip


class _Config(ctypes.Structure):
    _fields_ = (("input", _Features), ("output", _Buffer), ("options", _Options))


_lib = ctypes.CDLL(_webp.__file__)
_lib.WebPDecode.argtypes = (ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p)
_lib.WebPGetFeaturesInternal.argtypes = (ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int)
_lib.WebPInitDecoderConfigInternal.argtypes = (ctypes.c_void_p, ctypes.c_int)
_lib.WebPFreeDecBuffer.argtypes = (ctypes.c_void_p,)


@dataclass(frozen=True)
class Look:
    """What the head of a WebP says: pixels across and down, and whether it moves."""

    width: int
    height: int
    moving: bool

    @property
    def pixels(self) -> int:
        """How many it has."""
        return self.width * self.height


def look(raw: bytes) -> Look | None:
    """The head of a WebP; None for anything else."""
    if raw[:4] != b"RIFF" or raw[8:12] != b"WEBP":
        return None
    found = _Features()
    if _lib.WebPGetFeaturesInternal(raw, len(raw), ctypes.byref(found), _ABI) != _OK:
        return None
    return Look(found.width, found.height, bool(found.moving))


def shrunk(raw: bytes, edge: int) -> Image.Image:
    """The picture with its longer edge so long, and what its notes say. Unreadable; MemoryError."""
    found = look(raw)
    if found is None or found.moving:
        raise Unreadable("no WebP, or one that moves")
    config = _Config()
    if not _lib.WebPInitDecoderConfigInternal(ctypes.byref(config), _ABI):
        raise Unreadable("another libwebp")
    sides = found.width, found.height
    scale = min(1.0, edge / max(sides))
    config.options.scaling = 1
    config.options.width, config.options.height = (max(1, round(side * scale)) for side in sides)
    config.output.mode = _RGBA
    status = _lib.WebPDecode(raw, len(raw), ctypes.byref(config))
    try:
        if status == _NO_MEMORY:
            raise MemoryError
        if status != _OK:
            raise Unreadable(f"libwebp: {status}")
        return _image(config.output, raw)
    finally:
        _lib.WebPFreeDecBuffer(ctypes.byref(config.output))


def _image(made: Any, raw: bytes) -> Image.Image:
    pixels = ctypes.string_at(made.rgba, made.stride * made.height)
    image = Image.frombytes("RGBA", (made.width, made.height), pixels, "raw", "RGBA", made.stride)
    notes = dict(_notes(raw))
    image.info |= {"exif": notes.get(b"EXIF", b""), "icc_profile": notes.get(b"ICCP")}
    return image


def _notes(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of the file's parts."""
    at = 12
    while at + 8 <= len(raw):
        name, length = struct.unpack_from("<4sI", raw, at)
        yield name, raw[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
