"""Whose matter it is when it is not the city's although its category, or only its place, would say so."""

import re
from functools import lru_cache

from bot.dialogue.known import Body, CityFacts
from bot.dialogue.state import Draft

_NUMBER = re.compile(r"\btelepon (\d{3,15})\b")


@lru_cache(maxsize=64)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def whose(draft: Draft, catalogue: CityFacts) -> str:
    """The code of the outside body the draft's words name, "" when the matter is the city's."""
    for rule in catalogue.elsewhere:
        if rule.agency not in catalogue.bodies or draft.category not in rule.categories:
            continue
        undone = rule.unless and _compiled(rule.unless).search(draft.text)
        if not undone and _compiled(rule.words).search(draft.text):
            return rule.agency
    return ""


def neighbour(draft: Draft, catalogue: CityFacts) -> Body | None:
    """The neighbouring government that answers for the place outside the city, when we know which."""
    return catalogue.bodies.get(catalogue.neighbours.get(draft.outside, ""))


def body_of(draft: Draft, catalogue: CityFacts) -> Body | None:
    """Who answers for the draft when the city does not; None when it does."""
    if draft.agency:
        return catalogue.bodies.get(draft.agency)
    category = catalogue.categories.get(draft.category or "")
    if category is None or not category.external:
        return None
    return Body(category.code, category.agency, category.contact)


def dial_of(contact: str) -> str | None:
    """The number to call, out of the sentence that says how to reach a body; None when it names none."""
    found = _NUMBER.search(contact)
    return found[1] if found else None
