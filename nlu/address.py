"""What the order of an address says: "street, kelurahan, kecamatan, Kota" ends with the area it lies in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.place_words import trust
from nlu.place_words import words as place_words
from nlu.roles import Found
from nlu.types import PlaceMention

_AREAS = frozenset({"kelurahan", "kecamatan", "luar"})
_SEEN = ("jalan", "perumahan", "patokan")
_LIST = 2  # kelurahan, at least
_BESIDE = 2  # words between a street and the kelurahan it is said to lie in ("di kelurahan")


def listed(words: Sequence[str], found: Sequence[Found]) -> bool:
    """Whether the last kelurahan is the end of a list ("di A, B, sama C"): none of them closes an address."""
    areas = [one for one in found if one.mention.kind == "kelurahan" and one.mention.role == ""]
    if len(areas) < _LIST or _same(areas[-1], areas[-2]):
        return False
    between = words[areas[-2].end : areas[-1].start]
    joined = [word for word in between if word not in place_words("between")]
    return len(joined) == 1 and joined[0] in place_words("listing")


def with_closing(
    found: Sequence[Found],
    named: Sequence[Found],
    *,
    apart: Callable[[Found], bool],
    namesake: Callable[[PlaceMention], bool],
) -> list[Found]:
    """The mentions; where they end an address, its kelurahan is surer and one named before it less sure.

    named: the mentions before a street lost its kelurahan. apart: whether one stands between commas;
    namesake: whether a kecamatan has a kelurahan of its name.
    """
    areas = [one for one in found if one.mention.kind in _AREAS and one.mention.role == ""]
    in_city = any(one.mention.kind == "kota" for one in found)
    alone = [one for one in areas if apart(one)]
    closing = _closing(alone, namesake, in_city=in_city) if _is_address(found) else None
    if closing is None:
        return list(found)
    sure = trust()["contested" if _contested(named, closing) else "closing"]
    meant = _as_kelurahan(replace(closing.mention, sure=sure))
    rivals = [one for one in areas if one.mention.kind == "kelurahan" and not _same(one, closing)]
    if meant.kind == "kelurahan" and in_city:
        rivals += [one for one in areas if one.mention.kind == "luar" and one.start > closing.start]
    return [
        replace(one, mention=meant) if one is closing else _outdone(one) if one in rivals else one
        for one in found
    ]


def _contested(found: Sequence[Found], closing: Found) -> bool:
    """Whether the post code is another kelurahan's, where a place of the address has been seen as well.

    Then the address names in so many words a neighbour as often as not. Seen: known by its position, and not
    merely by a list of streets or by the name it bears.
    """
    codes = {code for one in found if one.mention.kind == "kodepos" for code in one.mention.kelurahan}
    unseen = {trust()[kind] for kind in ("jalan", "street_named", "named")}
    seen = [one.mention for one in found if one.mention.kind in _SEEN and one.mention.sure not in unseen]
    return codes.isdisjoint(closing.mention.kelurahan) and any(
        not codes.isdisjoint(place.kelurahan) for place in seen
    )


def _outdone(one: Found) -> Found:
    """An area that the closing one outdoes: another kelurahan, a neighbour's name behind one of the city."""
    return replace(one, mention=replace(one.mention, sure=min(one.mention.sure, trust()["before_closing"])))


def _as_kelurahan(mention: PlaceMention) -> PlaceMention:
    """An area that stands where the kelurahan does: the gazetteer puts a kecamatan's namesake first."""
    if mention.kind != "kecamatan":
        return mention
    return replace(mention, kind="kelurahan", kelurahan=mention.kelurahan[:1])


def _is_address(found: Sequence[Found]) -> bool:
    kinds = [one.mention.kind for one in found]
    return "kota" in kinds or "kodepos" in kinds or sum(kind in _AREAS for kind in kinds) > 1


def _closing(
    areas: Sequence[Found], namesake: Callable[[PlaceMention], bool], *, in_city: bool
) -> Found | None:
    """Of an address's areas the one that is its kelurahan or desa; None where the order does not say.

    in_city: whether the address names the city itself.
    """
    if not areas:
        return None
    last, rest = areas[-1], list(areas[:-1])
    if last.mention.kind == "kelurahan":
        return _in_its_kecamatan(areas) or last
    while rest and _same(rest[-1], last) and rest[-1].end == last.start:
        if namesake(last.mention):
            return rest[-1]  # "Jatiasih, Jatiasih": the kelurahan, then the kecamatan of the same name
        last = rest.pop()
    before = rest[-1] if rest and rest[-1].end == last.start else None
    if before is None:
        return last if last.mention.kind == "luar" and len(areas) == 1 else None
    if last.mention.kind == "kecamatan":
        return before if before.mention.kind in ("kelurahan", "luar") else None
    if before.mention.kind == "kelurahan":  # "Jatibening, Makasar, Kota Bekasi": a neighbour's beside ours
        return before if in_city else None
    return last


def _in_its_kecamatan(areas: Sequence[Found]) -> Found | None:
    """The one kelurahan that its kecamatan follows at once: "Pengasinan, Rawalumbu, Bojong Menteng"."""
    pairs = [
        one for one, other in pairwise(areas)
        if one.mention.kind == "kelurahan" and other.mention.kind == "kecamatan" and one.end == other.start
        and set(one.mention.kelurahan) <= set(other.mention.kelurahan)
    ]  # fmt: skip
    return pairs[0] if len({one.mention.name for one in pairs}) == 1 else None


def _same(one: Found, other: Found) -> bool:
    return (one.mention.kind, one.mention.name) == (other.mention.kind, other.mention.name)


def with_streets_inside(found: Sequence[Found]) -> list[Found]:
    """The mentions, a street without its kelurahan where another kelurahan is named right beside it.

    "Gang Mawar Kranji" is a Gang Mawar in Kranji, not the one that the gazetteer knows in Margahayu; nor is
    "SMPN 5 Jatiasih" the city's fifth, which lies elsewhere.
    """
    return [
        replace(this, mention=replace(this.mention, kelurahan=(), point=None))
        if any(_elsewhere(this, other) for other in (*found[max(0, i - 1) : i], *found[i + 1 : i + 2]))
        or any(_school_elsewhere(this, other) for other in found[i + 1 : i + 2])
        else this
        for i, this in enumerate(found)
    ]


def _school_elsewhere(school: Found, area: Found) -> bool:
    """Whether a school known by its number is followed by an area that it does not lie in."""
    numbered = school.mention.name.split()[0].lower() in place_words("schools")
    of_it = area.mention.kind in ("kelurahan", "kecamatan") and area.start == school.end
    return numbered and of_it and set(school.mention.kelurahan).isdisjoint(area.mention.kelurahan)


def _elsewhere(street: Found, area: Found) -> bool:
    """Whether an area beside a street is a kelurahan that the street, as the gazetteer has it, is not in."""
    if street.mention.kind != "jalan" or area.mention.kind != "kelurahan" or area.mention.role:
        return False
    beside = max(street.start, area.start) - min(street.end, area.end) <= _BESIDE
    apart = set(street.mention.kelurahan).isdisjoint(area.mention.kelurahan)
    return beside and apart and bool(street.mention.kelurahan)
