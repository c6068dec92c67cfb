"""The picture process's first task: a stranger's file becomes a fresh JPEG with nothing in it but pixels."""

import io
import warnings
from typing import Any

import pillow_heif
from PIL import Image, UnidentifiedImageError

from storage import picture_exif
from storage.pictures import MAX_EDGE

# Pillow itself only warns below 179 megapixels. A JPEG shrinks while it is read; the others unfold whole.
MAX_PIXELS = {"JPEG": 60_000_000, "MPO": 60_000_000}
MAX_PIXELS_WHOLE = 40_000_000
THUMB_EDGE = 320
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# A phone's JPEG may carry a second view (MPO) and its HEIC several: the first is the photo.
ONE_OF_MANY = ("JPEG", "MPO", "HEIF")

pillow_heif.register_heif_opener()
pillow_heif.options.DECODE_THREADS = 1
Answer = tuple[dict[str, Any], list[bytes]]


class _Refused(Exception):
    pass


def redraw(raw: bytes) -> Answer:
    """The facts of the picture, the clean JPEG and its thumbnail; or {"refused": code}."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redraw(raw)
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


def _redraw(raw: bytes) -> Answer:
    with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS.get(image.format or "", MAX_PIXELS_WHOLE):
            raise _Refused("terlalu_besar")
        if getattr(image, "is_animated", False) and image.format not in ONE_OF_MANY:
            raise _Refused("bergerak")
        facts = picture_exif.facts(image)
        clean = _pixels(image)
    thumb = clean.copy()
    thumb.thumbnail((THUMB_EDGE, THUMB_EDGE))
    told = {"width": clean.width, "height": clean.height, "phash": dhash(clean), **facts}
    return told, [as_jpeg(clean), as_jpeg(thumb)]


def _pixels(image: Image.Image) -> Image.Image:
    """A new upright picture on white: nothing but the pixels of the old one."""
    image.draft("RGB", (MAX_EDGE, MAX_EDGE))  # lets the JPEG decoder shrink while reading
    if image.mode in ("P", "1"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail((MAX_EDGE, MAX_EDGE))
    upright = picture_exif.upright(image)
    clean = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        shape = upright.convert("RGBA")
        clean.paste(shape, mask=shape.getchannel("A"))
    else:
        clean.paste(upright.convert("RGB"))
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
