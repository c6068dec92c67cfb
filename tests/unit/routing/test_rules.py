"""Who answers, by the city's rules: total, deterministic, explained, and never the office that is accused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain import rule_sentences
from routing.domain.jurisdiction import AREA_OFFICES, Care, is_accused
from routing.domain.ruler import Ruler
from routing.domain.rules import CityRule, Compared, Handover, Why
from tests.factories import rules as made
from tests.factories.rules import KRANJI, PEJUANG, WORLD, care, rule

HOLE = Compared("jalan", PEJUANG, "9.1", words=frozenset({"lubang"}), weekday=2, minute=600)


def decided(facts: Compared, *rules: CityRule, by: Care = care()) -> tuple[str, str | None, Why]:
    decision = Ruler(rules, WORLD).decide(facts, by)
    return decision.agency.code, decision.rule, decision.why


@given(made.tables, made.facts, made.cares, st.sampled_from(["", "jasa_marga", "dlh", "hilang"]))
def test_there_is_always_one_answer_the_same_each_time_and_explained(
    table: list[CityRule], facts: Compared, by: Care, outside: str
) -> None:
    ruler = Ruler(table, WORLD)
    decision = ruler.decide(facts, by, outside=outside)
    told, answers = ruler.explain(facts, by, outside=outside)
    assert decision == told == Ruler(table, WORLD).decide(facts, by, outside=outside)
    assert decision.agency.code in WORLD.agencies
    assert decision.agency.active
    assert [answer.rule for answer in answers] == table
    deciding = [answer.rule.code for answer in answers if answer.why is None]
    assert deciding == ([decision.rule] if decision.rule else [])
    assert (decision.why is Why.BY_RULE) == (decision.rule is not None)
    shown = rule_sentences.passed_over(answers, rule_sentences.Names(), ruler.gone)
    assert all(line and "{" not in line for line in shown)


@given(made.tables, made.facts, made.cares)
def test_no_table_sends_a_complaint_to_the_office_it_accuses_or_a_secret_to_the_area(
    table: list[CityRule], facts: Compared, by: Care
) -> None:
    decision = Ruler(table, WORLD).decide(facts, by)
    all_accused = {"inspektorat", "poc"} <= by.accused  # all who could look into it: somebody must read it
    assert not is_accused(decision.agency, by.accused) or (all_accused and decision.agency.code == "poc")
    if by.secret or by.guarded:
        assert decision.agency.kind not in AREA_OFFICES
    if decision.handover is not None:
        assert not is_accused(WORLD.agencies[decision.handover.agency], by.accused)


@given(made.tables, made.facts, st.randoms(use_true_random=False))
def test_rules_that_do_not_hold_may_stand_in_any_order(
    table: list[CityRule], facts: Compared, dice: Any
) -> None:
    ruler = Ruler(table, WORLD)
    _, answers = ruler.explain(facts, care())
    holding = [a.rule for a in answers if a.why in (None, Why.LATER)]
    idle = [a.rule for a in answers if a.why not in (None, Why.LATER)]
    dice.shuffle(idle)
    assert Ruler([*idle, *holding], WORLD).decide(facts, care()) == ruler.decide(facts, care())


def test_the_first_rule_that_holds_decides() -> None:
    one, two = rule("satu", "dlh", words=("lubang",)), rule("dua", "jasa_marga")
    assert decided(HOLE, one, two) == ("dlh", "satu", Why.BY_RULE)
    assert decided(HOLE, two, one) == ("jasa_marga", "dua", Why.BY_RULE)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"categories": frozenset({"jalan", "sampah"})}, True),
        ({"categories": frozenset({"sampah"})}, False),
        ({"kelurahan": frozenset({PEJUANG})}, True),
        ({"kecamatan": frozenset({"9.1"}), "kelurahan": frozenset({KRANJI})}, True),
        ({"zones": frozenset({"pasar"})}, False),
        ({"words": ("amblas", "lubang")}, True),
        ({"words": ("amblas",)}, False),
        ({"owners": frozenset({"tol"})}, False),
        ({"channels": frozenset({"web"})}, False),
        ({"emergency": False}, True),
        ({"emergency": True}, False),
        ({"priority": 1}, False),
        ({"days": frozenset({2}), "day_kind": "kerja"}, True),
        ({"day_kind": "libur"}, False),
        ({"start": 600, "end": 601}, True),
        ({"start": 480, "end": 600}, False),
        ({"start": 1320, "end": 601}, True),
    ],
)
def test_every_condition_that_is_given_must_hold(when: dict[str, Any], holds: bool) -> None:
    expected = ("dlh", "x", Why.BY_RULE) if holds else ("dbmsda", None, Why.BY_CATEGORY)
    assert decided(HOLE, rule("x", "dlh", **when)) == expected


def test_the_kelurahan_is_first_and_the_dinas_follows_after_the_wait() -> None:
    asked = rule("gang", "dbmsda", unit="bina_marga", first="kelurahan")
    decision = Ruler([asked], WORLD).decide(HOLE, care())
    assert decision.agency.code == f"kel-{PEJUANG}"
    assert asked.then.wait is not None
    assert decision.handover == Handover("dbmsda", "bina_marga", asked.then.wait)


@pytest.mark.parametrize(
    ("facts", "by"),
    [
        (Compared("jalan"), care()),  # nobody knows the kelurahan
        (HOLE, care(secret=True)),
        (Compared("jalan", PEJUANG, "9.1", emergency="terjebak"), care()),
    ],
)
def test_without_a_kelurahan_in_secret_or_in_danger_the_dinas_is_asked_at_once(
    facts: Compared, by: Care
) -> None:
    decision = Ruler([rule("gang", "dbmsda", unit="bina_marga", first="kelurahan")], WORLD).decide(facts, by)
    assert (decision.agency.code, decision.unit, decision.handover) == ("dbmsda", "bina_marga", None)


def test_a_rule_whose_agency_unit_or_area_is_gone_is_passed_over_and_told() -> None:
    table = [
        rule("a", "lama"), rule("b", "tak_ada"), rule("c", "dbmsda", unit="tutup"),
        rule("d", kelurahan=frozenset({"hilang"})), rule("e", zones=frozenset({"hilang"})), rule("f", "dlh"),
    ]  # fmt: skip
    ruler = Ruler(table, WORLD)
    assert ruler.decide(HOLE, care()).rule == "f"
    assert ruler.gone == {
        "a": "instansi:lama", "b": "instansi:tak_ada", "c": "unit:tutup", "d": "kelurahan:hilang",
        "e": "kawasan:hilang",
    }  # fmt: skip
    _, answers = ruler.explain(HOLE, care())
    names = rule_sentences.Names(agencies={"lama": "Dinas Lama"})
    told = rule_sentences.passed_over(answers, names, ruler.gone)
    assert told[0] == "“Aturan a”: tidak berlaku karena instansi Dinas Lama tidak ada atau tidak aktif"


def test_without_any_rule_the_categorys_agency_answers_and_the_poc_where_that_is_gone() -> None:
    assert decided(HOLE) == ("dbmsda", None, Why.BY_CATEGORY)
    assert decided(Compared("tua")) == ("poc", None, Why.TO_POC)
    assert decided(Compared("surat")) == ("poc", None, Why.TO_POC)
    assert decided(Compared("surat", PEJUANG)) == (f"kel-{PEJUANG}", None, Why.BY_CATEGORY)
    assert decided(Compared("surat", PEJUANG), by=care(secret=True)) == ("inspektorat", None, Why.GUARDED)


def test_a_complaint_about_an_office_goes_to_who_looks_into_it_above_every_rule() -> None:
    everything = rule("semua", "dbmsda")
    assert decided(HOLE, everything, by=care("dbmsda")) == ("inspektorat", None, Why.ACCUSED)
    assert decided(HOLE, everything, by=care("dbmsda", "inspektorat"))[0] == "poc"
    # Somebody is in danger: the owner stays, but not the one complained of.
    assert decided(HOLE, rule("x", "dlh"), by=care("dlh", keeps=True)) == ("dbmsda", None, Why.BY_CATEGORY)


def test_what_is_guarded_goes_to_its_own_office_or_an_overseer_and_no_rule_changes_that() -> None:
    tale, kept = Compared("pungli", PEJUANG), care(guarded=True)
    assert decided(tale, rule("x", "dlh"), by=kept) == ("inspektorat", None, Why.BY_CATEGORY)
    assert decided(tale, rule("x", "poc"), by=kept) == ("poc", "x", Why.BY_RULE)


def test_what_the_resident_was_told_is_not_the_citys_stays_so() -> None:
    ruler = Ruler([rule("x", "dlh")], WORLD)
    decision = ruler.decide(HOLE, care(), outside="jasa_marga")
    assert (decision.agency.code, decision.referred, decision.why) == ("jasa_marga", True, Why.OUTSIDE)
    assert ruler.decide(HOLE, care(), outside="dlh").rule == "x", "dlh is no outside body"


def test_a_rule_reads_as_a_sentence() -> None:
    names = rule_sentences.Names(
        categories={"jalan": "Jalan rusak"}, short={"dbmsda": "DBMSDA"}, kelurahan={PEJUANG: "Pejuang"},
        units={"bina_marga": "Bidang Bina Marga"},
    )  # fmt: skip
    place, matter = frozenset({PEJUANG}), frozenset({"jalan"})
    local = rule("x", "dbmsda", first="kelurahan", categories=matter, kelurahan=place)
    assert rule_sentences.sentence(local, names) == (
        "Bila kategori Jalan rusak dan lokasi di Kel. Pejuang, "
        "maka Kelurahan Pejuang lebih dulu, DBMSDA setelah 3 hari kerja."
    )
    timed = rule("y", "dlh", days=frozenset({5, 6}), start=960, end=420, priority=1, emergency=False)
    assert rule_sentences.sentence(timed, names) == (
        "Bila bukan darurat dan prioritasnya tinggi atau darurat dan dilaporkan hari Sabtu atau Minggu dan "
        "dilaporkan pukul 16.00–07.00, maka ditangani dlh."
    )
    assert rule_sentences.sentence(rule("z", "dbmsda", unit="bina_marga"), names) == (
        "Selalu: ditangani DBMSDA (Bidang Bina Marga)."
    )
