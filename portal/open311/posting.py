"""A new service request as programs send it: read strictly, to be handed in through the inbox."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from portal.open311 import asked
from portal.open311.services import service_of
from portal.open311.tree import Declined
from routing.city.areas import locate
from routing.city.catalogue import Catalogue, CategoryInfo
from routing.domain.questions import LONGEST_ANSWER, Question
from routing.reports.from_programs import Handed
from routing.texts import RESIDENT_MAX
from web.bodies import says_more

MOST_PICTURES, MOST_FIELDS = 5, 60
LARGEST_PICTURE = 20 * 1024 * 1024  # bytes
LARGEST_BODY = 25 * 1024 * 1024
TOO_LARGE = f"A request takes at most {LARGEST_BODY // 1024 // 1024} MB."
LONGEST_LINE, LONGEST_LINK, LONGEST_KEY = 500, 500, 200
_ATTRIBUTE = re.compile(r"attribute\[([a-z0-9_]{1,40})\](?:\[\])?")
_LINK = re.compile(r"https?://[^\s<>\"']{4,490}")


@dataclass(frozen=True)
class Posted:
    """A form as it came: its plain fields, each with all its values, and its files."""

    fields: Mapping[str, Sequence[str]]
    files: Sequence[UploadFile]

    def one(self, name: str) -> str:
        """The first value of a field, "" where there is none."""
        return next(iter(self.fields.get(name, ())), "").strip()


async def posted(request: Request) -> Posted:
    """The form in the body, as form or multipart; Declined when it is none or too large."""
    if says_more(request.headers.get("content-length", ""), LARGEST_BODY):
        raise Declined(413, TOO_LARGE)
    try:
        form = await _bounded(request).form(max_files=MOST_PICTURES + 1, max_fields=MOST_FIELDS)
    except MultiPartException:
        raise Declined(400, "The form cannot be read, or has too many parts.") from None
    return Posted(_fields(form), [part for part in _files(form) if part.filename])


def _bounded(request: Request) -> Request:
    """The same request, whose body ends in a Declined once it is longer than it may be, whatever it said."""
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise Declined(413, TOO_LARGE)
        return message

    return Request(request.scope, receive)


def _fields(form: FormData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value.replace("\x00", ""))
    return found


def _files(form: FormData) -> list[UploadFile]:
    return [value for _, value in form.multi_items() if isinstance(value, UploadFile)]


def key_of(request: Request, form: Posted) -> str:
    """The program's key: in the form, in the address, or as a bearer's."""
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    given = form.one("api_key") or request.query_params.get("api_key", "")
    return (given or (bearer if kind.lower() == "bearer" else "")).strip()[:LONGEST_KEY]


def checked(city: Catalogue, form: Posted, media: Sequence[str]) -> Handed:
    """What the form hands in; Declined for anything that cannot be filed as it is."""
    code = form.one("service_code")
    if not code:
        raise Declined(400, "service_code was not provided.")
    service = service_of(city, code)
    text = form.one("description")
    if len(text) > RESIDENT_MAX:
        raise Declined(400, f"description is longer than {RESIDENT_MAX} characters.")
    lat, lon, kelurahan, place = _where(city, form)
    return Handed(
        category=service.code, text=text or service.name, lat=lat, lon=lon, kelurahan=kelurahan, place=place,
        answers=_answers(service, form), media=tuple(media), links=_links(form),
    )  # fmt: skip


def _where(city: Catalogue, form: Posted) -> tuple[float | None, float | None, str | None, str]:
    lat = asked.real(form.one("lat"), "lat", least=-90, most=90)
    lon = asked.real(form.one("long"), "long", least=-180, most=180)
    place, area = form.one("address_string")[:LONGEST_LINE], form.one("address_id")
    if (lat is None) != (lon is None):
        raise Declined(400, "lat and long belong together.")
    if lat is not None and lon is not None:
        located = locate(lat, lon)
        if located is None:
            raise Declined(400, "lat and long lie outside the city.")
        return lat, lon, located.kelurahan_code, place
    if area:
        if area not in city.kelurahan:
            raise Declined(400, f"address_id {area[:40]!r} was not found.")
        return None, None, area, place or city.kelurahan[area].name
    if not place:
        raise Declined(400, "lat and long, address_string or address_id must be provided.")
    return None, None, _named(city, place), place


def _named(city: Catalogue, place: str) -> str | None:
    """The kelurahan an address names, if it is one alone."""
    said = f" {re.sub(r'[^a-z]+', ' ', place.lower())} "
    found = [area for area in city.kelurahan.values() if f" {area.name.lower()} " in said]
    longest = max((len(area.name) for area in found), default=0)  # "Jatibening Baru" names Jatibening as well
    best = {area.code for area in found if len(area.name) == longest}
    return best.pop() if len(best) == 1 else None


def _answers(service: CategoryInfo, form: Posted) -> dict[str, str]:
    questions = {question.key: question for question in service.questions}
    found: dict[str, str] = {}
    for name, values in form.fields.items():
        if not name.startswith("attribute"):
            continue
        read = _ATTRIBUTE.fullmatch(name)
        question = questions.get(read[1]) if read else None
        if question is None:
            raise Declined(400, f"{name[:60]} is no attribute of {service.code}.")
        if value := next((value.strip() for value in values if value.strip()), ""):
            found[question.key] = _fitting(question, value)
    return found


def _fitting(question: Question, value: str) -> str:
    if question.choices and value not in question.choices:
        raise Declined(400, f"attribute[{question.key}] must be one of: {', '.join(question.choices)}.")
    if question.kind == "number" and not (value.isascii() and value.isdigit() and len(value) <= 12):
        raise Declined(400, f"attribute[{question.key}] must be a whole number.")
    if len(value) > LONGEST_ANSWER:
        raise Declined(400, f"attribute[{question.key}] is longer than {LONGEST_ANSWER} characters.")
    return value


def _links(form: Posted) -> tuple[str, ...]:
    """Addresses of pictures the program keeps: officers may open them, nothing here fetches them."""
    given = [link.strip() for link in form.fields.get("media_url", ()) if link.strip()]
    if len(given) > MOST_PICTURES or any(not _LINK.fullmatch(link) for link in given):
        raise Declined(400, f"media_url must be at most {MOST_PICTURES} http or https addresses.")
    return tuple(given)


def told(number: str | None, token: str) -> list[dict[str, Any]]:
    """What the program is answered: the number, or the token by which it asks for it."""
    if number is None:
        return [{"token": token}]
    return [{"service_request_id": number, "service_notice": "", "account_id": ""}]
