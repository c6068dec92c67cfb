"""Atom (RFC 4287): the newest public reports of a kelurahan, of a kind, or of the city."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from routing.city.catalogue import Catalogue
from routing.reports.everybody import PublicView

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def feed(city: Catalogue, found: Sequence[PublicView], *, title: str, address: str, site: str) -> bytes:
    """The feed as XML (UTF-8). address: its own."""
    updated = max((one.updated_at for one in found), default=NEVER)
    entries = "".join(_entry(city, one, site) for one in found)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:georss="http://www.georss.org/georss" xml:lang="id">'
        f"<title>{escape(title)}</title><id>{escape(address)}</id><updated>{_time(updated)}</updated>"
        f'<link rel="self" href={quoteattr(address)}/><link href={quoteattr(f"{site}/peta")}/>'
        f"<author><name>{escape(city.city_name)}</name></author>{entries}</feed>"
    ).encode()


def _entry(city: Catalogue, one: PublicView, site: str) -> str:
    link, said = f"{site}/laporan/{one.number}", f"{city.status_name(one.status)}. {one.agency_name}."
    point = f"<georss:point>{one.point[0]} {one.point[1]}</georss:point>" if one.point else ""
    return (
        f"<entry><title>{escape(one.title)}</title><id>{escape(link)}</id><link href={quoteattr(link)}/>"
        f"<published>{_time(one.created_at)}</published><updated>{_time(one.updated_at)}</updated>"
        f"<category term={quoteattr(one.category)} label={quoteattr(one.category_name)}/>"
        f"<summary>{escape(said)}</summary>{point}</entry>"
    )


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
