"""Atom (RFC 4287): the one writer of our feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed changed in which nothing ever stood
KIND = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class FeedEntry:
    """One entry; its address is its id. media: what lies there, "" for a page. point: latitude, longitude."""

    address: str
    title: str
    updated: datetime
    summary: str
    term: str
    label: str = ""
    media: str = ""
    published: datetime | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class FeedHead:
    """What stands above the entries. address: the feed's own; page: what it is a feed of, "" for none.

    updated: when it changed last, where no entry says so.
    """

    title: str
    address: str
    author: str
    page: str = ""
    updated: datetime = NEVER


def feed(head: FeedHead, entries: Sequence[FeedEntry]) -> bytes:
    """The feed as XML (UTF-8)."""
    updated = max((one.updated for one in entries), default=head.updated)
    page = f"<link href={quoteattr(head.page)}/>" if head.page else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:georss="http://www.georss.org/georss" xml:lang="id">'
        f"<title>{escape(head.title)}</title><id>{escape(head.address)}</id><updated>{_time(updated)}</updated>"
        f'<link rel="self" href={quoteattr(head.address)}/>{page}'
        f"<author><name>{escape(head.author)}</name></author>{''.join(map(_entry, entries))}</feed>"
    ).encode()


def _entry(one: FeedEntry) -> str:
    kind = f' rel="alternate" type={quoteattr(one.media)}' if one.media else ""
    label = f" label={quoteattr(one.label)}" if one.label else ""
    published = f"<published>{_time(one.published)}</published>" if one.published else ""
    point = f"<georss:point>{one.point[0]} {one.point[1]}</georss:point>" if one.point else ""
    return (
        f"<entry><title>{escape(one.title)}</title><id>{escape(one.address)}</id>"
        f"<link{kind} href={quoteattr(one.address)}/>{published}<updated>{_time(one.updated)}</updated>"
        f"<category term={quoteattr(one.term)}{label}/>"
        f"<summary>{escape(one.summary)}</summary>{point}</entry>"
    )


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
