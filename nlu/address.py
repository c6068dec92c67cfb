"""What the order of an address says: "street, kelurahan, kecamatan, Kota" ends with the area it lies in."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from nlu.place_words import trust
from nlu.roles import Found
from nlu.types import PlaceMention

_AREAS = frozenset({"kelurahan", "kecamatan", "luar"})
_SPOTS = frozenset({"jalan", "perumahan", "patokan"})
_BESIDE = 2  # words between a street and the kelurahan it is said to lie in ("di kelurahan")


def with_closing(
    found: Sequence[Found], *, apart: Callable[[Found], bool], namesake: Callable[[PlaceMention], bool]
) -> list[Found]:
    """The mentions; where they end an address, its kelurahan is surer and one named before it less sure.

    apart: whether a mention stands between commas; namesake: whether a kecamatan has a kelurahan of its name.
    """
    areas = [one for one in found if one.mention.kind in _AREAS and one.mention.role == ""]
    alone = [one for one in areas if apart(one)]
    closing = _closing(alone, namesake, in_city=_in_city(found)) if _is_address(found) else None
    if closing is None:
        return list(found)
    meant = _as_kelurahan(closing.mention)
    rivals = _rivals(areas, closing, meant, in_city=_in_city(found))
    as_plain = [one for one in rivals if one in alone and one.mention.kind == meant.kind == "kelurahan"]
    contested = as_plain or _post_code_and_street_differ(meant, [one.mention for one in found])
    sure = trust()["contested" if contested else "closing"]

    def weighed(one: Found) -> Found:
        if one is closing:
            return replace(one, mention=replace(meant, sure=sure))
        if one not in rivals:
            return one
        most = sure if one in as_plain else trust()["before_closing"]
        return replace(one, mention=replace(one.mention, sure=min(one.mention.sure, most)))

    return [weighed(one) for one in found]


def _rivals(areas: Sequence[Found], closing: Found, meant: PlaceMention, *, in_city: bool) -> list[Found]:
    """The areas the closing one outdoes: other kelurahan, and a neighbour's name behind one of the city."""
    rivals = [one for one in areas if one.mention.kind == "kelurahan" and not _same(one, closing)]
    if meant.kind == "kelurahan" and in_city:
        rivals += [one for one in areas if one.mention.kind == "luar" and one.start > closing.start]
    return rivals


def _in_city(found: Sequence[Found]) -> bool:
    return any(one.mention.kind == "kota" for one in found)


def _post_code_and_street_differ(named: PlaceMention, all_of_them: Sequence[PlaceMention]) -> bool:
    """Whether the post code is a neighbour's of the kelurahan named, and the street runs through both.

    Along such streets people write the kelurahan they feel they live in: about as often as not it is the post
    code's (docs/nlu.md).
    """
    posted = {code for m in all_of_them if m.kind == "kodepos" for code in m.kelurahan}
    if named.kind != "kelurahan" or not posted or named.kelurahan[0] in posted:
        return False
    kecamatan = named.kelurahan[0].rpartition(".")[0]
    both = [set(m.kelurahan) for m in all_of_them if m.kind in _SPOTS and named.kelurahan[0] in m.kelurahan]
    return any(code.startswith(f"{kecamatan}.") for spot in both for code in posted & spot)


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
        return last
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


def _same(one: Found, other: Found) -> bool:
    return (one.mention.kind, one.mention.name) == (other.mention.kind, other.mention.name)


def with_streets_inside(found: Sequence[Found]) -> list[Found]:
    """The mentions, a street without its kelurahan where another kelurahan is named right beside it.

    "Gang Mawar Kranji" is a Gang Mawar in Kranji, not the one that the gazetteer knows in Margahayu.
    """
    return [
        replace(this, mention=replace(this.mention, kelurahan=(), point=None))
        if any(_elsewhere(this, other) for other in (*found[max(0, i - 1) : i], *found[i + 1 : i + 2]))
        else this
        for i, this in enumerate(found)
    ]


def _elsewhere(street: Found, area: Found) -> bool:
    """Whether an area beside a street is a kelurahan that the street, as the gazetteer has it, is not in."""
    if street.mention.kind != "jalan" or area.mention.kind != "kelurahan" or area.mention.role:
        return False
    beside = max(street.start, area.start) - min(street.end, area.end) <= _BESIDE
    apart = set(street.mention.kelurahan).isdisjoint(area.mention.kelurahan)
    return beside and apart and bool(street.mention.kelurahan)
