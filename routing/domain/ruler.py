"""Which of the city's rules decides who answers, and why the others did not. Pure: no clock, no database.

Rules are asked in order; the first that holds and may be followed decides. What 0025 protects stands above
them: none sends a complaint to the office it accuses, nor what is kept secret to an office of the area. Where
no rule decides, the category's own agency does, and the POC where that is gone: there is always an answer.
"""

from collections.abc import Callable, Iterator, Sequence

from routing.domain.jurisdiction import (
    AREA_OFFICES,
    EXTERNAL,
    POC,
    AgencyFacts,
    Care,
    is_accused,
    kecamatan_agency,
    kelurahan_agency,
    responsible,
)
from routing.domain.rules import (
    CATEGORY,
    FREE,
    KECAMATAN,
    KELURAHAN,
    Answered,
    CityRule,
    Compared,
    Decision,
    Handover,
    When,
    Why,
    World,
)

Check = tuple[Why, Callable[[Compared], bool]]


def checks(when: When) -> tuple[Check, ...]:
    """The conditions that are given, each with the reason for which it fails."""
    found: list[Check] = []
    if when.categories:
        found.append((Why.CATEGORY, lambda facts: facts.category in when.categories))
    if when.kelurahan or when.kecamatan or when.zones:
        found.append((Why.PLACE, lambda facts: _is_there(when, facts)))
    if when.roads or when.owners:
        found.append((Why.ROAD, lambda f: bool(when.roads & f.roads or when.owners & f.owners)))
    if when.words:
        wanted = frozenset(when.words)
        found.append((Why.WORDS, lambda facts: not wanted.isdisjoint(facts.words)))
    if when.channels:
        found.append((Why.CHANNEL, lambda facts: facts.channel in when.channels))
    if when.emergency is not None:
        found.append((Why.EMERGENCY, lambda facts: bool(facts.emergency) is when.emergency))
    if when.priority:
        found.append((Why.PRIORITY, lambda facts: facts.priority >= when.priority))
    if when.days or when.day_kind or when.start is not None:
        found.append((Why.TIME, lambda facts: _is_then(when, facts)))
    return tuple(found)


def _is_there(when: When, facts: Compared) -> bool:
    return (
        facts.kelurahan in when.kelurahan
        or facts.kecamatan in when.kecamatan
        or not when.zones.isdisjoint(facts.zones)
    )


def _is_then(when: When, facts: Compared) -> bool:
    if when.days and facts.weekday not in when.days:
        return False
    free = facts.holiday or facts.weekday >= 5
    if when.day_kind and free is not (when.day_kind == FREE):
        return False
    if when.start is None or when.end is None:
        return True
    if when.start < when.end:
        return when.start <= facts.minute < when.end
    return facts.minute >= when.start or facts.minute < when.end


def gone(rule: CityRule, world: World) -> str:
    """What this rule names and the city no longer has, as "kind:code"; "" when all is there."""
    return next(_missing(rule, world), "")


def _missing(rule: CityRule, world: World) -> Iterator[str]:
    when, then = rule.when, rule.then
    lists = (
        ("kategori", when.categories, world.categories), ("kelurahan", when.kelurahan, world.kelurahan),
        ("kecamatan", when.kecamatan, set(world.kelurahan.values())), ("kawasan", when.zones, world.zones),
        ("jalan", when.roads, world.roads),
    )  # fmt: skip
    for kind, named, known in lists:
        yield from (f"{kind}:{code}" for code in sorted(named) if code not in known)
    if then.agency not in (KELURAHAN, KECAMATAN, CATEGORY):
        agency = world.agencies.get(then.agency)
        if agency is None or not agency.active:
            yield f"instansi:{then.agency}"
    unit = world.units.get(then.unit)
    if then.unit and (unit is None or not unit.active):
        yield f"unit:{then.unit}"


