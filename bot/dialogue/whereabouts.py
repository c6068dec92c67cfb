"""The place of a draft as ONE value: what it is called, its point and where it lies change together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.known import CityFacts, PointArea
from bot.dialogue.state import Draft
from bot.dialogue.types import Point
from nlu.types import Ranked, Where

_UNIT = re.compile(r"^(?:di\s+)?(?:kelurahan|kel|kecamatan|kec)\b\.?\s+", re.IGNORECASE)
_SCHOOL = re.compile(r"(?:sd|sdn|sdit|smp|smpn|sma|sman|smk|smkn|mi|mts|man|tk|paud|ponpes)\b", re.IGNORECASE)
_OR = re.compile(r"\s+(?:atau|or)\s+", re.IGNORECASE)
_HARDLY = 4  # times less likely than the likeliest
BEYOND = "-"  # a shared point outside the city has no name
_STREET = re.compile(r"(?:jl|jln|jalan|gg|gang|rt|rw|blok)\b", re.IGNORECASE)  # how a finer part begins


def put(draft: Draft, where: Where) -> Draft:
    """The draft at this place, with everything that follows from it."""
    where = replace(where, text=", ".join(_finest(where.text.split(", "))))
    return replace(
        draft, where=where, place=where.text[:300], kelurahan=where.kelurahan, options=where.offered,
        outside=where.outside, point=Point(*where.point) if where.point else None,
        exact=where.exact, place_skipped=draft.place_skipped and not (where.areas or where.outside),
    )  # fmt: skip


def _finest(parts: Sequence[str]) -> list[str]:
    """The parts, each once, without those that stand whole in another: "terminal" in "terminal bekasi"."""
    once = list(dict.fromkeys(parts))
    if any(_SCHOOL.match(part) for part in once):
        once = [part for part in once if part.lower() not in ("sekolah", "sekolahan")]
    return [p for p in once if not any(p != o and f" {p} " in f" {o} " for o in once)]


def _meant(where: Where) -> Where:
    """The place without the kelurahan that are hardly meant: they would seem to agree with anything."""
    top = where.areas[0].confidence if where.areas else 0.0
    return replace(where, areas=tuple(area for area in where.areas if area.confidence >= top / _HARDLY))


def with_where(draft: Draft, where: Where, *, anew: bool = False) -> Draft:
    """The draft with what more words say of its place; anew: they answer where it is, so they put it right.

    Otherwise finer words make it finer, and two that contradict one another are asked about.
    """
    mine, where = draft.where, _meant(where)
    ours, theirs = ({area.code for area in one.areas} for one in (mine, where))
    apart = bool(theirs) and bool(ours) and not (ours & theirs)
    if anew and apart and not (where.outside or where.exact or where.corrects) and mine.kelurahan is None:
        # Only the kelurahan was open: the street stays.
        streets = [part for part in mine.text.split(", ") if _STREET.match(part)]
        return put(draft, replace(where, text=", ".join((*streets, where.text))))
    if (anew and (apart or where.outside or where.exact)) or (mine.outside and where.areas):
        return put(draft, where)
    return put(draft, mine.joined(where))


def with_point(
    draft: Draft, point: Point, located: PointArea | None, *, anew: bool = False
) -> Draft:  # fmt: skip
    """The draft at a shared location. The street named before stays only where it lies there too."""
    code = located.code if located else None
    spot = (point.lat, point.lon)
    if code is None:
        return put(draft, Where(point=spot, exact=True, outside=BEYOND))
    ours = {area.code for area in draft.where.areas}
    keeps = not anew and not draft.where.outside and (not ours or code in ours)
    text = draft.where.text if keeps else ""
    draft = put(draft, Where(text, spot, exact=True, areas=(Ranked(code, 1.0),)))
    return replace(draft, photo_point=None, photo_area="", place_skipped=False)


def with_kelurahan(draft: Draft, code: str) -> Draft:
    """The kelurahan the resident chose; a point that lies elsewhere goes, the street that was named stays."""
    mine = draft.where
    ours = {area.code for area in mine.areas}
    fits = (not ours or code in ours) and not mine.outside
    where = Where(
        "" if mine.outside else mine.text,
        mine.point if fits else None,
        exact=mine.exact and fits,
        areas=(Ranked(code, 1.0),),
    )
    return replace(put(draft, where), place_skipped=False)


def with_options(draft: Draft, codes: tuple[str, ...]) -> Draft:
    """The draft somewhere in these kelurahan; its name stays, a point beyond the city goes."""
    share = 1 / max(1, len(codes))
    mine = draft.where
    areas = tuple(Ranked(code, share) for code in codes)
    elsewhere = mine.outside or mine.kelurahan is not None  # the place is being put right
    text, point = ("", None) if elsewhere else (mine.text, mine.point)
    return put(draft, Where(text, point, areas=areas))


def called(draft: Draft, text: str) -> Draft:
    """The draft at a place we do not know, as the resident calls it."""
    return put(draft, replace(draft.where, text=text[:300]))


def unit_less(part: str) -> str:
    """A part of a place's name, plainly and without "kel." or "kecamatan" before it."""
    return _UNIT.sub("", part.strip()).lower()


def spaceless(name: str) -> str:
    """ "Jaka Mulya" and "jakamulya" are one name."""
    return "".join(name.lower().split())


def area_names(catalogue: CityFacts) -> frozenset[str]:
    """Every kecamatan's and kelurahan's name, without blanks."""
    names = (*catalogue.kecamatan(), *(area.name for area in catalogue.kelurahan.values()))
    return frozenset(spaceless(name) for name in names)


def either_of_areas(part: str, names: set[str]) -> bool:
    """Whether a part of a place's name is two areas, of which nobody knew which: "Jatiasih atau Jatirasa"."""
    both = _OR.split(part, maxsplit=1)
    return len(both) > 1 and all(unit_less(one) in names for one in both)


def without_other_areas(draft: Draft, catalogue: CityFacts) -> Draft:
    """The draft whose place, once it is decided, names no other kecamatan or kelurahan any more."""
    area = catalogue.kelurahan.get(draft.kelurahan or "")
    if area is None or not draft.where.text:
        return draft
    names = {*catalogue.kecamatan(), *(other.name for other in catalogue.kelurahan.values())}
    every = {name.lower() for name in names}
    others = {spaceless(name) for name in every} - {spaceless(area.kecamatan), spaceless(area.name)}
    kept = (part for part in draft.where.text.split(", ") if spaceless(unit_less(part)) not in others)
    text = ", ".join(part for part in kept if not either_of_areas(part, every))
    return draft if text == draft.where.text else called(draft, text)


def nowhere(draft: Draft) -> Draft:
    """The draft with its place open again."""
    return put(draft, Where())
