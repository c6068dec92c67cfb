"""The names by which tables call the city's kelurahan and kecamatan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from sensors.domain.feeds.description import KECAMATAN, KELURAHAN
from sensors.domain.feeds.rows import KnownPlaces, squeezed
from storage.models import Area


def places(session: Session) -> KnownPlaces:
    """Codes by name and by code, with and without its full stops."""
    found: dict[str, dict[str, str]] = {KECAMATAN: {}, KELURAHAN: {}}
    for code, name, kind in session.execute(select(Area.code, Area.name, Area.kind)):
        found[kind][squeezed(name)] = found[kind][squeezed(code)] = code
    city = catalogue(session).settings.city
    names = {squeezed(city.name), squeezed(city.short_name)} - set(found[KECAMATAN])
    return KnownPlaces(found, frozenset(names))
