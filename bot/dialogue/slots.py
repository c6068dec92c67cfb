"""Filling a draft from what was heard, and what it still lacks."""

from dataclasses import replace

from bot.dialogue.hear import KINDS, MAX_TEXT, Heard
from bot.dialogue.known import Catalogue, Located
from bot.dialogue.state import Draft, Step
from bot.dialogue.types import FileRef, Point
from nlu.types import Intent, PlaceMention

MAX_FILES = 5  # photos of one report (issue 4, point 1)
OTHER = "lainnya"
PROPOSALS = "aspirasi"
OFFERED = 3  # categories shown when unsure


def missing(draft: Draft, catalogue: Catalogue) -> Step:
    """The next question; CONFIRM when nothing is missing."""
    if not draft.text:
        return Step.WHAT
    if draft.category is None:
        return Step.CATEGORY
    category = catalogue.categories.get(draft.category)
    if (category and category.external) or draft.kind != "pengaduan":
        return Step.CONFIRM
    if draft.kelurahan is None and not draft.place_skipped:
        return _place_step(draft)
    wanted = (category is None or category.on_site) and not draft.emergency  # nobody films a fire for us
    if not draft.photo_asked and not draft.files and wanted:
        return Step.PHOTO
    return Step.CONFIRM


def _place_step(draft: Draft) -> Step:
    if draft.outside:
        return Step.OUTSIDE
    if draft.options:
        return Step.KELURAHAN
    return Step.KECAMATAN if draft.place else Step.PLACE


def with_files(draft: Draft, files: tuple[FileRef, ...]) -> Draft:
    """The draft with more pictures, each once, MAX_FILES at most."""
    fresh = tuple(f for f in files if f.id not in {kept.id for kept in draft.files})
    return replace(draft, files=(draft.files + fresh)[:MAX_FILES])


def with_text(draft: Draft, heard: Heard, catalogue: Catalogue) -> Draft:
    """The draft with the words added: text, facts, category when still open, place when still open."""
    text = f"{draft.text}\n{heard.text}".strip()[:MAX_TEXT]
    draft = replace(draft, text=text, facts={**draft.facts, **dict(heard.facts)})
    if heard.emergency:
        draft = replace(draft, emergency=heard.emergency)
    if draft.category is None:
        draft = with_category_of(draft, heard, catalogue)
    if draft.kelurahan is None:
        draft = with_places(draft, heard.places)
    return draft


def with_category_of(draft: Draft, heard: Heard, catalogue: Catalogue) -> Draft:
    """The category: taken when sure, else the best as candidates; a person decides when unknown."""
    best = heard.best
    if heard.intent in KINDS:
        draft = replace(draft, kind=KINDS[heard.intent])
    if heard.intent is Intent.ASPIRASI and (best is None or best.confidence < catalogue.sure):
        return replace(draft, category=PROPOSALS, category_by=heard.engine)
    offered = tuple(c.code for c in heard.candidates if c.code != OTHER)[:OFFERED]
    if best is None or not offered:
        return replace(draft, category=OTHER, category_by=heard.engine, review=True)
    found = replace(draft, category_by=heard.engine, confidence=best.confidence, candidates=offered)
    # A burning house is not asked which of three kinds of matter it is.
    if best.confidence >= catalogue.sure or draft.emergency:
        return replace(found, category=best.code, review=best.confidence < catalogue.sure)
    return found


def with_category(draft: Draft, code: str) -> Draft:
    """The category the resident chose; "lainnya" leaves it to a person."""
    return replace(
        draft, category=code, category_by="warga", confidence=None, candidates=(), review=code == OTHER
    )


def with_places(draft: Draft, places: tuple[PlaceMention, ...]) -> Draft:
    """The draft with the places named: a kelurahan when they agree on one, else the ones still possible."""
    inside = [place for place in places if place.kind != "luar"]
    if not inside:
        beyond = [place.name or place.text for place in places]
        return replace(draft, outside=beyond[0]) if beyond else draft
    named = _named([place.text for place in inside])
    options = _common([place.kelurahan for place in inside if place.kelurahan])
    point = next((place.point for place in inside if place.point), None)
    return replace(
        draft,
        place=named if not draft.place or draft.kelurahan else f"{draft.place}, {named}",
        kelurahan=options[0] if len(options) == 1 else None,
        options=options if len(options) > 1 else (),
        outside="",
        point=Point(*point) if point else draft.point,
        exact=False if point else draft.exact,
    )


def _named(texts: list[str]) -> str:
    """The places as written, without those that a longer one contains ("pertigaan kranji, kranji")."""
    own = dict.fromkeys(texts)
    return ", ".join(t for t in own if not any(t != o and t.lower() in o.lower() for o in own))


def _common(sets: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The kelurahan all mentions allow; where they contradict one another, the narrowest mention's."""
    if not sets:
        return ()
    shared = tuple(code for code in sets[0] if all(code in other for other in sets[1:]))
    return shared or min(sets, key=len)


def with_point(draft: Draft, point: Point, located: Located | None) -> Draft:
    """The draft with a shared location; outside the city it stays without a kelurahan."""
    if located is None or located.code is None:
        return replace(draft, point=point, exact=True, kelurahan=None, options=(), outside="-")
    return replace(
        draft, point=point, exact=True, kelurahan=located.code, options=(), outside="", place_skipped=False
    )


def with_kelurahan(draft: Draft, code: str) -> Draft:
    """The kelurahan the resident chose."""
    return replace(draft, kelurahan=code, options=(), outside="", place_skipped=False)


def another_matter(draft: Draft, heard: Heard, step: Step, catalogue: Catalogue) -> bool:
    """Whether the words tell of something else than the draft does, surely enough to ask."""
    best = heard.best
    if heard.intent is not Intent.LAPOR or best is None or best.confidence < catalogue.sure:
        return False
    if not draft.text or draft.category in (None, best.code) or heard.words < 5:
        return False
    where = step in (Step.PLACE, Step.KECAMATAN, Step.KELURAHAN, Step.OUTSIDE)
    return not where or not heard.places or heard.words >= 8
