"""What a public page is narrowed to, as it stands in its address; what cannot be meant is left out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from routing.city.catalogue import Catalogue
from routing.domain.publicity import Box, Publicity
from routing.reports.public_list import Search

DAYS = ("30", "90", "365")
STATES = {"jalan": True, "akhir": False}
BETWEEN = "~"


@dataclass(frozen=True)
class Narrowed:
    """The fields of the filter form: kategori, status (jalan | akhir), hari, dinas, kelurahan."""

    kategori: str = ""
    status: str = ""
    hari: str = DAYS[0]
    dinas: str = ""
    kelurahan: str = ""

    def query(self, **more: str) -> str:
        """The address's query, what goes without saying left out."""
        said = {name: value for name, value in vars(self).items() if value}
        if said["hari"] == DAYS[0]:
            del said["hari"]
        return urlencode(said | {name: value for name, value in more.items() if value})

    def search(self, *, now: datetime, box: Box | None = None) -> Search:
        """The same as a search. Whole hours, so that two readers within one share the answer."""
        since = (now - timedelta(days=int(self.hari))).replace(minute=0, second=0, microsecond=0)
        return Search(
            categories=(self.kategori,) if self.kategori else (), open=STATES.get(self.status),
            kelurahan=self.kelurahan, agency=self.dinas, since=since, box=box,
        )  # fmt: skip


def narrowed(city: Catalogue, given: QueryParams) -> Narrowed:
    """What the address asks for."""
    shown = city.settings.public
    said = {name: given.get(name, "") for name in ("kategori", "status", "hari", "dinas", "kelurahan")}
    return Narrowed(
        kategori=said["kategori"] if shown.of(said["kategori"]) != Publicity.NOT else "",
        status=said["status"] if said["status"] in STATES else "",
        hari=said["hari"] if said["hari"] in DAYS else DAYS[0],
        dinas=said["dinas"] if said["dinas"] in city.agencies else "",
        kelurahan=said["kelurahan"] if said["kelurahan"] in city.kelurahan else "",
    )


def cursor(last: tuple[datetime, int] | None) -> str:
    """Where the next page begins, as it stands in an address."""
    return f"{last[0].isoformat()}{BETWEEN}{last[1]}" if last else ""


def read_cursor(given: str) -> tuple[datetime, int] | None:
    """The place a cursor names; None (from the top) for one nobody made."""
    at, _, row = given[:60].partition(BETWEEN)
    if not (row.isascii() and row.isdigit() and len(row) < 16):
        return None
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (found, int(row)) if found.tzinfo is not None and 2000 <= found.year <= 2200 else None


def box_of(given: str) -> Box | None:
    """west,south,east,north in degrees; None where that is no part of the earth."""
    try:
        west, south, east, north = (float(part) for part in given[:120].split(","))
    except ValueError:
        return None
    fits = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return Box(south, west, north, east) if fits else None
