"""Who may do what with which report: every role, relation, delicacy and action, as the rule says it."""

from itertools import product

import pytest

from routing.domain.jurisdiction import AgencyFacts, Care, responsible
from routing.domain.permissions import IN_THE_AREA, MAY, Action, Matter, Relation, Role, relation, rights
from routing.domain.publicity import at_filing

MATTERS = [Matter(*flags) for flags in product((False, True), repeat=4)]


@pytest.mark.parametrize("role", [*Role, "entah"])
def test_the_area_alone_opens_nothing_delicate_and_decides_nothing(role: str) -> None:
    for matter in MATTERS:
        may = rights(role, Relation.AREA, matter)
        assert may <= IN_THE_AREA
        assert may.isdisjoint({Action.ANSWER, Action.STATUS, Action.CATEGORY, Action.FORWARD, Action.UNMASK})
        if matter != Matter():
            assert may == frozenset()


@pytest.mark.parametrize("role", [*Role, "entah"])
@pytest.mark.parametrize("related", Relation)
def test_nobody_reads_a_complaint_about_their_own_office(role: str, related: Relation) -> None:
    for matter in MATTERS:
        if matter.accuses_own:
            assert rights(role, related, matter) == frozenset()


@pytest.mark.parametrize("role", [*Role, "entah"])
@pytest.mark.parametrize("related", [Relation.OWN, Relation.CITY])
def test_elsewhere_a_role_may_what_its_row_says(role: str, related: Relation) -> None:
    for matter in MATTERS:
        if not matter.accuses_own:
            assert rights(role, related, matter) == MAY.get(role, frozenset())


@pytest.mark.parametrize("role", [*Role, "entah"])
def test_a_report_of_no_concern_is_out_of_reach(role: str) -> None:
    assert all(rights(role, Relation.NONE, matter) == frozenset() for matter in MATTERS)


@pytest.mark.parametrize(
    ("role", "own", "inside", "expected"),
    [
        ("petugas", True, True, Relation.OWN), ("petugas", False, True, Relation.NONE),
        ("lurah", True, True, Relation.OWN), ("lurah", False, True, Relation.AREA),
        ("lurah", False, False, Relation.NONE), ("operator", False, False, Relation.CITY),
        ("pimpinan", False, False, Relation.CITY), ("admin", True, False, Relation.CITY),
        ("entah", False, True, Relation.NONE),
    ],
)  # fmt: skip
def test_only_a_lurahs_area_counts(role: str, *, own: bool, inside: bool, expected: Relation) -> None:
    assert relation(role, own=own, inside=inside) is expected


AGENCIES = {
    facts.code: facts
    for facts in (
        AgencyFacts("poc", "POC", "dinas"), AgencyFacts("inspektorat", "Inspektorat", "dinas"),
        AgencyFacts("dlh", "DLH", "dinas"), AgencyFacts("dp3a", "DP3A", "dinas"),
        AgencyFacts("pln", "PLN", "external"), AgencyFacts("kel-1", "Kelurahan Satu", "kelurahan"),
        AgencyFacts("kel-2", "Kelurahan Dua", "kelurahan"), AgencyFacts("kec-1", "Kecamatan", "kecamatan"),
    )
}  # fmt: skip
BOTH = ("inspektorat", "poc")


OWNERS = ["kelurahan", "dlh", "dp3a", "pln", "inspektorat", "poc", "kec-1", "tidak-ada"]


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("accused", ["", "kel-1", "kelurahan", "kec-1", "dlh", "inspektorat", "poc", "dp3a"])
def test_a_complaint_never_lies_with_the_office_it_is_about(owner: str, accused: str) -> None:
    for secret, guarded, keeps in product((False, True), repeat=3):
        care = Care(frozenset({accused} - {""}), secret, guarded, keeps, overseers=BOTH)
        found = responsible(owner, "1", AGENCIES, care).agency
        assert found.code != accused
        assert found.kind != accused
        if accused and not keeps:
            assert found.code in BOTH
        if secret or guarded:
            assert found.kind not in ("kelurahan", "kecamatan")


def test_the_first_overseer_who_is_not_accused_looks_into_it() -> None:
    def to(*accused: str) -> str:
        return responsible("dlh", "1", AGENCIES, Care(frozenset(accused), overseers=BOTH)).agency.code

    assert (to("dlh"), to("inspektorat"), to("poc")) == ("inspektorat", "poc", "inspektorat")
    assert to("inspektorat", "poc") == "poc"  # somebody must read it


def test_a_victims_office_keeps_the_matter_unless_it_is_the_accused() -> None:
    care = Care(frozenset({"kel-1"}), guarded=True, keeps=True, overseers=BOTH)
    assert responsible("dp3a", "1", AGENCIES, care).agency.code == "dp3a"
    care = Care(frozenset({"dp3a"}), guarded=True, keeps=True, overseers=BOTH)
    assert responsible("dp3a", "1", AGENCIES, care).agency.code == "inspektorat"


@pytest.mark.parametrize("asked", ["biasa", "anonim", "rahasia"])
def test_what_is_shielded_begins_secret_unless_anonymity_was_asked_for(asked: str) -> None:
    assert at_filing(asked, shielded=False) == asked
    assert at_filing(asked, shielded=True) == ("anonim" if asked == "anonim" else "rahasia")