class Ruler:
    """The rules of one version in one city, ready to be asked.

    Those that cannot hold for a category are left out once for each category: a decision asks a few.
    """

    def __init__(self, rules: Sequence[CityRule], world: World) -> None:
        self.rules, self.world = tuple(rules), world
        self.by_code = {rule.code: rule for rule in self.rules}
        found = {rule.code: gone(rule, world) for rule in self.rules if rule.active}
        self.gone = {code: what for code, what in found.items() if what}
        self._checks = [checks(rule.when) for rule in self.rules]
        self._asked: dict[str, list[tuple[CityRule, tuple[Check, ...]]]] = {}

    def decide(self, facts: Compared, care: Care, *, outside: str = "") -> Decision:
        """Who answers. outside: an outside body the resident was told of already."""
        above = self._above(care, outside)
        if above is not None:
            return above
        for rule, asked in self._of(facts.category):
            for _, holds in asked:
                if not holds(facts):
                    break
            else:
                decided = self._follow(rule, facts, care)
                if isinstance(decided, Decision):
                    return decided
        return self._by_category(facts, care)

    def explain(
        self, facts: Compared, care: Care, *, outside: str = ""
    ) -> tuple[Decision, list[Answered]]:  # fmt: skip
        """The same decision, and of every rule why it did not decide, in their order."""
        above = self._above(care, outside)
        decided, told = above, []
        for rule, asked in zip(self.rules, self._checks, strict=True):
            if decided is not None:
                told.append(Answered(rule, decided.why if above else Why.LATER))
                continue
            why = self._why_not(rule, asked, facts)
            if why is None:
                followed = self._follow(rule, facts, care)
                if isinstance(followed, Decision):
                    decided = followed
                else:
                    why = followed
            told.append(Answered(rule, why))
        return decided or self._by_category(facts, care), told

    def _why_not(self, rule: CityRule, asked: tuple[Check, ...], facts: Compared) -> Why | None:
        if not rule.active:
            return Why.OFF
        if rule.code in self.gone:
            return Why.GONE
        return next((why for why, holds in asked if not holds(facts)), None)

    def _of(self, category: str) -> list[tuple[CityRule, tuple[Check, ...]]]:
        found = self._asked.get(category)
        if found is None:
            found = [
                (rule, tuple(check for check in asked if check[0] is not Why.CATEGORY))
                for rule, asked in zip(self.rules, self._checks, strict=True)
                if rule.active and rule.code not in self.gone
                and (not rule.when.categories or category in rule.when.categories)
            ]  # fmt: skip
            if category in self.world.categories:  # nothing grows with what anybody makes up
                self._asked[category] = found
        return found

    def _above(self, care: Care, outside: str) -> Decision | None:
        """What stands above every rule: a complaint about an office, a matter the resident was told of."""
        agency = self.world.agencies.get(outside)
        if agency is not None and agency.kind == EXTERNAL and agency.active and not care.accused:
            return Decision(agency, why=Why.OUTSIDE)
        if care.accused and not care.keeps:
            return Decision(responsible(POC, None, self.world.agencies, care).agency, why=Why.ACCUSED)
        return None

    def _follow(self, rule: CityRule, facts: Compared, care: Care) -> Decision | Why:
        """The rule's answer, or why it must not be followed here."""
        then = rule.then
        owner = self._owner(facts, care)
        last = owner if then.agency == CATEGORY else self._office(then.agency, facts)
        if last is None:
            return Why.NO_PLACE
        if (refused := _refused(last, owner, care)) is not None:
            return refused
        unit = self.world.units.get(then.unit)
        unit_code = then.unit if unit is not None and unit.agency == last.code else ""
        waits = then.first and then.wait and not facts.emergency  # danger waits for nobody
        first = self._office(then.first, facts) if waits else None
        if first is not None and then.wait and _refused(first, owner, care) is None and first != last:
            return Decision(first, rule=rule.code, handover=Handover(last.code, unit_code, then.wait))
        return Decision(last, unit_code, rule.code)

    def _owner(self, facts: Compared, care: Care) -> AgencyFacts:
        named = self.world.categories.get(facts.category, POC)
        return responsible(named, facts.kelurahan or None, self.world.agencies, care).agency

    def _office(self, named: str, facts: Compared) -> AgencyFacts | None:
        """The agency behind a rule's word; None for the office of a place that is not known."""
        code = named
        if named == KELURAHAN:
            code = kelurahan_agency(facts.kelurahan)
        elif named == KECAMATAN:
            code = kecamatan_agency(facts.kecamatan)
        agency = self.world.agencies.get(code)
        return agency if agency is not None and agency.active else None

    def _by_category(self, facts: Compared, care: Care) -> Decision:
        agency = self._owner(facts, care)
        named = self.world.categories.get(facts.category, POC)
        meant = named if named != KELURAHAN else kelurahan_agency(facts.kelurahan)
        if agency.code == meant:
            return Decision(agency, why=Why.BY_CATEGORY)
        office = self.world.agencies.get(meant)
        if office is None or not office.active:
            return Decision(agency, why=Why.TO_POC)
        return Decision(agency, why=Why.ACCUSED if is_accused(office, care.accused) else Why.GUARDED)


def _refused(office: AgencyFacts, owner: AgencyFacts, care: Care) -> Why | None:
    """Why a matter must not lie with this office, whatever a rule says (decision 0025).

    What is guarded goes to whom its category names or to who looks into complaints, and to nobody else.
    """
    if is_accused(office, care.accused):
        return Why.ACCUSED
    if office.kind in AREA_OFFICES and (care.secret or care.guarded):
        return Why.GUARDED
    if care.guarded and office.code != owner.code and office.code not in care.overseers:
        return Why.GUARDED
    return None
