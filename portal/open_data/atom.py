"""The newest public reports of a kelurahan, of a kind, or of the city, as entries of a feed."""

from collections.abc import Sequence

from portal.atom import FeedEntry, FeedHead, feed
from routing.city.catalogue import Catalogue
from routing.reports.everybody import PublicView


def of_reports(city: Catalogue, found: Sequence[PublicView], *, title: str, address: str, site: str) -> bytes:
    """The feed. address: its own."""
    head = FeedHead(title, address, city.city_name, page=f"{site}/peta")
    return feed(head, [_entry(city, one, site) for one in found])


def _entry(city: Catalogue, one: PublicView, site: str) -> FeedEntry:
    said = f"{city.status_name(one.status)}. {one.agency_name}."
    return FeedEntry(
        f"{site}/laporan/{one.number}", one.title, one.updated_at, said, one.category, one.category_name,
        published=one.created_at, point=one.point,
    )  # fmt: skip
