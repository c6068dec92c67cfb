"""Others' warnings: what a CAP 1.2 message says, and which messages a list (RSS, Atom) names.

Everything is foreign: words are cut, places and times checked. Times are aware (UTC), corners latitude and
longitude in degrees, radii kilometres. What cannot be read is a BadAlert, in Indonesian.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from routing.domain.cap import NAMESPACE, WORDS
from storage.clock import LOCAL

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES, MOST_INFOS, MOST_AREAS, MOST_CORNERS, MOST_REFERENCES = 500, 20, 500, 20_000, 200
ROUND = 64  # corners a circle is drawn with
SHORT, LONG = 300, 4000  # characters of what is shown
SPOKEN = ("id", "in", "ind")  # Indonesian, in the codes that are met
UNSAID = timedelta(hours=12)  # how long a message is good for that does not say so
LONGEST = timedelta(days=7)  # no message holds longer, whatever it says
AHEAD = timedelta(hours=1)  # by which a sender's clock may be wrong

Corner = tuple[float, float]


class BadAlert(ValueError):
    """It is no list, or no message, that can be used; the text says why, in Indonesian."""


@dataclass(frozen=True)
class Zone:
    """A part of the Earth: its name, rings of corners, circles (corner, km), codes as (list, code)."""

    name: str
    rings: tuple[tuple[Corner, ...], ...] = ()
    circles: tuple[tuple[Corner, float], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OutsideDanger:
    """What is said of one danger, in one language. starts, until: while it holds; onset: when it is there."""

    language: str
    event: str
    headline: str
    description: str
    instruction: str
    urgency: str
    severity: str
    certainty: str
    starts: datetime
    until: datetime
    onset: datetime | None
    sender: str
    web: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True)
class OutsideMessage:
    """One message. references: (sender, identifier) of those it updates or cancels."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: str
    public: bool
    references: tuple[tuple[str, str], ...]
    told: tuple[OutsideDanger, ...]

    def spoken(self) -> tuple[OutsideDanger, ...]:
        """What it says in Indonesian; where it does not, in the language it begins with."""
        ours = [one for one in self.told if one.language.lower().partition("-")[0] in SPOKEN]
        return tuple(ours or [one for one in self.told if one.language == self.told[0].language])


@dataclass(frozen=True)
class NamedMessage:
    """A message a list names: where it is, and what tells that it changed. inline: it stands in the list."""

    link: str
    stamp: str
    inline: Any = None


def entries(root: Any, address: str) -> list[NamedMessage]:
    """The messages of a list fetched from `address`; a message by itself is a list of one. BadAlert."""
    if root.tag == _cap("alert"):
        return [NamedMessage(address, "", root)]
    if root.tag == "rss":
        found = [_item(item, address) for item in root.iterfind("channel/item")]
    elif root.tag == f"{{{ATOM}}}feed":
        found = [_entry(entry, address) for entry in root.iterfind(f"{{{ATOM}}}entry")]
    else:
        raise BadAlert("isinya bukan daftar RSS atau Atom, dan bukan pesan CAP 1.2")
    once = {one.link: one for one in reversed(found)}  # the first of two that are the same
    return [one for one in found if one.inline is not None or once[one.link] is one][:MOST_ENTRIES]


def _item(item: Any, address: str) -> NamedMessage:
    link = item.findtext("link") or item.findtext("guid") or ""
    return NamedMessage(
        _joined(address, link), _cut(item.findtext("pubDate"), SHORT), item.find(f".//{_cap('alert')}")
    )


def _entry(entry: Any, address: str) -> NamedMessage:
    links = [one for one in entry.iterfind(f"{{{ATOM}}}link") if one.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda one: one.get("type") != "application/cap+xml")
    link = links[0].get("href", "") if links else entry.findtext(f"{{{ATOM}}}id") or ""
    stamp = _cut(entry.findtext(f"{{{ATOM}}}updated"), SHORT)
    return NamedMessage(_joined(address, link), stamp, entry.find(f".//{_cap('alert')}"))


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link.strip())[:2000]
    except ValueError:
        return ""


def same_source(address: str, link: str) -> bool:
    """Whether a list at `address` may send us to `link`: only within its own scheme, host and port."""
    try:
        ours, theirs = urlsplit(address), urlsplit(link)
        return bool(theirs.hostname) and (ours.scheme, ours.hostname, ours.port) == (
            theirs.scheme, theirs.hostname, theirs.port,
        )  # fmt: skip
    except ValueError:
        return False


