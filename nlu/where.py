"""Where a message means, from all the places it names: one value, with how sure it is.

Each mention speaks for the kelurahan it may lie in, as far as its kind can be trusted; a name announced as a
kelurahan more than an estate, an estate more than a street, a street more than a kecamatan that has four.
Places beyond the border speak for "outside" in the same way. What they say together is Bayes' rule.
"""

from collections.abc import Iterable, Sequence
from math import exp, log

from nlu.roles import CORRECTION, DENIED, DIRECTION
from nlu.types import PlaceMention, Ranked, Where

OUTSIDE = "-"
_OFFERED = 8  # kelurahan offered at most
_WORTH_OFFERING = 0.03
_DIRECTION = 0.5  # of a mention's trust when it is only a direction
_INSIDE = 0.75  # how far "Kota Bekasi" says that the place is not beyond the border
_SURE_OUTSIDE = 0.55
# Of the kinds that name no kelurahan: a place, or a post code, beyond the border; the city itself.
_SPEAK_WITHOUT = frozenset({"luar", "kodepos", "kota"})


def _distinct(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    """Each place once, as surely as it was said best."""
    best: dict[tuple[str, str], PlaceMention] = {}
    for mention in mentions:
        same = (mention.kind, mention.name.casefold())
        if same not in best or best[same].sure < mention.sure:
            best[same] = mention
    return list(best.values())


def _weigh(mentions: Sequence[PlaceMention], every: Sequence[str]) -> dict[str, float]:
    """The probability of each kelurahan, and of OUTSIDE, given the mentions."""
    scores = dict.fromkeys((*every, OUTSIDE), 0.0)
    count = len(every)
    for mention in mentions:
        trust = mention.sure * (_DIRECTION if mention.role == DIRECTION else 1.0)
        if mention.kind == "kota":
            scores[OUTSIDE] += log((1 - _INSIDE) / _INSIDE)
            continue
        said = set(mention.kelurahan) or {OUTSIDE}
        yes, no = log(trust / len(said)), log((1 - trust) / max(1, count + 1 - len(said)))
        for code in scores:
            scores[code] += yes if code in said else no
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
    """The places as written, without those a longer one contains."""
    own = dict.fromkeys(mention.text for mention in mentions if mention.kind not in ("kota", "kodepos"))
    return ", ".join(t for t in own if not any(t != o and t.lower() in o.lower() for o in own))


def resolve(mentions: Iterable[PlaceMention], every: Sequence[str]) -> Where:
    """The place meant by mentions of one message, or of several; every: the city's kelurahan codes."""
    all_of_them = list(mentions)
    denied = _denied(all_of_them)
    told = _distinct(mention for mention in all_of_them if mention.role != DENIED)
    exact = next((mention.point for mention in told if mention.kind == "titik" and mention.point), None)
    speaking = [m for m in told if m.kelurahan or m.kind in _SPEAK_WITHOUT]
    if not any(m.kind != "kota" for m in speaking):
        return Where(_named(told), exact, exact is not None, denied=denied, corrects=_corrects(all_of_them))
    chances = _weigh(speaking, every)
    beyond = chances[OUTSIDE] >= _SURE_OUTSIDE and exact is None
    outside = [m.name for m in speaking if not m.kelurahan and m.kind != "kota"] if beyond else []
    known = next((m.point for m in told if m.point and m.kind != "titik"), None)
    return Where(
        text=_named(told),
        point=exact or (None if outside else known),
        exact=exact is not None,
        areas=_areas(chances, denied),
        outside=outside[0] if outside else "",
        denied=denied,
        corrects=_corrects(all_of_them),
    )


def _corrects(mentions: Sequence[PlaceMention]) -> bool:
    return any(mention.role in (DENIED, CORRECTION) for mention in mentions)


def _denied(mentions: Sequence[PlaceMention]) -> tuple[str, ...]:
    """The kelurahan said not to be it; a denied kecamatan denies all of its own, save those affirmed."""
    affirmed = {m.kelurahan[0] for m in mentions if m.role != DENIED and len(m.kelurahan) == 1}
    codes = [c for m in mentions if m.role == DENIED for c in m.kelurahan if c not in affirmed]
    return tuple(dict.fromkeys(codes))
