"""The picture process's first task: a stranger's file becomes a fresh JPEG with nothing in it but pixels."""

import io
import warnings
from typing import Any

import pillow_heif
from PIL import Image, ImageChops, ImageStat, UnidentifiedImageError

from storage import picture_bones, picture_colour, picture_exif, picture_heif, picture_webp
from storage.pictures import MAX_EDGE

# Pillow itself only warns below 179 megapixels. PNG unfolds whole; the others shrink while read.
MAX_PIXELS = {"JPEG": 60_000_000, "MPO": 60_000_000, "HEIF": 60_000_000, "WEBP": 60_000_000}
MAX_PIXELS_WHOLE = 40_000_000
LARGE_HEIC = 13_000_000  # pixels; smaller ones fit as Pillow reads them, with their transparency
HEAVY = 20_000_000
# A progressive JPEG is kept whole, two bytes for each sample, until its last pass: 60 megapixels as phones
# and messengers write them (4:2:0) take 180 MB, with full colour resolution (4:4:4) 360.
PROGRESSIVE_MEMORY = 195_000_000
THUMB_EDGE = 320
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Of a JPEG whose end is missing, so much may be: a telephone that was switched off, a card pulled out.
MOST_MISSING = 0.03  # of the picture
_END = b"\xff\xd9"
_NEVER_READ = 128  # what the decoder leaves where it got nothing
# A phone's JPEG may carry a second view (MPO) and its HEIC several: the first is the photo.
ONE_OF_MANY = ("JPEG", "MPO", "HEIF")

pillow_heif.register_heif_opener()
pillow_heif.options.DECODE_THREADS = 1
Answer = tuple[dict[str, Any], list[bytes]]


class _Refused(Exception):
    pass


def redraw(raw: bytes) -> Answer:
    """The facts of the picture, the clean JPEG and its thumbnail; or {"refused": code}."""
    told, files = _tried(raw)
    if told.get("refused") == "rusak" and raw.startswith(b"\xff\xd8"):
        told, files = _tried(raw + _END, cut=True)
    if told.get("refused") in ("rusak", "bukan_gambar"):
        for less in picture_bones.bare(raw):
            again, drawn = _tried(less)
            if drawn:
                return again, drawn
    return told, files


def _tried(raw: bytes, *, cut: bool = False) -> Answer:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redraw(raw, cut=cut)
    except _Refused as refused:
        return {"refused": str(refused)}, []
    except UnidentifiedImageError:
        code = "bergerak" if raw.startswith((b"GIF87a", b"GIF89a")) else "bukan_gambar"
        return {"refused": code}, []
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "terlalu_besar"}, []
    # Decoders of damaged files raise all of these.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, RuntimeError):
        return {"refused": "rusak"}, []


def heavy(raw: bytes) -> bool:
    """Whether a picture may need nearly all the memory there is."""
    if webp := picture_webp.look(raw):
        return webp.pixels > HEAVY
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            return image.width * image.height > HEAVY
    except Exception:  # whatever it is, `redraw` says so
        return False


def _redraw(raw: bytes, *, cut: bool) -> Answer:
    with _opened(raw) as image:
        if image.width * image.height > MAX_PIXELS.get(image.format or "", MAX_PIXELS_WHOLE):
            raise _Refused("terlalu_besar")
        if getattr(image, "is_animated", False) and image.format not in ONE_OF_MANY:
            raise _Refused("bergerak")
        if _coefficients(image) > PROGRESSIVE_MEMORY:
            raise _Refused("terlalu_besar")
        facts, profile = picture_exif.facts(image), picture_colour.said(image.info)
        large = image.format == "HEIF" and image.mode == "RGB" and image.width * image.height > LARGE_HEIC
        read = None if large else _read(image)
    # A large HEIC only now: Pillow's own reader of it, with its copy of the file, is gone.
    read = read or picture_heif.shrunk(raw, MAX_EDGE)
    if cut and _missing(read) > MOST_MISSING:
        raise _Refused("rusak")
    clean = _pixels(read, profile)
    thumb = clean.copy()
    thumb.thumbnail((THUMB_EDGE, THUMB_EDGE))
    grey = ImageStat.Stat(thumb.convert("L"))
    told = {
        "width": clean.width, "height": clean.height, "phash": dhash(clean), "light": grey.mean[0],
        "spread": grey.stddev[0], **facts,
    }  # fmt: skip
    return told, [as_jpeg(clean), as_jpeg(thumb)]


def _opened(raw: bytes) -> Image.Image:
    """The picture, not read yet but for a large WebP, which is read small."""
    webp = picture_webp.look(raw)
    if webp is None or webp.pixels <= picture_webp.LARGE:
        return Image.open(io.BytesIO(raw), formats=FORMATS)
    if webp.moving:
        raise _Refused("bergerak")
    if webp.pixels > MAX_PIXELS["WEBP"]:
        raise _Refused("terlalu_besar")
    return picture_webp.shrunk(raw, MAX_EDGE)


def _coefficients(image: Image.Image) -> int:
    """Bytes that reading a progressive JPEG takes; 0 for all others."""
    parts = getattr(image, "layer", None)  # of each component: its number, samples across and down, its table
    if not parts or not image.info.get("progressive"):
        return 0
    across, down = max(part[1] for part in parts), max(part[2] for part in parts)
    samples = sum(part[1] * part[2] for part in parts) / max(1, across * down)
    return int(2 * samples * image.width * image.height)


def _read(image: Image.Image) -> Image.Image:
    """The picture upright, small and of 8 bits a channel; still in its own colours."""
    # Lets the JPEG decoder shrink while reading, by its longer edge: a square halves it too seldom.
    longer = max(MAX_EDGE, *image.size)
    image.draft("RGB", (image.width * MAX_EDGE // longer or 1, image.height * MAX_EDGE // longer or 1))
    if image.mode in ("P", "1"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail((MAX_EDGE, MAX_EDGE))
    image.load()  # a small one is not read before it is used, and then its file is closed
    return picture_exif.upright(image)


def _missing(read: Image.Image) -> float:
    """The share of a JPEG that its decoder never got."""
    grey = [band.point(lambda value: 255 * (value == _NEVER_READ)) for band in read.convert("RGB").split()]
    empty = ImageChops.darker(ImageChops.darker(grey[0], grey[1]), grey[2])
    return empty.histogram()[255] / (read.width * read.height)


def _pixels(read: Image.Image, profile: Any) -> Image.Image:
    """A new picture on white, in the colours of every screen: nothing but the pixels of the old one."""
    read.thumbnail((MAX_EDGE, MAX_EDGE))
    read = picture_colour.eight_bits(read)
    clean = Image.new("RGB", read.size, "white")
    if read.mode in ("RGBA", "LA", "PA") or "transparency" in read.info:
        shape = read.convert("RGBA")
        clean.paste(picture_colour.srgb(shape.convert("RGB"), profile), mask=shape.getchannel("A"))
    else:
        clean.paste(picture_colour.srgb(read, profile))
    return clean


def as_jpeg(image: Image.Image) -> bytes:
    """The picture as a progressive JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return out.getvalue()


def dhash(image: Image.Image) -> str:
    """64 bits as 16 hexadecimal digits: of 9 x 8 grey cells, is each brighter than its right neighbour?"""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return f"{bits:016x}"
