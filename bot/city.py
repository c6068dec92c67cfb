"""The city's configuration as the dialogue needs it: categories with questions, areas, outside bodies."""

from dataclasses import replace

from bot.dialogue.known import Body, CityFacts, Elsewhere, KnownArea, KnownCategory
from bot.messages import DEFAULT
from bot.messages.times import working
from bot.tongue import category_in
from nlu.gazetteer import regions
from routing.city import dangers
from routing.city.catalogue import Catalogue
from routing.domain.deadlines import Hours
from routing.domain.jurisdiction import EXTERNAL, LOCAL_KELURAHAN, AgencyFacts
from routing.reports.same_matter import office_matters

_kept: dict[tuple[str, str], CityFacts] = {}


def facts_of(city: Catalogue, locale: str = DEFAULT) -> CityFacts:
    """The city's configuration as the dialogue needs it, its kinds of matter named in the person's language.

    Made once for each version of it and language.
    """
    key = (city.version, locale)
    if key not in _kept:
        for old in [one for one in _kept if one[0] != city.version]:
            del _kept[old]
        _kept[key] = _said(_facts(city), city, locale)
    return _kept[key]


def _said(facts: CityFacts, city: Catalogue, locale: str) -> CityFacts:
    """The facts with what stands in the person's language: names of kinds, when offices work."""

    def said(known: KnownCategory) -> KnownCategory:
        name = category_in(locale, known.code) or known.name
        local = city.categories[known.code].agency == LOCAL_KELURAHAN  # one of many offices
        hours = "" if local else _hours(city, city.agency_of(known.code).code, locale)
        return replace(known, name=name, hours=hours)

    kinds = {code: said(known) for code, known in facts.categories.items()}
    return replace(facts, categories=kinds, hours=_hours(city, "", locale))


def _hours(city: Catalogue, office: str, locale: str) -> str:
    """When an office works by the city's book of deadlines, as written."""
    every = city.deadlines.book.hours
    return working(every.get(office) or every.get("") or Hours(), locale)


def _facts(city: Catalogue) -> CityFacts:
    return CityFacts(
        categories={code: _category(city, code) for code, info in city.categories.items() if info.active},
        kelurahan={a.code: KnownArea(a.code, a.name, a.kecamatan) for a in city.kelurahan.values()},
        sure=city.settings.understanding.sure,
        city=city.settings.city.short_name or city.city_name,
        bodies={a.code: Body(a.code, a.name, a.contact) for a in city.agencies.values() if _outside(a)},
        elsewhere=_elsewhere(city), neighbours=_neighbours(city),
        dangers=dangers.read(city.settings.dangers), guarded=city.guarded,
        floods=city.settings.flood_matters, reopen_days=city.settings.afterwards.reopen_days,
        integrity=min(city.settings.guarded.integrity, default=""),
    )  # fmt: skip


def _outside(agency: AgencyFacts) -> bool:
    return agency.kind == EXTERNAL and agency.active


def _elsewhere(city: Catalogue) -> tuple[Elsewhere, ...]:
    rules = city.settings.elsewhere
    return tuple(Elsewhere(rule.agency, rule.words, rule.unless, rule.categories) for rule in rules)


def _neighbours(city: Catalogue) -> dict[str, str]:
    """Agency code by the name of a place outside the city."""
    agencies = city.settings.neighbours
    return {name: agencies[region] for name, region in regions().items() if region in agencies}


def _category(city: Catalogue, code: str) -> KnownCategory:
    info, owner = city.categories[code], city.jurisdiction(code, None)
    agency = city.agency_of(code)
    return KnownCategory(
        code=code, name=info.name, agency=agency.name, takes=(info.resolve.amount, info.resolve.unit.value),
        external=owner.referred, contact=agency.contact if owner.referred else "",
        on_site=code not in office_matters(city), questions=info.questions,
    )  # fmt: skip
