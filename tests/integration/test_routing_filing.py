"""A report comes in: number, owner, deadlines, event."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from routing.city import catalogue as catalogues
from routing.errors import BadInput
from routing.reports.filing import Filed, NewReport, file_report
from storage import db, events
from storage.models import Category, Message, Outbox, Report
from tests.factories import city, people
from tests.factories.city import KRANJI, KRANJI_POINT, NOW

TEXT = "Saluran di belakang musala tersumbat lumpur."


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def file(*, now: datetime = NOW, **fields: Any) -> Filed:
    with db.transaction() as tx:
        draft = NewReport(**{"text": TEXT, "category": "drainase"} | fields)
        return file_report(tx, draft, person=people.person(tx), channel="telegram", now=now)


def stored(filed: Filed) -> Report:
    with db.reading() as session:
        return session.get_one(Report, filed.report_id)


def test_a_report_gets_its_number_dinas_kelurahan_and_dates() -> None:
    filed = file(lat=KRANJI_POINT[0], lon=KRANJI_POINT[1], place="dekat musala")
    assert filed.number == "BKS-2611-00001"
    assert filed.agency_name == "Dinas Bina Marga dan Sumber Daya Air"
    assert filed.kelurahan_name == "Kranji"
    # Monday 23 November 09.00 WIB: the first answer by Thursday, 16.00 WIB.
    assert filed.first_answer_due == datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert (filed.referred, filed.contact) == (False, "")
    report = stored(filed)
    assert (report.status, report.agency_code, report.kelurahan_code) == ("menunggu", "dbmsda", KRANJI)
    assert (report.resolve_due, report.place) == (filed.resolve_due, "dekat musala")


def test_filing_and_what_decided_are_noted_and_the_words_left_to_the_bot() -> None:
    filed = file()
    with db.reading() as session:
        history = events.of_report(session, filed.report_id)
        assert [(event.kind, event.actor, event.agency_code) for event in history] == [
            ("report_filed", "warga", "dbmsda"), ("report_routed", "sistem", "dbmsda")
        ]  # fmt: skip
        assert history[0].data["category"] == "drainase"
        assert session.scalars(select(Outbox)).all() == []
        assert session.scalars(select(Message)).all() == []


def test_numbers_start_anew_each_month_in_wib() -> None:
    last_of_november = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    numbers = [file(now=last_of_november + timedelta(minutes=i)).number for i in range(3)]
    assert numbers == ["BKS-2611-00001", "BKS-2612-00001", "BKS-2612-00002"]


def test_a_rolled_back_report_leaves_no_gap_in_the_numbers() -> None:
    with pytest.raises(RuntimeError, match="mid-way"), db.transaction() as tx:
        file_report(tx, NewReport(TEXT, "drainase"), person=None, channel="web", now=NOW)
        raise RuntimeError("mid-way")
    assert file().number == "BKS-2611-00001"


def test_what_is_not_the_citys_is_kept_and_referred() -> None:
    filed = file(category="listrik")
    assert filed.referred
    assert "123" in filed.contact
    assert stored(filed).status == "dirujuk"
    assert stored(filed).agency_code == "pln"


@pytest.mark.parametrize("category", [None, "", "tidak_ada", "DRAINASE"])
def test_an_odd_understanding_costs_no_report(category: str | None) -> None:
    report = stored(file(category=category, kind="entah", confidence=0.2))
    assert (report.category_code, report.agency_code, report.needs_review) == ("lainnya", "poc", True)
    assert report.kind == "pengaduan"


def test_a_category_switched_off_goes_to_review_instead() -> None:
    with db.transaction() as tx:
        tx.get_one(Category, "drainase").active = False
        catalogues.changed(tx)
    report = stored(file())
    assert (report.category_code, report.needs_review) == ("lainnya", True)


def test_a_known_category_needs_review_only_when_the_draft_says_so() -> None:
    assert not stored(file()).needs_review
    assert stored(file(needs_review=True)).needs_review


def test_the_kelurahan_the_resident_chose_wins_over_the_point() -> None:
    report = stored(file(kelurahan=city.MARGAHAYU, lat=KRANJI_POINT[0], lon=KRANJI_POINT[1]))
    assert report.kelurahan_code == city.MARGAHAYU


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(math.nan, 107.0), (-6.2, math.inf), (106.9, -6.2), (-6.2, 999.0), (-6.2, None), (None, 107.0)],
)
def test_a_point_that_is_nowhere_is_left_out_and_the_report_kept(
    lat: float | None, lon: float | None
) -> None:
    report = stored(file(lat=lat, lon=lon))
    assert (report.kelurahan_code, report.lat, report.lon) == (None, None, None)


def test_a_point_outside_the_city_stays_with_the_report_without_a_kelurahan() -> None:
    report = stored(file(lat=-6.1754, lon=106.8272))
    assert (report.kelurahan_code, report.lat) == (None, -6.1754)


def test_an_unknown_kelurahan_code_is_ignored() -> None:
    assert stored(file(kelurahan="99.99.99.9999")).kelurahan_code is None


def test_emergencies_are_first_in_the_queue_and_due_within_hours() -> None:
    report = stored(file(emergency="terjebak", now=NOW + timedelta(days=5)))  # a Saturday
    assert report.priority == 2
    assert report.resolve_due == NOW + timedelta(days=6)


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x00"])
def test_a_report_without_words_is_refused_and_nothing_is_stored(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        file(text=text)
    assert refusal.value.code == "teks_kosong"
    with db.reading() as session:
        assert session.scalars(select(Report)).all() == []
        assert events.last_seq(session) == 0


def test_an_endless_text_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        file(text="a" * 10_001)
    assert refusal.value.code == "teks_terlalu_panjang"
    assert stored(file(text="a" * 10_000)).text == "a" * 10_000


def test_control_characters_emoji_and_rtl_are_survived() -> None:
    report = stored(
        file(
            text="Lampu\x00 mati \u202eabc 😡\r\nsejak\ud800 Senin",
            place="gang\x00 3",
            facts={"since": "\x00kemarin", "n": 2},
        )
    )
    assert report.text == "Lampu mati \u202eabc 😡\nsejak Senin"
    assert (report.place, report.facts) == ("gang 3", {"since": "kemarin", "n": 2})
