"""One warning as the Common Alerting Protocol has it (OASIS CAP 1.2): what it holds and must keep, its XML.

Times are written with their offset and without fractions, polygons as "lat,lon lat,lon …".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
MOST_CORNERS = 100  # of one polygon; readers on telephones and sirens take no more
LONGEST_EVENT = 35  # characters
WORDS = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
    "responseType": {
        "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None",
    },
}  # fmt: skip
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_NAME = re.compile(r"[^\s,<&]+")
# XML knows no others, whatever was written.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True)
class Warned:
    """A part of the city: its name, its code in the country's list, its outlines."""

    name: str
    code: str
    polygons: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True)
class Said:
    """The warning in one language (RFC 3066: "id-ID")."""

    language: str
    event: str
    headline: str
    description: str
    instruction: str
    sender: str  # in words
    contact: str


@dataclass(frozen=True)
class Grade:
    """How urgent, how severe, how certain, and what to do about it: the standard's words."""

    urgency: str
    severity: str
    certainty: str
    response: str


@dataclass(frozen=True)
class Bulletin:
    """One message. references: what it updates or cancels, as `reference` writes it."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: str  # msgType
    grade: Grade
    said: tuple[Said, ...]
    areas: tuple[Warned, ...]
    expires: datetime
    onset: datetime | None = None
    references: tuple[str, ...] = ()
    measured: tuple[tuple[str, str], ...] = ()  # parameters: name, value
    web: str = ""


def time_of(at: datetime) -> str:
    """A time as the standard writes it, in its own offset."""
    return at.replace(microsecond=0).isoformat()


def reference(identifier: str, sender: str, sent: datetime) -> str:
    """How a later message names this one."""
    return f"{sender},{identifier},{time_of(sent)}"


def faults(made: Bulletin) -> list[str]:
    """What keeps the message from being one, in sentences; its schema sees only half of it."""
    return [*_names(made), *_words(made), *_texts(made), *_outlines(made)]


def _names(made: Bulletin) -> Iterator[str]:
    for name in (made.identifier, made.sender):
        if not _NAME.fullmatch(name):
            yield f"“{name}” has a blank, a comma, < or &, or is empty"
    if made.kind in {"Update", "Cancel"} and not made.references:
        yield f"{made.kind} of nothing"
    for at in (made.sent, made.expires, made.onset):
        if at is not None and not _TIME.fullmatch(time_of(at)):
            yield f"{at} has no offset"


def _words(made: Bulletin) -> Iterator[str]:
    given = {
        "status": made.status, "msgType": made.kind, "urgency": made.grade.urgency,
        "severity": made.grade.severity, "certainty": made.grade.certainty,
        "responseType": made.grade.response,
    }  # fmt: skip
    return (
        f"{name} “{word}” is no word of the standard"
        for name, word in given.items()
        if word not in WORDS[name]
    )


def _texts(made: Bulletin) -> Iterator[str]:
    if not made.said:
        yield "it says nothing"
    for said in made.said:
        if not 0 < len(said.event) <= LONGEST_EVENT:
            yield f"the event “{said.event}” has more than {LONGEST_EVENT} characters, or none"
        if not said.headline.strip() or not said.description.strip():
            yield f"nothing is said in {said.language}"


def _outlines(made: Bulletin) -> Iterator[str]:
    if not made.areas:
        yield "it is about nowhere"
    for area in made.areas:
        for ring in area.polygons:
            if not 4 <= len(ring) <= MOST_CORNERS or ring[0] != ring[-1]:
                yield f"an outline of {area.name} is open, or has not 4 to {MOST_CORNERS} corners"
            if any(not (-90 <= lat <= 90 and -180 <= lon <= 180) for lat, lon in ring):
                yield f"an outline of {area.name} leaves the Earth"


def document(made: Bulletin) -> bytes:
    """The message as XML (UTF-8)."""
    alert = Element("alert", {"xmlns": NAMESPACE})
    head: Sequence[tuple[str, str]] = (
        ("identifier", made.identifier), ("sender", made.sender), ("sent", time_of(made.sent)),
        ("status", made.status), ("msgType", made.kind), ("scope", "Public"),
        ("references", " ".join(made.references)),
    )  # fmt: skip
    _put(alert, head)
    for said in made.said:
        _info(SubElement(alert, "info"), made, said)
    body: bytes = tostring(alert, encoding="utf-8", xml_declaration=True)
    return body


def _info(info: Element, made: Bulletin, said: Said) -> None:
    onset = time_of(made.onset) if made.onset else ""
    parts: Sequence[tuple[str, str]] = (
        ("language", said.language), ("category", "Met"), ("event", said.event),
        ("responseType", made.grade.response), ("urgency", made.grade.urgency),
        ("severity", made.grade.severity), ("certainty", made.grade.certainty), ("onset", onset),
        ("expires", time_of(made.expires)), ("senderName", said.sender), ("headline", said.headline),
        ("description", said.description), ("instruction", said.instruction), ("web", made.web),
        ("contact", said.contact),
    )  # fmt: skip
    _put(info, parts)
    for name, value in made.measured:
        _put(SubElement(info, "parameter"), (("valueName", name), ("value", value)))
    for area in made.areas:
        _area(SubElement(info, "area"), area)


def _area(element: Element, area: Warned) -> None:
    _put(element, (("areaDesc", area.name),))
    _put(
        element,
        [("polygon", " ".join(f"{lat:.5f},{lon:.5f}" for lat, lon in ring)) for ring in area.polygons],
    )
    _put(SubElement(element, "geocode"), (("valueName", "Kemendagri"), ("value", area.code)))


def _put(parent: Element, parts: Sequence[tuple[str, str]]) -> None:
    """Its elements, in the standard's order; what is empty is left out."""
    for name, text in parts:
        if text:
            SubElement(parent, name).text = _UNWRITABLE.sub("", text)
