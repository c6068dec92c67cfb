"""The door to reports: who sees what, filters, pages, a constant number of queries."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.errors import NotFound
from routing.reports import officers_work, residents
from routing.reports.door import Door, Page, visible_to
from routing.reports.filters import Filters
from routing.reports.paging import SORTS
from storage import db
from storage.models import Officer, Report
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, MARGAHAYU, NOW
from tests.factories.queries import counted

ALL = Filters(status="semua")


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def seen(session: Session, officer: Officer, filters: Filters = ALL, **more: Any) -> Sequence[str]:
    page = visible_to(session, officer).page(filters, now=more.pop("now", NOW), **more)
    return [report.number for report in page.reports]


@pytest.fixture
def four(database: str, _city: None) -> dict[str, str]:
    """Four reports by name -> number: two dinas in Kranji, one elsewhere, one for the office of Kranji."""
    with db.transaction() as tx:
        return {
            "road": reports.filed(tx, category="jalan_rusak", kelurahan=KRANJI).number,
            "waste": reports.filed(tx, category="sampah", kelurahan=KRANJI).number,
            "far road": reports.filed(tx, category="jalan_rusak", kelurahan=MARGAHAYU).number,
            "office": reports.filed(tx, category="pelayanan_kelurahan", kelurahan=KRANJI).number,
        }


# One database for the whole table: what a role sees depends on nothing the others do.
ROLES: list[tuple[str, str | None, set[str]]] = [
    ("petugas", "dbmsda", {"road", "far road"}),
    ("petugas", "dlh", {"waste"}),
    ("kepala", "dlh", {"waste"}),
    ("petugas", "dishub", set()),
    ("petugas", None, set()),
    ("lurah", f"kel-{KRANJI}", {"road", "waste", "office"}),
    ("lurah", f"kel-{MARGAHAYU}", {"far road"}),
    ("lurah", "kec-32.75.02", {"road", "waste", "office"}),  # a camat sees the whole kecamatan
    ("lurah", "dlh", {"waste"}),
    ("lurah", None, set()),
    ("operator", "poc", {"road", "waste", "far road", "office"}),
    ("pimpinan", None, {"road", "waste", "far road", "office"}),
    ("admin", None, {"road", "waste", "far road", "office"}),
    ("entah", "dbmsda", set()),
    ("", "dbmsda", set()),
]


def test_each_role_sees_its_own_reports_and_no_others(four: dict[str, str]) -> None:
    with db.transaction() as tx:
        officers = [people.officer(tx, role, agency) for role, agency, _ in ROLES]
    with db.reading() as session:
        for officer, (role, agency, expected) in zip(officers, ROLES, strict=True):
            door = visible_to(session, officer)
            assert set(seen(session, officer)) == {four[name] for name in expected}, (role, agency)
            assert sum(door.counts(now=NOW).get(status, 0) for status in Status) == len(expected)
            reached = {name for name, number in four.items() if within_reach(door, number)}
            assert reached == expected, (role, agency)


def within_reach(door: Door, number: str) -> bool:
    """Whether the door opens for this number; it must be of one mind in `get` and `detail`."""
    try:
        found = door.get(number)
    except NotFound:
        with pytest.raises(NotFound):
            door.detail(number)
        return False
    return door.detail(number).report is found


def test_a_dismissed_officer_sees_nothing(four: dict[str, str]) -> None:
    with db.transaction() as tx:
        gone = [people.officer(tx, role, "dbmsda", active=False) for role in ("petugas", "operator", "admin")]
    with db.reading() as session:
        for officer in gone:
            assert seen(session, officer) == []
            assert not within_reach(visible_to(session, officer), four["road"])


FILTERS: list[tuple[Filters, set[str]]] = [
    (Filters(category="sampah"), {"waste"}),
    (Filters(agency="dbmsda"), {"road", "far road"}),
    (Filters(kelurahan=MARGAHAYU), {"far road"}),
    (Filters(kecamatan="32.75.02"), {"road", "waste", "office"}),
    (Filters(kecamatan="32.75.02", agency="dbmsda"), {"road"}),
    (Filters(status="menunggu"), {"road", "waste", "far road", "office"}),
    (Filters(status="selesai"), set()),
    (Filters(kind="peringatan"), set()),
    (Filters(kind="pengaduan"), {"road", "waste", "far road", "office"}),
    (Filters(needs_review=True), set()),
    (Filters(text="AMBLAS"), {"road", "waste", "far road", "office"}),
    (Filters(text="-00002"), {"waste"}),
    (Filters(text="100%"), set()),
    (Filters(text="_"), set()),
    (Filters(text="\x00"), {"road", "waste", "far road", "office"}),
    (Filters(category="' OR 1=1 --"), set()),
]


def test_filters_narrow_the_list(four: dict[str, str]) -> None:
    with db.transaction() as tx:
        operator = people.officer(tx, "operator", "poc")
    with db.reading() as session:
        for filters, expected in FILTERS:
            assert set(seen(session, operator, filters)) == {four[name] for name in expected}, filters


def test_doubtful_and_finished_reports_are_told_apart() -> None:
    with db.transaction() as tx:
        operator = people.officer(tx, "operator", "poc")
        doubtful, done = reports.filed(tx, needs_review=True), reports.filed(tx)
        officers_work.change_status(tx, officer=operator, report=done, to=Status.SELESAI, reason="x", now=NOW)
    with db.reading() as session:
        assert seen(session, operator, Filters(needs_review=True)) == [doubtful.number]
        assert seen(session, operator, Filters()) == [doubtful.number]
        assert visible_to(session, operator).counts(now=NOW) == {
            "menunggu": 1, "saya": 0, "bebas": 1, "hari_ini": 0, "terlambat": 0, "perlu_ditinjau": 1,
            "diperiksa": 0, "disebut": 0,
        }  # fmt: skip


def test_late_means_unanswered_or_unfinished_in_time_and_with_the_city() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        unanswered = reports.filed(tx, category="pju")  # first answer due Tuesday, end due Thursday
        answered, asked, done = (reports.filed(tx, category="pju") for _ in range(3))
        officers_work.answer(tx, officer=officer, report=answered, text="Siap.", now=NOW)
        officers_work.ask(tx, officer=officer, report=asked, text="Di mana?", now=NOW)
        officers_work.change_status(tx, officer=officer, report=done, to=Status.SELESAI, reason="x", now=NOW)
    with db.reading() as session:
        late = Filters(overdue=True)
        assert seen(session, officer, late, now=unanswered.first_answer_due) == []
        wednesday, friday = NOW + timedelta(days=2), NOW + timedelta(days=4)
        assert seen(session, officer, late, now=wednesday) == [unanswered.number]
        assert seen(session, officer, late, now=friday) == [unanswered.number, answered.number]
        assert visible_to(session, officer).counts(now=friday)["terlambat"] == 2


def test_the_most_urgent_stand_first_or_the_newest() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        slow = reports.filed(tx, category="jalan_rusak").number
        soon = reports.filed(tx, category="pju").number
        cry = reports.filed(tx, category="jalan_rusak", emergency="kecelakaan").number
        newest = reports.filed(tx, category="jalan_rusak", now=NOW + timedelta(hours=1)).number
    with db.reading() as session:
        assert seen(session, officer) == [cry, soon, slow, newest]
        assert seen(session, officer, Filters(sort="terbaru"))[0] == newest


@pytest.mark.parametrize("sort", [*SORTS, "entah"])
def test_pages_hold_every_report_once_in_every_order(sort: str) -> None:
    with db.transaction() as tx:
        officer, by = people.officer(tx), people.person(tx)
        filed = [reports.filed(tx, by=by, now=NOW + timedelta(minutes=n % 3)) for n in range(7)]
        for at, report in enumerate(filed):  # ties in every column but the last
            report.urgency, report.supporters = at % 2, at % 3
        numbers = {report.number for report in filed}
    with db.reading() as session:
        door, after = visible_to(session, officer), ""
        pages: list[int] = []
        found: list[str] = []
        for _ in range(4):
            page = door.page(Filters(status="semua", sort=sort, after=after, rows=3), now=NOW)
            pages.append(len(page.reports))
            found += [report.number for report in page.reports]
            if not (after := page.after):
                break
        whole = door.page(Filters(status="semua", sort=sort), now=NOW)
        assert pages == [3, 3, 1]
        assert found == [report.number for report in whole.reports]
        assert set(found) == numbers
        assert whole.after == ""
        assert door.page(Filters(status="ditolak"), now=NOW) == Page([], "")


def test_lists_and_details_cost_the_same_however_much_there_is() -> None:
    with db.transaction() as tx:
        officer, by = people.officer(tx), people.person(tx)
        many = [reports.filed(tx, by=by) for _ in range(60)]
        for i in range(30):
            officers_work.answer(tx, officer=officer, report=many[0], text=f"Kabar {i}", now=NOW)
    with db.reading() as session:
        door = visible_to(session, officer)
        with counted() as listing:
            door.page(ALL, now=NOW)
        with counted() as counting:
            door.counts(now=NOW)
        with counted() as showing:
            detail = door.detail(many[0].number)
            assert all(said.outbox and said.outbox.status == "queued" for said in detail.messages)
    assert len(detail.messages) == 30
    assert (len(listing), len(counting)) == (1, 2)
    assert len(showing) <= 6


def test_the_detail_tells_the_whole_story_in_order() -> None:
    with db.transaction() as tx:
        officer, by = people.officer(tx), people.person(tx)
        report = reports.filed(tx, by=by)
        officers_work.ask(tx, officer=officer, report=report, text="Sebelah mana?", now=NOW)
        residents.add_to_report(tx, report.number, person=by, text="Kiri.", now=NOW)
        officers_work.note(tx, officer=officer, report=report, text="Siapkan aspal.", now=NOW)
    with db.reading() as session:
        detail = visible_to(session, officer).detail(report.number)
        assert detail.person is not None
        assert detail.person.id == by.id
        said = [(item.message.direction, item.message.text, item.officer) for item in detail.messages]
        assert said == [
            ("keluar", "Sebelah mana?", officer.name),
            ("masuk", "Kiri.", None),
            ("catatan", "Siapkan aspal.", officer.name),
        ]
        assert [(item.event.kind, item.officer) for item in detail.history] == [
            ("report_filed", None),
            ("report_routed", None),
            ("report_asked", officer.name),
            ("report_added", None),
            ("report_noted", officer.name),
        ]
        assert detail.pictures == []


def test_a_locked_read_is_fresh() -> None:
    with db.transaction() as tx:
        officer, number = people.officer(tx), reports.filed(tx).number
    with db.transaction() as tx:
        report = visible_to(tx, officer).get(number, lock=True)
        tx.query(Report).filter_by(number=number).update({"place": "baru"}, synchronize_session=False)
        assert visible_to(tx, officer).get(number, lock=True).place == "baru"
        assert report.place == "baru"


def test_a_search_finds_what_the_row_and_the_story_say() -> None:
    with db.transaction() as tx:
        officer, by = people.officer(tx), people.person(tx)
        report = reports.filed(tx, by=by, facts={"jawaban": {"nomor_tiang": "PJU-889"}}, place="Gang Mawar")
        officers_work.note(tx, officer=officer, report=report, text="Siapkan stamper kecil.", now=NOW)
        officers_work.answer(tx, officer=officer, report=report, text="Regu berangkat besok.", now=NOW)
        reports.filed(tx, by=by, kelurahan=MARGAHAYU)
    with db.reading() as session:
        for words in (
            "Kranji", "bekasi barat", "stamper", "regu berangkat", "889", "mawar", "amblas kranji stamper",
            report.number, report.number.replace("-", "–"),
        ):  # fmt: skip
            assert seen(session, officer, Filters(text=words)) == [report.number], words
        assert len(seen(session, officer, Filters(text="rusak berlubang"))) == 2  # the category's name
        assert seen(session, officer, Filters(text="kranji margahayu")) == []
