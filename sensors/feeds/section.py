"""Feeds of agencies as a section of the configuration: who delivers what, how often, how it is read.

The key a source asks for stays with the feed's own page and is in no file.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.sections import agencies
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from routing.errors import BadInput
from routing.warnings.outside import CAP
from sensors import indicators
from sensors.feeds import describing
from sensors.feeds.describing import FeedSettings
from storage import clock
from storage.models import AgencyFeed

SOURCES = {
    "unggah": "Diunggah kantornya", "tarik": "Diambil dari alamat", "s3": "Folder S3", CAP: "Peringatan CAP",
}  # fmt: skip
HOURS, LONGEST = 9000, 200
DISCONNECTED = {"source": "", "address": ""}


def _sectors(_: Session) -> dict[str, str]:
    return {sector.code: sector.name for sector in indicators.definitions().sectors.values()}


FIELDS = (
    Field("code", "Kode", needed=True, fixed=True, most=60),
    Field("name", "Nama", needed=True, most=LONGEST),
    Field("agency", "Kantor", kind="one", needed=True, choices=agencies.offices),
    Field("sector", "Sektor", kind="one", needed=True, choices=_sectors),
    Field("responsible", "Penanggung jawab", most=LONGEST),
    Field("every", "Datang tiap (jam)", kind="whole", least=1, most=HOURS, needed=True),
    Field("source", "Sumber", kind="one", choices=lambda _: SOURCES, hint="Kosong: belum terhubung."),
    Field("address", "Alamat", most=2000),
    Field("header", "Tajuk yang membawa kunci", most=80, hint="Kuncinya diisi di halaman Sumber data."),
    Field("description", "Cara membacanya", kind="data", default={}),
)  # fmt: skip


def read(session: Session) -> Document:
    """Every feed."""
    return {"rows": [_row(feed) for feed in session.scalars(select(AgencyFeed).order_by(AgencyFeed.code))]}


def _row(feed: AgencyFeed) -> Row:
    return {
        "code": feed.code, "name": feed.name, "agency": feed.agency_code, "sector": feed.sector,
        "responsible": feed.responsible, "every": feed.every_hours, "source": feed.source,
        "address": feed.address, "header": feed.header, "description": dict(feed.description),
    }  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Make the register so; a feed that is not named is disconnected, and stays for its figures."""
    now = clock.now()
    known = {feed.code: feed for feed in tx.scalars(select(AgencyFeed).with_for_update())}
    named = {row["code"] for row in document["rows"]}
    alone = [_row(feed) | DISCONNECTED for feed in known.values() if feed.code not in named]
    for row in [*document["rows"], *alone]:
        old = known.get(row["code"])
        if old is not None and _row(old) == row:
            continue
        said = FeedSettings(
            row["name"], row["agency"], row["sector"], row["responsible"], row["every"], row["source"],
            row["address"], row["header"],
        )  # fmt: skip
        try:
            describing.configure(tx, old, row["code"], said, row["description"], now=now)
        except BadInput as wrong:
            raise BadSection(f"Sumber data “{row['name']}”: {wrong.sentence}") from None
    tx.flush()


SECTION = Section(
    "sumber-data", "Sumber data",
    "Data yang diserahkan tiap kantor: seberapa sering, dari mana, dan cara membacanya. Kolomnya dipilih di "
    "halaman Sumber data; kuncinya tidak ikut ke berkas.",
    read, write, FIELDS, group="sector", order=64,
)  # fmt: skip
