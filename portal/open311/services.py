"""What can be reported: discovery, the services, and what each of them asks."""

from typing import Any

from portal.open311.tree import Declined
from routing.city.catalogue import Catalogue, CategoryInfo
from routing.domain.publicity import Publicity
from routing.domain.questions import Question

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-29T00:00:00+07:00"  # when what this door says last changed its shape
DATATYPES = {"text": "string", "number": "number", "choice": "singlevaluelist"}
HINTS = {"text": "Satu kalimat pendek", "number": "Angka bulat", "choice": "Salah satu pilihan"}


def listed(city: Catalogue) -> list[CategoryInfo]:
    """The kinds of matter other programs may read and hand in: those whose reports everybody may see."""
    shown = city.settings.public
    return [one for one in city.categories.values() if one.active and shown.of(one.code) != Publicity.NOT]


def service_of(city: Catalogue, code: str) -> CategoryInfo:
    """The kind of matter with this code; Declined (404) for any other."""
    found = {one.code: one for one in listed(city)}.get(code)
    if found is None:
        raise Declined(404, f"service_code {code[:60]!r} was not found.")
    return found


def service(one: CategoryInfo) -> dict[str, Any]:
    """One service as the list shows it."""
    return {
        "service_code": one.code, "service_name": one.name, "description": f"{one.name} ({one.group})",
        "metadata": bool(one.questions), "type": "realtime",
        "keywords": ",".join(dict.fromkeys((*one.code.split("_"), one.group))), "group": one.group,
    }  # fmt: skip


def definition(one: CategoryInfo) -> dict[str, Any]:
    """The service's own questions; none has to be answered."""
    asked = [_attribute(number, question) for number, question in enumerate(one.questions, start=1)]
    return {"service_code": one.code, "attributes": asked}


def _attribute(order: int, question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {
        "variable": True, "code": question.key, "datatype": DATATYPES[question.kind], "required": False,
        "datatype_description": question.hint or HINTS[question.kind], "order": order,
        "description": question.ask,
    }  # fmt: skip
    if question.choices:
        told["values"] = [{"key": choice, "name": choice} for choice in question.choices]
    return told


def discovery(city: Catalogue, *, site: str) -> dict[str, Any]:
    """Where the service is, in which forms, and whom to ask for a key."""
    contact = city.settings.privacy.contact or city.city_name
    return {
        "changeset": CHANGED, "contact": contact, "key_service": f"{site}/privasi. {contact}",
        "endpoints": [
            {
                "specification": SPECIFICATION, "url": f"{site}/open311/v2", "changeset": CHANGED,
                "type": "production", "formats": ["text/xml", "application/json"],
            }
        ],
    }  # fmt: skip
