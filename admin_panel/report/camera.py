"""What a camera says of its picture: when it was taken, how far from the reported place, where it looked."""

from routing.domain.distance import haversine
from storage.models import Report, ReportMedia
from web.numbers import number
from web.times import moment_local

COMPASS = ("utara", "timur laut", "timur", "tenggara", "selatan", "barat daya", "barat", "barat laut")
FAR = 500.0  # metres: beyond this the officer should look twice


def away(link: ReportMedia, report: Report) -> float | None:
    """Metres between where the picture was taken and the reported point; None when either is unknown."""
    if link.lat is None or link.lon is None or report.lat is None or report.lon is None:
        return None
    return haversine((link.lat, link.lon), (report.lat, report.lon))


def hint(link: ReportMedia, report: Report) -> str:
    """ "Diambil 21 Nov 2026, 14.05 WIB, 40 m dari lokasi laporan, menghadap barat"; "" for nothing."""
    parts = [moment_local(link.taken_at)] if link.taken_at else []
    if (metres := away(link, report)) is not None:
        far = f"{number(metres / 1000)} km" if metres >= 995 else f"{round(metres / 10) * 10} m"
        parts.append(f"{far} dari lokasi laporan" if metres >= 15 else "di lokasi laporan")
    if link.direction is not None:
        parts.append(f"menghadap {point_of_compass(link.direction)}")
    return f"Diambil {', '.join(parts)}" if parts else ""


def point_of_compass(degrees: float) -> str:
    """The nearest of the eight: 40 is "timur laut"."""
    return COMPASS[round(degrees / 45) % 8]


def is_far(link: ReportMedia, report: Report) -> bool:
    """The picture was taken so far from the reported place that one of the two may be wrong."""
    metres = away(link, report)
    return metres is not None and metres > FAR
