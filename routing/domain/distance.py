"""How far one point is from another."""

import math


def haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points in degrees, on a sphere of 6,371 km; right to half a per cent."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    across, along = math.sin((lon2 - lon1) / 2) ** 2, math.sin((lat2 - lat1) / 2) ** 2
    half = along + math.cos(lat1) * math.cos(lat2) * across
    return 2 * 6_371_000 * math.asin(math.sqrt(min(1.0, half)))
