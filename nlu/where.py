"""Where a message means, from all the places it names: one value, with how sure it is.

Each mention speaks for the kelurahan it may lie in, as far as its kind can be trusted; a name announced as a
kelurahan more than an estate, an estate more than a street, a street more than a kecamatan that has four.
Places beyond the border speak for "outside" in the same way. What they say together is Bayes' rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import exp, log

from nlu.place_words import trust
from nlu.roles import CORRECTION, DENIED, DIRECTION
from nlu.types import PlaceMention, Ranked, Where

OUTSIDE = "-"
_OFFERED = 8  # kelurahan offered at most
_WORTH_OFFERING = 0.03
_DIRECTION = 0.5  # of a mention's trust when it is only a direction
_INSIDE = 0.75  # how far "Kota Bekasi" says that the place is not beyond the border
_SURE_OUTSIDE = 0.55
_ASKED = 0.68  # of a kelurahan that is asked about
# "Jatiasih" is a kecamatan and one of its kelurahan; in an address it stands for the kelurahan, and beside an
# RT and RW, which are counted by kelurahan, all the more.
_NAMESAKE, _NAMESAKE_IN_ADDRESS, _NAMESAKE_WITH_RT = 0.4, 0.75, 0.85
# Of the kinds that name no kelurahan: a place, or a post code, beyond the border; the city itself.
_NAMELESS = frozenset({"kota", "kodepos", "titik"})  # no name of the place: a link leads there by its point
_SPEAK_WITHOUT = frozenset({"luar", "kodepos", "kota"})


def _distinct(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    """Each place once, as surely as it was said best."""
    best: dict[tuple[str, str], PlaceMention] = {}
    for mention in mentions:
        same = (mention.kind, mention.name.casefold())
        if same not in best or best[same].sure < mention.sure:
            best[same] = mention
    told = {m.kelurahan for m in best.values() if m.kind == "kelurahan"}
    return [m for m in best.values() if not (_named_after(m) and m.kelurahan in told)]


def _named_after(mention: PlaceMention) -> bool:
    """Whether a mention speaks by the area's name it bears: beside that area it says nothing new."""
    bearer = mention.kind in ("patokan", "perumahan", "jalan")
    return bearer and mention.sure in (trust()["named"], trust()["street_named"])


def _shares(mention: PlaceMention, names: Mapping[str, str], namesake: float) -> dict[str, float]:
    """How likely each kelurahan of a mention is, among them: a kecamatan's namesake more than the others."""
    codes = mention.kelurahan or (OUTSIDE,)
    own = next((c for c in codes if mention.kind == "kecamatan" and names.get(c) == mention.name), None)
    if own is None or len(codes) == 1:
        return dict.fromkeys(codes, 1 / len(codes))
    return {code: namesake if code == own else (1 - namesake) / (len(codes) - 1) for code in codes}


def _namesake(mentions: Iterable[PlaceMention]) -> float:
    """How far a kecamatan's name stands for the kelurahan of that name, by what is named beside it."""
    kinds = {mention.kind for mention in mentions}
    if "rt_rw" in kinds and "perumahan" not in kinds:
        return _NAMESAKE_WITH_RT
    return _NAMESAKE_IN_ADDRESS if kinds & {"kota", "kodepos"} else _NAMESAKE


def _weigh(
    mentions: Sequence[PlaceMention], names: Mapping[str, str], namesake: float
) -> dict[str, float]:  # fmt: skip
    """The probability of each kelurahan, and of OUTSIDE, given the mentions."""
    scores = dict.fromkeys((*names, OUTSIDE), 0.0)
    count = len(names)
    for mention in mentions:
        trust = mention.sure * (_DIRECTION if mention.role == DIRECTION else 1.0)
        if mention.kind == "kota":
            scores[OUTSIDE] += log((1 - _INSIDE) / _INSIDE)
            continue
        said = _shares(mention, names, namesake)
        no = log((1 - trust) / max(1, count + 1 - len(said)))
        for code in scores:
            scores[code] += log(trust * said[code]) if code in said else no
    top = max(scores.values())
    shares = {code: exp(score - top) for code, score in scores.items()}
    total = sum(shares.values())
    return {code: share / total for code, share in shares.items()}


