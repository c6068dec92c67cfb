"""A phone's large HEIC, made smaller while it is read: unfolded it needs more memory than its process has.

Phones cut a photo into a grid of tiles (Apple: 512 pixels an edge). pillow-heif unfolds all of them, copies
them and hands Pillow a third copy; libheif under it also gives one tile at a time. Its published C functions
are called through the very extension pillow-heif has loaded (docs/decisions/0027).
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import _pillow_heif  # type: ignore[import-not-found]  # its compiled part
from PIL import Image

from storage import picture_colour

# heif_image.h: colour space and chroma of RGB in one plane and of the file's own; that plane; Y, Cb and Cr
RGB, AS_IT_IS, IN_ONE, YCBCR = (1, 10), (99, 99), 10, (0, 1, 2)
NO_MEMORY = 6  # heif_error.h
LARGE_PART = 20_000_000  # pixels; as RGB it would not fit, Y, Cb and Cr take half of that
BAND = 1_000_000  # pixels that Pillow is handed at once: it keeps four bytes for each


class Unreadable(OSError):
    """libheif cannot read the file or a tile of it."""


class _Error(ctypes.Structure):
    _fields_ = (("code", ctypes.c_int), ("subcode", ctypes.c_int), ("message", ctypes.c_char_p))


class _Tiling(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int), ("columns", ctypes.c_uint32), ("rows", ctypes.c_uint32),
        ("tile_width", ctypes.c_uint32), ("tile_height", ctypes.c_uint32),
        ("width", ctypes.c_uint32), ("height", ctypes.c_uint32),
        ("top", ctypes.c_uint32), ("left", ctypes.c_uint32),
        ("more", ctypes.c_uint8), ("sizes", ctypes.c_uint32 * 8),
    )  # fmt: skip


class _Options(ctypes.Structure):
    """The beginning of heif_decoding_options; libheif allocates and fills the whole."""

    _fields_ = (
        ("version", ctypes.c_uint8), ("ignore_transformations", ctypes.c_uint8),
        ("progress", ctypes.c_void_p * 4), ("to_8_bit", ctypes.c_uint8),
    )  # fmt: skip


class _Nclx(ctypes.Structure):
    """The beginning of heif_color_profile_nclx."""

    _fields_ = (
        ("version", ctypes.c_uint8), ("primaries", ctypes.c_int), ("transfer", ctypes.c_int),
        ("matrix", ctypes.c_int), ("full_range", ctypes.c_uint8),
    )  # fmt: skip


def _library() -> ctypes.CDLL:
    lib = ctypes.CDLL(_pillow_heif.__file__)
    pointer, number = ctypes.c_void_p, ctypes.c_int
    takes = {
        "heif_context_read_from_memory_without_copy": (pointer, ctypes.c_char_p, ctypes.c_size_t, pointer),
        "heif_context_get_primary_image_handle": (pointer, pointer),
        "heif_image_handle_get_image_tiling": (pointer, number, pointer),
        "heif_image_handle_decode_image_tile": (
            pointer, pointer, number, number, pointer, ctypes.c_uint32, ctypes.c_uint32,
        ),
        "heif_decode_image": (pointer, pointer, number, number, pointer),
        "heif_image_get_nclx_color_profile": (pointer, pointer),
    }  # fmt: skip
    for name, arguments in takes.items():
        function = getattr(lib, name)
        function.argtypes, function.restype, function.errcheck = arguments, _Error, _checked
    for what in (
        "context_free", "image_handle_release", "decoding_options_free", "image_release",
        "nclx_color_profile_free",
    ):  # fmt: skip
        free = getattr(lib, f"heif_{what}")
        free.argtypes, free.restype = (pointer,), None
    lib.heif_context_alloc.restype = pointer
    lib.heif_decoding_options_alloc.restype = ctypes.POINTER(_Options)
    lib.heif_context_set_max_decoding_threads.argtypes = (pointer, number)
    lib.heif_image_get_colorspace.argtypes = (pointer,)
    for what in ("width", "height", "bits_per_pixel_range"):
        getattr(lib, f"heif_image_get_{what}").argtypes = (pointer, number)
    lib.heif_image_get_plane_readonly.argtypes = (pointer, number, ctypes.POINTER(number))
    lib.heif_image_get_plane_readonly.restype = pointer
    return lib


def _checked(error: _Error, _function: Any, _arguments: Any) -> _Error:
    if error.code == NO_MEMORY:
        raise MemoryError
    if error.code:
        raise Unreadable((error.message or b"").decode("utf-8", "replace"))
    return error


def shrunk(raw: bytes, edge: int) -> Image.Image:
    """The upright picture as RGB of 8 bits, smaller by a whole factor, but not than `edge`."""
    lib = _library()
    with _opened(lib, raw) as (handle, options):
        lying, cut = _Tiling(), _Tiling()
        lib.heif_image_handle_get_image_tiling(handle, 0, ctypes.byref(lying))
        lib.heif_image_handle_get_image_tiling(handle, 1, ctypes.byref(cut))
        factor = max(1, max(cut.width, cut.height) // edge)
        cropped = {lying.width, lying.height} != {cut.width, cut.height}
        if cropped or cut.columns * cut.rows == 1:
            return _part(lib, handle, options, None, cut.width * cut.height, factor)
        return _joined(lib, handle, options, cut, factor)


def _joined(lib: ctypes.CDLL, handle: Any, options: Any, cut: _Tiling, factor: int) -> Image.Image:
    """All tiles, each made smaller, side by side."""
    small = Image.new("RGB", (max(1, cut.width // factor), max(1, cut.height // factor)))
    # The tiles reach beyond the picture, right and below as a rule. Where it was turned so that they do so on
    # the left or above, libheif tells an offset (1.23: what the last tile holds instead of what it lacks).
    left = cut.columns * cut.tile_width - cut.width if cut.left else 0
    above = cut.rows * cut.tile_height - cut.height if cut.top else 0
    for row in range(cut.rows):
        for column in range(cut.columns):
            tile = _part(lib, handle, options, (column, row), cut.tile_width * cut.tile_height, factor)
            x, y = column * cut.tile_width - left, row * cut.tile_height - above
            small.paste(tile, (round(x / factor), round(y / factor)))
    return small


def _part(
    lib: ctypes.CDLL, handle: Any, options: Any, tile: tuple[int, int] | None, pixels: int, factor: int
) -> Image.Image:
    """One tile (None: the whole picture), made smaller; all that it unfolded to is gone again."""
    image, large = ctypes.c_void_p(), pixels > LARGE_PART
    wanted = handle, ctypes.byref(image), *(AS_IT_IS if large else RGB), options
    if tile is None:
        lib.heif_decode_image(*wanted)
    else:
        lib.heif_image_handle_decode_image_tile(*wanted, *tile)
    try:
        if not large:
            return _plane(lib, image, IN_ONE, factor)
        if (
            lib.heif_image_get_colorspace(image) != 0
            or lib.heif_image_get_bits_per_pixel_range(image, 0) != 8
        ):
            raise MemoryError
        y, cb, cr = (_plane(lib, image, channel, factor) for channel in YCBCR)
        return picture_colour.from_ycbcr(y, cb.resize(y.size), cr.resize(y.size), *_coefficients(lib, image))
    finally:
        lib.heif_image_release(image)


def _plane(lib: ctypes.CDLL, image: Any, channel: int, factor: int) -> Image.Image:
    """One plane of a decoded tile as a picture, made smaller band by band: Pillow never holds it whole."""
    width, height = lib.heif_image_get_width(image, channel), lib.heif_image_get_height(image, channel)
    step, mode = ctypes.c_int(), "RGB" if channel == IN_ONE else "L"
    start = lib.heif_image_get_plane_readonly(image, channel, ctypes.byref(step))
    if not start or width < 1 or height < 1 or step.value < len(mode) * width:
        raise Unreadable("no pixels")
    small = Image.new(mode, (max(1, round(width / factor)), max(1, round(height / factor))))
    tall = max(1, BAND // width // factor) * factor
    for top in range(0, height, tall):
        rows = min(tall, height - top)
        pixels = (ctypes.c_char * (step.value * rows)).from_address(start + step.value * top)
        band = Image.frombytes(mode, (width, rows), pixels, "raw", mode, step.value)
        lines = max(1, round(rows / factor))
        small.paste(band.resize((small.width, lines), Image.Resampling.BOX), (0, top // factor))
    return small


def _coefficients(lib: ctypes.CDLL, image: Any) -> tuple[int, bool]:
    """By which table of ITU-T H.273 its Y, Cb and Cr are meant, and whether over all 256 values."""
    said = ctypes.POINTER(_Nclx)()
    try:
        lib.heif_image_get_nclx_color_profile(image, ctypes.byref(said))
        return said.contents.matrix, bool(said.contents.full_range)
    except Unreadable:  # it says nothing
        return 2, True
    finally:
        if said:
            lib.heif_nclx_color_profile_free(said)


@contextmanager
def _opened(lib: ctypes.CDLL, raw: bytes) -> Iterator[tuple[Any, Any]]:
    """The first picture of a file, and how to decode it. `raw` is not copied, so it must live as long."""
    context, handle = lib.heif_context_alloc(), ctypes.c_void_p()
    options = lib.heif_decoding_options_alloc()
    try:
        options.contents.to_8_bit = 1
        lib.heif_context_set_max_decoding_threads(context, 0)
        lib.heif_context_read_from_memory_without_copy(context, raw, len(raw), None)
        lib.heif_context_get_primary_image_handle(context, ctypes.byref(handle))
        yield handle, options
    finally:
        lib.heif_decoding_options_free(options)
        if handle:
            lib.heif_image_handle_release(handle)
        lib.heif_context_free(context)
