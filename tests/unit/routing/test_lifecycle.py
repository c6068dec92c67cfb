"""The table of moves, every pair of it (R4)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.lifecycle import (
    ALLOWED,
    OPEN,
    Status,
    counts_as_resolved,
    is_reopening,
    may_move,
    needs_reason,
    next_statuses,
)
from routing.domain.permissions import MAY, Action, Role, may, may_move_as

# Written out a second time and by hand: a slip in the product's table must meet a different hand here.
EXPECTED = {
    "menunggu": "diproses koordinasi menunggu_warga dirujuk ditolak selesai diperiksa ditarik duplikat",
    "diproses": "koordinasi menunggu_warga selesai diperiksa dirujuk ditolak ditarik duplikat",
    "koordinasi": "diproses menunggu_warga selesai diperiksa dirujuk ditolak ditarik duplikat",
    "menunggu_warga": "diproses koordinasi selesai diperiksa ditolak ditarik duplikat",
    "diperiksa": "selesai diproses ditarik",
    "selesai": "ditutup diproses",
    "dirujuk": "diproses ditutup",
    "ditolak": "diproses",
    "ditutup": "diproses",
    "ditarik": "",
    "duplikat": "menunggu diproses koordinasi menunggu_warga ditarik",
}
PAIRS = list(itertools.product(Status, Status))


@pytest.mark.parametrize(("start", "to"), PAIRS, ids=[f"{a}-{b}" for a, b in PAIRS])
def test_every_pair_is_allowed_exactly_as_agreed(start: Status, to: Status) -> None:
    assert may_move(start, to) == (to in EXPECTED[start].split())


def test_withdrawn_reports_stay_what_they_are() -> None:
    assert [status for status in Status if not ALLOWED[status]] == [Status.DITARIK]


def test_a_closed_report_is_taken_up_again_by_the_resident_alone() -> None:
    assert ALLOWED[Status.DITUTUP] == {Status.DIPROSES}
    assert not any(may_move_as(role, Status.DITUTUP, Status.DIPROSES) for role in Role)


@given(st.lists(st.sampled_from(Status), max_size=12))
def test_no_walk_through_the_table_leaves_the_final_state_or_returns_to_the_start(walk: list[Status]) -> None:
    here = Status.MENUNGGU
    for step in walk:
        if may_move(here, step):
            assert here is not Status.DITARIK
            assert step != Status.MENUNGGU or here is Status.DUPLIKAT  # parted, it is as it was
            here = step


@pytest.mark.parametrize("start", sorted(OPEN))
def test_from_every_open_state_the_work_can_be_finished(start: Status) -> None:
    assert may_move(start, Status.SELESAI)


def test_officers_are_offered_the_allowed_moves_without_withdrawal() -> None:
    assert next_statuses(Status.MENUNGGU_WARGA) == [
        Status.DIPROSES,
        Status.KOORDINASI,
        Status.SELESAI,
        Status.DITOLAK,
    ]
    assert next_statuses(Status.DITUTUP) == []


def test_nobody_chooses_checking_or_a_way_out_of_it() -> None:
    assert next_statuses(Status.DIPERIKSA) == []
    assert not any(Status.DIPERIKSA in next_statuses(start) for start in Status)


@pytest.mark.parametrize(
    ("start", "to", "reopening", "reason"),
    [
        (Status.SELESAI, Status.DIPROSES, True, True),
        (Status.DITUTUP, Status.DIPROSES, True, True),
        (Status.DITOLAK, Status.DIPROSES, True, True),
        (Status.DIRUJUK, Status.DIPROSES, True, True),
        (Status.MENUNGGU, Status.DIPROSES, False, False),
        (Status.SELESAI, Status.DITUTUP, False, False),
        (Status.DIPROSES, Status.SELESAI, False, True),
        (Status.DIPROSES, Status.DITOLAK, False, True),
        (Status.DIPROSES, Status.KOORDINASI, False, False),
        (Status.DIPERIKSA, Status.DIPROSES, False, False),
    ],
)
def test_ends_and_reopenings_need_a_reason(
    start: Status, to: Status, *, reopening: bool, reason: bool
) -> None:
    assert is_reopening(start, to) == reopening
    assert needs_reason(start, to) == reason


def test_only_finished_work_counts_as_resolved() -> None:
    assert {status for status in Status if counts_as_resolved(status)} == {Status.SELESAI, Status.DITUTUP}


def test_leaders_and_admins_read_and_change_nothing() -> None:
    changing = {
        Action.ANSWER, Action.STATUS, Action.CATEGORY, Action.FORWARD, Action.NOTE, Action.UNMASK,
    }  # fmt: skip
    for role in (Role.PIMPINAN, Role.ADMIN):
        assert may(role, Action.READ)
        assert not any(may(role, action) for action in changing)
    assert may(Role.ADMIN, Action.CONFIGURE)
    assert [role for role in Role if may(role, Action.CONFIGURE)] == [Role.ADMIN]


@pytest.mark.parametrize("role", ["", "superuser", "PETUGAS", "warga"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(role, action) for action in Action)
    assert not may_move_as(role, Status.MENUNGGU, Status.DIPROSES)


def test_closing_and_taking_back_a_rejection_are_the_operators() -> None:
    for start, to in ((Status.SELESAI, Status.DITUTUP), (Status.DITOLAK, Status.DIPROSES)):
        assert [role for role in Role if may_move_as(role, start, to)] == [Role.OPERATOR]
    assert may_move_as(Role.PETUGAS, Status.MENUNGGU, Status.DIPROSES)


def test_every_role_has_its_row() -> None:
    assert set(MAY) == set(Role)
