"""Others' warnings in the shape a weather office publishes: a list (RSS, Atom) and a CAP 1.2 file each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from storage.clock import LOCAL
from storage.models import AgencyFeed, OutsideWarning
from tests.factories.city import KRANJI, NOW
from tests.factories.feeds import feed

# Around Kranji, some four kilometres across.
AROUND_KRANJI = "-6.21,106.95 -6.21,106.99 -6.25,106.99 -6.25,106.95 -6.21,106.95"
FAR_AWAY = "3.50,98.60 3.50,98.70 3.60,98.70 3.60,98.60 3.50,98.60"


def message(  # noqa: PLR0913 - what a message says, each with what most say
    identifier: str = "CJB20261123001", *, sent: datetime = NOW, status: str = "Actual", kind: str = "Alert",
    references: str = "", area: str = f"<areaDesc>Bekasi Barat</areaDesc><polygon>{AROUND_KRANJI}</polygon>",
    hours: float = 3, severity: str = "Moderate", headline: str = "Hujan lebat dan petir di Jawa Barat",
    infos: Sequence[str] = (), scope: str = "Public",
) -> bytes:  # fmt: skip
    """One CAP file."""
    told = "".join(infos) or info(sent, area, hours=hours, severity=severity, headline=headline)
    refers = f"<references>{references}</references>" if references else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{identifier}</identifier><sender>cuaca@contoh.test</sender><sent>{written(sent)}</sent>"
        f"<status>{status}</status><msgType>{kind}</msgType><scope>{scope}</scope>{refers}{told}</alert>"
    ).encode()


def info(
    sent: datetime, area: str, *, hours: float = 3, severity: str = "Moderate", language: str = "id-ID",
    headline: str = "Hujan lebat dan petir di Jawa Barat",
) -> str:  # fmt: skip
    """One `info` block."""
    return (
        f"<info><language>{language}</language><category>Met</category><event>Hujan lebat</event>"
        f"<urgency>Immediate</urgency><severity>{severity}</severity><certainty>Observed</certainty>"
        f"<effective>{written(sent)}</effective><expires>{written(sent + timedelta(hours=hours))}</expires>"
        f"<senderName>Badan Cuaca Contoh</senderName><headline>{headline}</headline>"
        "<description>Awan hujan bergerak dari selatan ke arah kota.</description>"
        "<instruction>Jauhi pohon besar dan saluran yang meluap.</instruction>"
        f"<web>https://cuaca.contoh.test/gambar</web><area>{area}</area></info>"
    )


def written(at: datetime) -> str:
    return at.astimezone(LOCAL).isoformat()


def reference(identifier: str, sent: datetime = NOW) -> str:
    return f"cuaca@contoh.test,{identifier},{written(sent)}"


def rss(links: Sequence[str], *, stamp: str = "Mon, 23 Nov 2026 09:00:00 +0700") -> bytes:
    """A list as RSS 2.0."""
    items = "".join(
        f"<item><title>Peringatan</title><link>{link}</link><pubDate>{stamp}</pubDate></item>"
        for link in links
    )
    return f'<rss version="2.0"><channel><title>Peringatan dini</title>{items}</channel></rss>'.encode()


def atom(links: Sequence[str]) -> bytes:
    """A list as Atom."""
    entries = "".join(
        f'<entry><id>{link}</id><updated>2026-11-23T02:00:00Z</updated><link rel="self" href="/x"/>'
        f'<link href="{link}" type="application/cap+xml"/></entry>'
        for link in links
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entries}</feed>'.encode()


class Office:
    """What a weather office serves, for `answering.source`: `files` by path; `/daftar` lists `named`."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.named: list[str] = []
        self.etag = ""
        self.list = rss
        self.paths: list[str] = []

    def publish(self, name: str, content: bytes) -> None:
        """One more file, the newest of the list."""
        self.files[f"/{name}"] = content
        self.named.insert(0, f"/{name}")

    def __call__(self, request: Any) -> tuple[int, dict[str, str], bytes]:
        path = urlsplit(request.path).path
        self.paths.append(path)
        if path == "/daftar":
            if self.etag and request.headers.get("If-None-Match") == self.etag:
                return 304, {}, b""
            return 200, {"ETag": self.etag} if self.etag else {}, self.list(self.named)
        return (200, {}, self.files[path]) if path in self.files else (404, {}, b"")


def heard(tx: Session, now: datetime, **more: Any) -> OutsideWarning:
    """A warning that holds in Kranji, of a source that is connected (one for all of them)."""
    source = tx.query(AgencyFeed).filter_by(code="peringatan").one_or_none()
    source = source or feed(tx, "peringatan", agency="bpbd", source="cap", name="Peringatan cuaca")
    row = OutsideWarning(
        **{"feed_id": source.id, "identifier": "A1", "sender": "cuaca@contoh.test", "part": 0,
           "sent": now - timedelta(minutes=10), "status": "Actual", "kind": "Alert", "public": True,
           "headline": "Hujan lebat dan petir", "description": "Awan hujan bergerak ke arah kota.",
           "instruction": "Jauhi pohon besar.", "severity": "Moderate", "sender_name": "Badan Cuaca Contoh",
           "kelurahan": [KRANJI], "starts": now - timedelta(minutes=10), "until": now + timedelta(hours=3),
           "received_at": now, **more}
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row