def message(root: Any, *, now: datetime) -> OutsideMessage:
    """The message of a CAP document's root. BadAlert."""
    if root.tag != _cap("alert"):
        raise BadAlert("isinya bukan pesan CAP 1.2")
    identifier, sender = _named(root, "identifier"), _named(root, "sender")
    sent = _time(root, "sent")
    if sent is None or sent > now + AHEAD:
        raise BadAlert("waktu kirimnya tidak ada, atau di masa depan")
    kind = _word(root, "msgType")
    infos = root.findall(_cap("info"))[:MOST_INFOS]
    _check_size(infos)
    told = tuple(_told(info, sent, sender) for info in infos)
    if not told and kind == "Alert":
        raise BadAlert("pesannya tidak berisi keterangan")
    return OutsideMessage(
        identifier, sender, sent, _word(root, "status"), kind, _said(root, "scope") in ("", "Public"),
        tuple(_references(_said(root, "references", LONG * 10))), told,
    )  # fmt: skip


def _references(said: str) -> Iterator[tuple[str, str]]:
    for one in said.split()[:MOST_REFERENCES]:
        parts = one.split(",")
        if len(parts) == 3:
            yield parts[0], parts[1]


def _told(info: Any, sent: datetime, sender: str) -> OutsideDanger:
    starts = _time(info, "effective") or sent
    until = min(_time(info, "expires") or sent + UNSAID, sent + LONGEST)
    event, web = _said(info, "event", 120), _said(info, "web", 500)
    return OutsideDanger(
        language=_said(info, "language", 20) or "id", event=event,
        headline=_said(info, "headline") or event, description=_said(info, "description", LONG),
        instruction=_said(info, "instruction", LONG), urgency=_grade(info, "urgency"),
        severity=_grade(info, "severity"), certainty=_grade(info, "certainty"), starts=starts, until=until,
        onset=_time(info, "onset"), sender=_said(info, "senderName", 120) or sender,
        web=web if web.startswith("https://") else "",
        zones=tuple(_zone(area) for area in info.findall(_cap("area"))[:MOST_AREAS]),
    )  # fmt: skip


def _zone(area: Any) -> Zone:
    codes = [
        (_said(code, "valueName", 60).casefold(), _said(code, "value", 60))
        for code in area.iterfind(_cap("geocode"))
    ]
    return Zone(
        _said(area, "areaDesc"), tuple(_ring(one.text or "") for one in area.iterfind(_cap("polygon"))),
        tuple(_circle(one.text or "") for one in area.iterfind(_cap("circle"))), tuple(codes),
    )  # fmt: skip


def _ring(said: str) -> tuple[Corner, ...]:
    corners = [_corner(one) for one in said.split()]
    if len(set(corners)) < 3:
        raise BadAlert("salah satu batas wilayahnya kurang dari tiga titik")
    return tuple(corners if corners[0] == corners[-1] else [*corners, corners[0]])


def _circle(said: str) -> tuple[Corner, float]:
    parts = said.split()
    if len(parts) != 2:
        raise BadAlert("salah satu lingkaran wilayahnya tidak bisa dibaca")
    return _corner(parts[0]), _number(parts[1], 0, 20_000)


def _corner(said: str) -> Corner:
    parts = said.split(",")
    if len(parts) != 2:
        raise BadAlert("salah satu titik wilayahnya tidak bisa dibaca")
    return _number(parts[0], -90, 90), _number(parts[1], -180, 180)


def _number(said: str, least: float, most: float) -> float:
    try:
        value = float(said)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise BadAlert("salah satu titik wilayahnya tidak ada di bumi")
    return value


def _check_size(infos: Sequence[Any]) -> None:
    drawn = [one for info in infos for one in info.iterfind(f".//{_cap('polygon')}")]
    circles = sum(1 for info in infos for _ in info.iterfind(f".//{_cap('circle')}"))
    if sum((one.text or "").count(",") for one in drawn) + ROUND * circles > MOST_CORNERS:
        raise BadAlert(f"batas wilayahnya lebih dari {MOST_CORNERS} titik")


def _cap(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _cut(text: str | None, most: int) -> str:
    return " ".join((text or "").split())[:most]


def _said(element: Any, name: str, most: int = SHORT) -> str:
    return _cut(element.findtext(_cap(name)), most)


def _named(root: Any, name: str) -> str:
    said = _said(root, name)
    if not said or set(said) & set(" ,<&"):
        raise BadAlert(f"pesannya tidak punya {name} yang bisa dipakai")
    return said


def _word(root: Any, name: str) -> str:
    said = _said(root, name, 20)
    if said not in WORDS[name]:
        raise BadAlert(f"{name} “{said}” bukan kata baku CAP")
    return said


def _grade(info: Any, name: str) -> str:
    said = _said(info, name, 20)
    return said if said in WORDS[name] else "Unknown"


def _time(element: Any, name: str) -> datetime | None:
    said = _said(element, name, 40)
    if not said:
        return None
    try:
        at = datetime.fromisoformat(said)
        return (at if at.tzinfo else at.replace(tzinfo=LOCAL)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadAlert(f"waktu {name} tidak bisa dibaca") from None
