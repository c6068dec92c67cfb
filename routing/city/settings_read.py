"""A city's settings read from its file and from the database.

The file is refused with a sentence when it is wrong or names something there is no setting of. Of what the
database keeps, only that is left out, and logged, which cannot be read: a slip must not silence the city.
"""

import logging
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pydantic import BaseModel, ValidationError

from routing.city.section import Section
from routing.city.settings import CitySettings

log = logging.getLogger(__name__)


class BadSettings(ValueError):
    """The city's settings cannot be used; the text says where and why."""


def of_file(given: Mapping[str, Any]) -> CitySettings:
    """The settings as a city's file gives them; BadSettings for a wrong value and for a name not known."""
    if unknown := sorted(_unknown(given, CitySettings, "")):
        raise BadSettings(f"settings.yml: there is no setting called {', '.join(unknown)}")
    try:
        return CitySettings.model_validate(given)
    except ValidationError as wrong:
        raise BadSettings(f"settings.yml: {_told(wrong)}") from None


def of_rows(rows: Mapping[str, Mapping[str, Any]]) -> CitySettings:
    """The settings as the database keeps them, one row a section, a plain value as {"value": …}."""
    known = {key: value for key, value in rows.items() if key in CitySettings.model_fields}
    plain = {key: value["value"] if value.keys() == {"value"} else value for key, value in known.items()}
    try:
        return CitySettings.model_validate(plain)
    except ValidationError as wrong:
        log.error("settings left out: %s", _told(wrong))
        return CitySettings.model_validate(_without(plain, wrong))


def _without(given: Mapping[str, Any], wrong: ValidationError) -> dict[str, Any]:
    """The same without what cannot be read: one rule of a list, else its whole section."""
    left = deepcopy(dict(given))
    for error in reversed(wrong.errors()):
        section, *place = error["loc"]
        rules = left.get(str(section))
        if place and isinstance(place[0], int) and isinstance(rules, list):
            rules[place[0]] = None
        else:
            left.pop(str(section), None)
    return {
        key: [rule for rule in value if rule is not None] if isinstance(value, list) else value
        for key, value in left.items()
    }


def _told(wrong: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors()[:3])


def _unknown(given: Mapping[str, Any], model: type[BaseModel], above: str) -> list[str]:
    found = []
    for name, value in given.items():
        field = model.model_fields.get(str(name))
        if field is None:
            found.append(f"{above}{name}")
        elif isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            found += _unknown(value, field.annotation, f"{name}.") if isinstance(value, Mapping) else []
    return found