def _areas(chances: dict[str, float], denied: Sequence[str]) -> tuple[Ranked, ...]:
    allowed = {code: chance for code, chance in chances.items() if code not in (*denied, OUTSIDE)}
    total = sum(allowed.values()) + chances[OUTSIDE]
    ranked = sorted(allowed.items(), key=lambda item: -item[1])
    kept = [(code, chance / total) for code, chance in ranked if chance / total >= _WORTH_OFFERING]
    return tuple(Ranked(code, round(chance, 4)) for code, chance in kept[:_OFFERED])


def _named(mentions: Sequence[PlaceMention]) -> str:
    """The places as written, without those a longer one contains; a link without a point is for officers."""
    own = dict.fromkeys(
        m.text for m in mentions if m.kind not in _NAMELESS or (m.kind == "titik" and m.point is None)
    )
    return ", ".join(t for t in own if not any(t != o and t.lower() in o.lower() for o in own))


def resolve(mentions: Iterable[PlaceMention], names: Mapping[str, str]) -> Where:
    """The place meant by mentions of one message, or of several; names: the city's kelurahan by code."""
    all_of_them = list(mentions)
    denied = _denied(all_of_them)
    affirmed = [mention for mention in all_of_them if mention.role != DENIED]
    spots = [mention for mention in affirmed if mention.role != DIRECTION]
    told, text = _distinct(affirmed), _named(spots or affirmed)
    exact = next((mention.point for mention in told if mention.kind == "titik" and mention.point), None)
    speaking = [m for m in told if m.kelurahan or m.kind in _SPEAK_WITHOUT]
    if not any(m.kind != "kota" for m in speaking):
        return Where(text, exact, exact is not None, denied=denied, corrects=_corrects(all_of_them))
    chances = _weigh(speaking, names, _namesake(told))
    beyond = chances[OUTSIDE] >= _SURE_OUTSIDE and exact is None
    beyond_names = [mention.name for mention in speaking if mention.kind == "luar"]
    outside = (beyond_names or [OUTSIDE])[0] if beyond else ""  # a foreign post code has no name
    areas = _areas(chances, denied)
    if _contradicted(told) and areas and areas[0].confidence > _ASKED:
        areas = (replace(areas[0], confidence=_ASKED), *areas[1:])
    best = areas[0].code if areas else ""
    known = next((m.point for m in told if m.point and best in m.kelurahan), None)
    return Where(
        text=text,
        point=exact or (None if outside else known),
        exact=exact is not None,
        areas=areas,
        outside=outside,
        denied=denied,
        corrects=_corrects(all_of_them),
    )


def _contradicted(told: Sequence[PlaceMention]) -> bool:
    """Whether a kelurahan and a kecamatan it is not in are named; in a whole address the kelurahan counts."""
    if {mention.kind for mention in told} & {"kota", "kodepos"}:
        return False
    named = [mention for mention in told if mention.role != DIRECTION]
    ours = {code for mention in named if mention.kind == "kelurahan" for code in mention.kelurahan}
    others = [mention for mention in named if mention.kind == "kecamatan"]
    return bool(ours) and any(ours.isdisjoint(mention.kelurahan) for mention in others)


def _corrects(mentions: Sequence[PlaceMention]) -> bool:
    return any(mention.role in (DENIED, CORRECTION) for mention in mentions)


def _denied(mentions: Sequence[PlaceMention]) -> tuple[str, ...]:
    """The kelurahan said not to be it; a denied kecamatan denies all of its own, save those affirmed."""
    affirmed = {m.kelurahan[0] for m in mentions if m.role != DENIED and len(m.kelurahan) == 1}
    codes = [c for m in mentions if m.role == DENIED for c in m.kelurahan if c not in affirmed]
    return tuple(dict.fromkeys(codes))
