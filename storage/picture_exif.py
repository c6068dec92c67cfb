"""What the camera says of a picture: where, when, which way up. Read before everything but the pixels goes.

Nothing odd in it ever refuses a picture: what cannot be read is not known.
"""

import math
import struct
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from storage.clock import LOCAL

Gps, Base = ExifTags.GPS, ExifTags.Base
# What a damaged or odd EXIF block makes Pillow raise; the picture itself may be good.
ODD = (OSError, ValueError, SyntaxError, LookupError, TypeError, EOFError, struct.error, OverflowError)
# EXIF 2.3, tag 0x0112: how the sensor lay, and what puts the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def facts(image: Image.Image) -> dict[str, Any]:
    """{"lat", "lon": WGS84, "taken_at": ISO, in UTC, "direction"}; None for what is missing or nonsense."""
    try:
        exif = image.getexif()
        gps, camera = exif.get_ifd(ExifTags.IFD.GPSInfo), exif.get_ifd(ExifTags.IFD.Exif)
    except ODD:
        gps, camera = {}, {}
    point, taken = position(gps), moment(camera)
    return {
        "lat": point[0] if point else None, "lon": point[1] if point else None,
        "taken_at": taken.isoformat() if taken else None,
        "direction": direction(gps.get(Gps.GPSImgDirection)),
    }  # fmt: skip


def upright(image: Image.Image) -> Image.Image:
    """The picture as it was seen. Pillow's own `exif_transpose` writes the block anew, and odd ones raise."""
    try:
        turn = UPRIGHT.get(image.getexif().get(Base.Orientation, 1))
    except ODD:
        turn = None
    return image if turn is None else image.transpose(turn)


def position(gps: dict[int, Any]) -> tuple[float, float] | None:
    """(latitude, longitude); None also for 0° 0°, which cameras without a fix write."""
    lat = _degrees(gps.get(Gps.GPSLatitude), gps.get(Gps.GPSLatitudeRef), "N", "S")
    lon = _degrees(gps.get(Gps.GPSLongitude), gps.get(Gps.GPSLongitudeRef), "E", "W")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None
    return round(lat, 6), round(lon, 6)


def _degrees(parts: Any, ref: Any, plus: str, minus: str) -> float | None:
    """Degrees, minutes and seconds as one number; None unless they and their direction make sense."""
    ref = ref.decode("ascii", "replace") if isinstance(ref, bytes) else ref
    side = str(ref or "").strip("\0 ").upper()
    if side not in (plus, minus) or not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        whole = float(parts[0])
        # Minutes left out behind whole degrees are not known: a hundred kilometres.
        minutes, seconds = _left(parts[1], none=0.0 if whole % 1 else math.nan), _left(parts[2], none=0.0)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    value = whole + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or min(whole, minutes, seconds) < 0 or minutes >= 60 or seconds >= 60:
        return None
    return value if side == plus else -value


def _left(said: Any, *, none: float) -> float:
    """Minutes or seconds; `none` for 0/0, which cameras write behind decimals that leave nothing over."""
    if isinstance(said, IFDRational) and said.numerator == said.denominator == 0:
        return none
    return float(said)  # any other n/0 is NaN here


def direction(said: Any) -> float | None:
    """Where the camera looked, in degrees clockwise from north; None when it is no direction."""
    try:
        degrees = float(said)
    except ODD:
        return None
    return round(degrees, 1) % 360 if math.isfinite(degrees) and 0 <= degrees <= 360 else None


def moment(camera: dict[int, Any]) -> datetime | None:
    """DateTimeOriginal in UTC, by its own offset or else as Bekasi's time; None when it is no time."""
    said, offset = camera.get(Base.DateTimeOriginal), camera.get(Base.OffsetTimeOriginal)
    try:
        taken = datetime.strptime(str(said).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        return taken.replace(tzinfo=_zone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(offset: Any) -> Any:
    text = str(offset or "").strip("\0 ")
    try:
        sign, hours, minutes = {"+": 1, "-": -1}[text[0]], int(text[1:3]), int(text[4:6])
        return timezone(sign * timedelta(hours=hours, minutes=minutes))
    except (KeyError, IndexError, ValueError):
        return LOCAL
