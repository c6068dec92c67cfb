"""Which deadline a report gets, by category, band of urgency and office."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from routing.city.deadline_city import CityDeadlines, check
from routing.delivered import CITY
from routing.domain.deadline_book import DeadlineBook, read, write
from routing.domain.deadline_table import Band, Circumstances, DeadlineKind, TermRow
from routing.domain.deadlines import ALWAYS, Calendar, Hours, Term, Unit, counted, due, resumed
from routing.domain.rule_fields import BadRules
from storage.clock import LOCAL

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)  # a Monday, 09.00 WIB
OWN = {DeadlineKind.FIRST: Term(1, Unit.HARI_KERJA), DeadlineKind.END: Term(3, Unit.HARI_KERJA)}
BANDS = (Band("tinggi", "Tinggi", 40), Band("darurat", "Darurat", 80))


def days(amount: int) -> Term:
    return Term(amount, Unit.HARI_KERJA)


def city(*rows: TermRow, hours: dict[str, Hours] | None = None) -> CityDeadlines:
    return CityDeadlines(1, DeadlineBook(bands=BANDS, rows=rows, hours=hours or {}), Calendar())


def end(of: CityDeadlines, *, start: datetime = NOW, fixed: bool = False, **asked: Any) -> datetime:
    return of.terms(Circumstances(**{"category": "pju", **asked}), OWN, start, fixed=fixed).resolve_due


def test_a_city_that_sets_nothing_has_its_categories_terms() -> None:
    nothing = CityDeadlines(0, DeadlineBook(), Calendar())
    found = nothing.terms(Circumstances("pju", "dbmsda", urgency=90), OWN, NOW, fixed=False)
    assert (found.first_answer_due, found.resolve_due) == (
        due(days(1), NOW, Calendar()), due(days(3), NOW, Calendar()),
    )  # fmt: skip


def test_the_row_that_says_most_about_a_report_decides() -> None:
    rows = (
        TermRow("semua", end=days(9)), TermRow("lampu", ("pju",), end=days(8)),
        TermRow("dinas", office="dbmsda", end=days(7)),
        TermRow("dinas_lampu", ("pju",), "", "dbmsda", end=days(6)),
        TermRow("bidang", office="dbmsda_pju", end=days(5)),
    )  # fmt: skip
    of = city(*rows)
    chosen = [
        of.terms(Circumstances(*asked), OWN, NOW, fixed=False).end.chosen.row
        for asked in (("sampah", "dlh"), ("pju", "dlh"), ("sampah", "dbmsda"), ("pju", "dbmsda"),
                      ("pju", "dbmsda", "dbmsda_pju"))
    ]  # fmt: skip
    assert [row and row.code for row in chosen] == ["semua", "lampu", "dinas", "dinas_lampu", "bidang"]


def test_a_band_only_makes_it_stricter() -> None:
    of = city(TermRow("longgar", band="tinggi", end=days(30)), TermRow("ketat", band="darurat", end=days(1)))
    assert end(of, urgency=50) == end(of, urgency=0)
    assert end(of, urgency=80) == due(days(1), NOW, Calendar())


def test_no_row_without_a_band_makes_a_cry_for_help_wait() -> None:
    of = city(TermRow("semua", end=days(9)))
    own = {clock: Term(24, Unit.JAM) for clock in DeadlineKind}
    assert of.terms(Circumstances("pju"), own, NOW, fixed=True).resolve_due == NOW + timedelta(hours=24)


def test_an_office_that_never_closes_works_on_holidays_too() -> None:
    of = CityDeadlines(
        1, DeadlineBook(hours={"bpbd": ALWAYS}), Calendar(frozenset({date(2026, 11, 24)}))
    )  # fmt: skip
    assert of.calendar_of("bpbd").is_working(date(2026, 11, 24))
    assert not of.calendar_of("dlh").is_working(date(2026, 11, 24))


TERMS = st.builds(Term, st.integers(1, 40), st.sampled_from(Unit))
MAYBE = st.none() | TERMS
ROWS = st.lists(
    st.builds(
        TermRow, st.text("abc", min_size=1, max_size=9), st.sampled_from([(), ("pju",), ("sampah",)]),
        st.sampled_from(["", "tinggi", "darurat"]), st.sampled_from(["", "dbmsda", "dbmsda_pju"]),
        MAYBE, MAYBE,
    ),
    max_size=8,
)  # fmt: skip
HOURS = st.sampled_from([Hours(), ALWAYS, Hours(frozenset({0, 5}), 600, 700), Hours(frozenset({6}), 0, 1)])
OFF = st.frozensets(st.dates(date(2026, 11, 1), date(2027, 3, 1)), max_size=30)
ASKED = st.builds(
    Circumstances, st.sampled_from(["pju", "sampah"]), st.just("dbmsda"), st.sampled_from(["", "dbmsda_pju"]),
    st.integers(0, 100),
)  # fmt: skip
MOMENTS = st.integers(0, 90 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(ROWS, ASKED, st.integers(0, 100), MOMENTS, HOURS, OFF, st.booleans())
def test_more_urgency_never_gives_a_later_deadline_and_the_first_answer_is_never_after_the_end(
    rows: list[TermRow], asked: Circumstances, more: int, start: datetime, hours: Hours, off: frozenset[date],
    fixed: bool,
) -> None:  # fmt: skip
    of = CityDeadlines(1, DeadlineBook(BANDS, tuple(rows), {"": hours}), Calendar(off))
    urgent = Circumstances(asked.category, asked.agency, asked.unit, max(asked.urgency, more))
    calm, hasty = (of.terms(one, OWN, start, fixed=fixed) for one in (asked, urgent))
    assert hasty.resolve_due <= calm.resolve_due
    assert hasty.first_answer_due <= min(calm.first_answer_due, hasty.resolve_due)
    assert hasty.first_answer_due > start


@given(TERMS, MOMENTS, HOURS, OFF)
def test_what_goes_by_office_hours_is_due_while_the_office_works(
    term: Term, start: datetime, hours: Hours, off: frozenset[date]
) -> None:
    calendar = Calendar(off, hours)
    at = due(term, start, calendar)
    if term.unit is not Unit.JAM:
        opened = (at - timedelta(seconds=1)).astimezone(LOCAL)  # a closing at midnight is the day's before
        assert calendar.is_working(opened.date())
        assert hours.opens <= opened.hour * 60 + opened.minute < hours.closes
    if term.unit is Unit.JAM_KERJA:
        assert counted(start, at, unit=term.unit, calendar=calendar) == timedelta(hours=term.amount)


@given(st.integers(1, 40), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)), HOURS, OFF)
def test_a_pause_leaves_just_as_many_office_hours(
    amount: int, start: datetime, pause: timedelta, hours: Hours, off: frozenset[date]
) -> None:
    unit, calendar = Unit.JAM_KERJA, Calendar(off, hours)
    before = due(Term(amount, unit), start, calendar)
    paused = start + (before - start) / 3
    now = paused + pause
    after = resumed(before, paused_at=paused, now=now, unit=unit, calendar=calendar)
    left = counted(paused, before, unit=unit, calendar=calendar)
    assert after >= before
    assert counted(now, after, unit=unit, calendar=calendar) == left


def test_the_shipped_file_can_be_read_and_written_again() -> None:
    book = read(yaml.safe_load((CITY / "deadlines.yml").read_text("utf-8")))
    assert read(write(book)) == book
    assert [(step.at, step.who) for step in book.ladder] == [
        (75, "petugas"), (100, "kepala"), (150, "operator"), (200, "pimpinan"),
    ]  # fmt: skip
    full = read(
        {"bands": [{"code": "t", "name": "Tinggi", "at": 40}],
         "days": [{"day": "2027-06-23", "name": "Pemilu"}],
         "rows": [{"code": "x", "category": ["pju"], "band": "t", "office": "dlh", "first": "4 jam kerja",
                   "end": "2 hari kerja"}],
         "hours": [{"office": "dlh", "days": ["senin", "sabtu"], "from": "07.00", "until": "14.00"}]}
    )  # fmt: skip
    assert read(write(full)) == full


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (["x"], "harus berisi bagian"),
        ({"row": []}, "“row” tidak dikenal"),
        ({"rows": [{"code": "a"}]}, "isi tenggat"),
        ({"rows": [{"code": "a", "first": "3 minggu"}]}, "lamanya ditulis"),
        ({"rows": [{"code": "a", "end": "999 hari kerja"}]}, "paling lama 250"),
        ({"rows": [{"code": "a", "first": "9 jam", "end": "8 jam"}]}, "tidak boleh lebih lama"),
        ({"rows": [{"code": "a", "end": "8 jam"}, {"code": "b", "end": "9 jam"}]}, "ada dua kali"),
        ({"rows": [{"code": "a", "end": "8 jam", "band": "gawat"}]}, "“gawat” tidak dikenal"),
        ({"bands": [{"code": "a", "name": "A", "at": 101}]}, "bilangan bulat 0 sampai 100"),
        ({"hours": [{"office": "", "days": ["senin"], "from": "16.00", "until": "08.00"}]}, "jam buka"),
        ({"hours": [{"office": "", "days": ["sunday"], "from": "08.00", "until": "16.00"}]}, "bukan hari"),
        ({"days": [{"day": "31-02-2027", "name": "X"}]}, "ditulis seperti"),
        ({"ladder": [{"at": 75, "who": "walikota", "words": "x"}]}, "“walikota” tidak dikenal"),
        ({"ladder": [{"at": 75, "who": "kepala", "words": ""}]}, "tulis kalimatnya"),
        ({"checks": [{"office": "", "term": "sebentar"}]}, "lamanya ditulis"),
        ({"checks": [{"office": "", "term": "1 jam"}, {"term": "2 jam"}]}, "ada dua kali"),
        ({"checks": [{"office": "dlh"}]}, "isi lamanya"),
        ({"moving": {"limits": [{"role": "petugas", "days": 0, "times": 1}]}}, "days harus"),
        ({"moving": {"limits": [{"role": "pimpinan", "days": 1, "times": 1}]}}, "“pimpinan” tidak dikenal"),
    ],
)  # fmt: skip
def test_a_slip_is_a_sentence(slip: Any, told: str) -> None:
    with pytest.raises(BadRules, match=told):
        read(slip)


def test_what_the_city_has_not_is_refused() -> None:
    known = {"categories": {"pju"}, "offices": {"dlh"}}
    with pytest.raises(BadRules, match="dbmsda tidak ada"):
        check(read({"rows": [{"code": "a", "end": "8 jam", "office": "dbmsda"}]}), **known)
    with pytest.raises(BadRules, match="lampu tidak ada"):
        check(read({"rows": [{"code": "a", "end": "8 jam", "category": "lampu"}]}), **known)
