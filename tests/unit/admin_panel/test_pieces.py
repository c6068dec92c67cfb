"""Masks, clocks and the history's sentences."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from admin_panel.clocks import first_answer, next_due, resolution
from admin_panel.masks import mask_address, mask_name
from admin_panel.report.history import step, steps
from admin_panel.report.view import report_view
from routing.city.catalogue import catalogue
from routing.reports.story import Happened
from storage import db
from storage.models import Event, Report
from tests.factories import reports
from tests.factories.panel import officer_named

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Siti Rahmawati", "S••• R•••••••"), ("Al", "A•"), ("", "Tanpa nama"), (None, "Tanpa nama")],
)
def test_a_masked_name_keeps_its_initials_alone(name: str | None, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("address", "shown"), [("6281234567890", "••••••890"), ("12345", "••••••"), ("", "••••••")]
)
def test_a_masked_address_keeps_three_signs_at_most(address: str, shown: str) -> None:
    assert mask_address(address) == shown


def report(status: str = "menunggu", **more: datetime | None) -> Report:
    values = {
        "created_at": NOW - 4 * HOUR, "updated_at": NOW, "first_answer_due": NOW - HOUR,
        "first_answered_at": None, "resolve_due": NOW + 4 * HOUR, "resolved_at": None, "paused_at": None,
    }  # fmt: skip
    return Report(status=status, **(values | more))


def test_a_list_shows_the_first_answers_clock_until_it_is_given() -> None:
    assert next_due(report(), NOW).label == "Tanggapan pertama"
    assert next_due(report(first_answered_at=NOW), NOW).label == "Penyelesaian"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("diproses", "jalan"),
        ("koordinasi", "jalan"),
        ("menunggu_warga", "berhenti"),
        ("dirujuk", "tanpa"),
        ("ditolak", "tanpa"),
        ("ditarik", "tanpa"),
    ],
)
def test_the_resolve_clock_runs_only_while_the_city_is_at_work(status: str, state: str) -> None:
    assert resolution(report(status), NOW).state == state


def test_a_finished_report_shows_when_it_was_done() -> None:
    clock = resolution(report("selesai", resolved_at=NOW - HOUR), NOW)
    assert (clock.state, clock.done_at) == ("selesai", NOW - HOUR)


def test_the_share_of_time_used_stays_within_the_bar() -> None:
    assert first_answer(report(), NOW).share == 1
    assert resolution(report("diproses"), NOW).share == 0.5


def test_every_kind_of_event_of_a_report_has_a_sentence(panel_db: None) -> None:
    kinds = {
        "report_filed": {}, "report_answered": {}, "report_noted": {}, "report_added": {},
        "person_looked_up": {},
        "report_status": {"from": "menunggu", "to": "diproses"},
        "report_asked": {"from": "diproses", "to": "menunggu_warga"},
        "report_withdrawn": {"from": "menunggu", "to": "ditarik"},
        "report_accepted": {"from": "selesai", "to": "ditutup"},
        "report_reopened": {"from": "selesai", "to": "diproses"},
        "report_category": {"from": "pju", "to": "sampah"},
        "report_forwarded": {"from_agency": "dbmsda", "to_agency": "dlh"},
        "alert_opened": {}, "alert_raised": {}, "alert_closed": {"from": "menunggu", "to": "selesai"},
    }  # fmt: skip
    with db.reading() as session:
        city = catalogue(session)
    for kind, data in kinds.items():
        event = Event(seq=1, at=NOW, kind=kind, actor="sistem", data=data)
        said = step(Happened(event, None), city, {}).what
        assert "_" not in said, kind
        assert said[0].isupper(), kind


def test_a_story_is_told_with_the_newest_first(panel_db: None) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx).number
    with db.reading() as session:
        operator = officer_named(session, "operator")
        kinds = session.scalars(select(Event.kind)).all()
    view = report_view(operator, number)
    assert [line.kind for line in steps(view.detail.history, view.city, {})] == list(reversed(kinds))


def test_a_deadline_warned_of_says_which_whom_and_how_late_one_line_a_clock_and_moment(
    panel_db: None,
) -> None:
    def warned(clock: str, at: int, who: str, *, minutes: int = 0) -> Happened:
        data = {"clock": clock, "at": at, "who": who, "round": 1}
        moment = NOW + timedelta(minutes=minutes)
        return Happened(
            Event(seq=1, at=moment, kind="deadline_warned", actor="sistem", data=data), None
        )  # fmt: skip

    history = [
        warned("tanggapan", 75, "petugas"), warned("tanggapan", 100, "kepala"),
        warned("selesai", 75, "petugas"),
        warned("selesai", 100, "kepala", minutes=1),
    ]  # fmt: skip
    with db.reading() as session:
        city = catalogue(session)
    assert [line.what for line in steps(history, city, {})] == [
        "Peringatan tenggat penyelesaian untuk kepala kantor: 100% waktunya terpakai",
        "Peringatan tenggat penyelesaian untuk petugas: 75% waktunya terpakai",
        "Peringatan tenggat tanggapan pertama untuk kepala kantor: 100% waktunya terpakai",
    ]
