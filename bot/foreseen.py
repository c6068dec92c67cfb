"""A draft as the city's own terms have it: as it is filed, and who would answer for it."""

from datetime import datetime
from typing import Any

from bot.dialogue.known import Body, CityFacts, Owner
from bot.dialogue.state import Draft
from routing.city.catalogue import Catalogue
from routing.reports import filing, same_matter


def new_report(draft: Draft, catalogue: CityFacts) -> filing.NewReport:
    """What is filed of a draft."""
    return filing.NewReport(
        text=draft.text, category=draft.category, category_by=draft.category_by or "sistem",
        confidence=draft.confidence, needs_review=draft.review, kind=draft.kind, emergency=draft.emergency,
        lat=draft.point.lat if draft.point else None, lon=draft.point.lon if draft.point else None,
        kelurahan=draft.kelurahan, place=draft.place, facts=_facts(draft, catalogue), privacy=draft.privacy,
        hidden=draft.hidden,
        agency=draft.agency,
    )  # fmt: skip


def owner(draft: Draft, city: Catalogue, facts: CityFacts, *, channel: str, now: datetime) -> Owner:
    """Who would answer for the draft by the city's rules, were it filed now."""
    decided = filing.foreseen(city, new_report(draft, facts), channel=channel, now=now)
    agency = decided.agency
    body = Body(agency.code, agency.name, agency.contact) if decided.referred else None
    return Owner(agency.name, body)


def _facts(draft: Draft, catalogue: CityFacts) -> dict[str, Any]:
    """What the draft knows beside its words: answers to the category's questions; if its point is exact."""
    category = catalogue.categories.get(draft.category or "")
    keys = [question.key for question in category.questions] if category else []
    answers = {key: draft.answers[key] for key in keys if key in draft.answers}
    exact = {same_matter.EXACT: "tepat"} if draft.exact and draft.point else {}
    return {**draft.facts, **({"jawaban": answers} if answers else {}), **exact}
