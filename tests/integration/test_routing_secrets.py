"""Secrets and the accused, through the real use cases: who reads, who decides, where it goes."""

from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.permissions import Action, Matter, Role, relation, rights
from routing.errors import NotAllowed, NotFound, Refused
from routing.reports import handing_in, residents
from routing.reports import officers_work as work
from routing.reports.door import visible_to
from routing.reports.public_door import visible_to_public
from storage import db, events
from storage.models import Accusation, Officer, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, MARGAHAYU, NOW

OFFICE, DISTRICT = f"kel-{KRANJI}", "kec-32.75.02"
BRIBE = "Lurah Kranji minta uang 500 ribu untuk tanda tangan"


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def accuse(tx: Session, report: Report, *codes: str) -> None:
    tx.add_all(Accusation(report_id=report.id, agency_code=code) for code in codes)
    tx.flush()


def test_the_query_grants_exactly_what_the_rule_grants() -> None:
    with db.transaction() as tx:
        officers = [
            people.officer(tx, role, agency)
            for role, agency in product(Role, (OFFICE, DISTRICT, "dbmsda", "poc", None))
        ]
        given = product(
            ("jalan_rusak", "pungli_aparatur", "perempuan_anak"), ("biasa", "anonim", "rahasia"),
            (KRANJI, MARGAHAYU), ((), (OFFICE,), ("dbmsda",), ("kelurahan",), ("poc",)),
        )  # fmt: skip
        by = people.person(tx)
        for category, privacy, kelurahan, accused in given:
            row = reports.filed(tx, by=by, category=category, kelurahan=kelurahan)
            row.privacy = privacy
            accuse(tx, row, *accused)
        own = reports.filed(tx, by=by, category="pelayanan_kelurahan")
        assert own.agency_code == OFFICE
        tx.flush()
        rows = tx.scalars(select(Report)).all()
        accused_of = {row.id: {a.agency_code for a in tx.scalars(
            select(Accusation).where(Accusation.report_id == row.id))} for row in rows}  # fmt: skip
        for officer in officers:
            for action in Action:
                seen = {row.id for row in tx.scalars(visible_to(tx, officer, action).select())}
                allowed = {r.id for r in rows if action in ruled(tx, officer, r, accused_of[r.id])}
                assert seen == allowed, (officer.role, officer.agency_code, action)


def ruled(session: Session, officer: Officer, row: Report, accused: set[str]) -> frozenset[Action]:
    """The pure rule's answer for a stored report."""
    found = catalogue(session)
    agency = found.agencies.get(officer.agency_code or "")
    area = found.kelurahan[row.kelurahan_code or ""]
    inside = officer.agency_code in (f"kel-{area.code}", f"kec-{area.kecamatan_code}")
    related = relation(officer.role, own=row.agency_code == officer.agency_code, inside=inside)
    matter = Matter(
        secret=row.privacy == "rahasia", guarded=row.category_code in found.guarded, accuses=bool(accused),
        accuses_own=bool(agency and {agency.code, agency.kind} & accused),
    )  # fmt: skip
    return rights(officer.role, related, matter)


@pytest.mark.parametrize("privacy", ["biasa", "anonim", "rahasia"])
@pytest.mark.parametrize("category", ["pungli_aparatur", "pelayanan_kelurahan", "pju", "bansos", None])
def test_a_bribe_is_not_for_the_office_that_took_it(category: str | None, privacy: str) -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, category=category, text=BRIBE, privacy=privacy)
        lurah, camat = people.officer(tx, "lurah", OFFICE), people.officer(tx, "lurah", DISTRICT)
        clerk, inspector = people.officer(tx, "petugas", OFFICE), people.officer(tx, "petugas", "inspektorat")
        assert report.agency_code == "inspektorat"
        assert report.privacy == ("anonim" if privacy == "anonim" else "rahasia")
        for officer in (lurah, camat, clerk):
            with pytest.raises(NotFound):
                work.change_status(tx, officer=officer, report=report, to=Status.DITOLAK, reason="x", now=NOW)
        assert visible_to(tx, inspector).get(report.number) is report
        assert visible_to_public(tx, report.number) is None


def test_a_secret_matter_of_the_counter_goes_to_the_command_centre_first() -> None:
    with db.transaction() as tx:
        open_one = reports.filed(tx, category="pelayanan_kelurahan", text="Surat pengantar belum jadi")
        secret = reports.filed(
            tx, category="pelayanan_kelurahan", text="Surat pengantar belum jadi", privacy="rahasia"
        )
        assert open_one.agency_code == OFFICE
        assert secret.agency_code in ("inspektorat", "poc")


def test_victims_are_helped_by_their_office_and_hidden_from_the_area() -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, category="perempuan_anak", text="Tetangga saya sering dipukuli suaminya")
        assert (report.agency_code, report.privacy) == ("dp3a", "rahasia")
        with pytest.raises(NotFound):
            visible_to(tx, people.officer(tx, "lurah", OFFICE)).get(report.number)


def test_a_lurah_reads_the_areas_reports_and_leaves_word_but_does_not_decide() -> None:
    with db.transaction() as tx:
        lurah, report = people.officer(tx, "lurah", OFFICE), reports.filed(tx)
        assert visible_to(tx, lurah).detail(report.number).may == {Action.READ, Action.NOTE}
        work.note(tx, officer=lurah, report=report, text="Sudah saya lihat.", now=NOW)
        deeds = [
            lambda: work.answer(tx, officer=lurah, report=report, text="x", now=NOW),
            lambda: work.ask(tx, officer=lurah, report=report, text="x", now=NOW),
            lambda: work.change_category(tx, officer=lurah, report=report, category="pju", now=NOW),
            lambda: work.forward(tx, officer=lurah, report=report, agency="dlh", reason="x", now=NOW),
            lambda: handing_in.add_result(tx, officer=lurah, report=report, sha256="0" * 64, now=NOW),
            lambda: work.change_status(
                tx, officer=lurah, report=report, to=Status.DITOLAK, reason="x", now=NOW
            ),
        ]  # fmt: skip
        for deed in deeds:
            with pytest.raises(NotAllowed, match="urusan_kantor_lain"):
                deed()
        own = reports.filed(tx, category="pelayanan_kelurahan", text="Surat pengantar belum jadi")
        work.answer(tx, officer=lurah, report=own, text="Besok jadi.", now=NOW)


def test_no_officer_sends_a_complaint_to_the_accused_until_it_is_acquitted() -> None:
    with db.transaction() as tx:
        operator = people.officer(tx, "operator", "poc")
        inspector = people.officer(tx, "petugas", "inspektorat")
        report = reports.filed(tx, text=BRIBE)
        for officer in (operator, inspector):
            with pytest.raises(Refused, match="instansi_diadukan"):
                work.forward(tx, officer=officer, report=report, agency=OFFICE, reason="x", now=NOW)
        work.change_category(tx, officer=operator, report=report, category="pelayanan_kelurahan", now=NOW)
        assert report.agency_code == "inspektorat"
        with pytest.raises(NotAllowed, match="tidak_berwenang"):
            work.acquit(tx, officer=inspector, report=report, reason="x", now=NOW)
        work.acquit(tx, officer=operator, report=report, reason="Keliru terbaca.", now=NOW)
        work.forward(tx, officer=operator, report=report, agency=OFFICE, reason="Tolong dibantu.", now=NOW)
        assert (report.agency_code, report.privacy) == (OFFICE, "rahasia")
        report_id = report.id
    with db.reading() as session:
        kinds = [event.kind for event in events.of_report(session, report_id)]
        assert kinds[-2:] == ["report_acquitted", "report_forwarded"]


def test_words_added_later_take_a_report_away_from_the_office_they_accuse() -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, category="pelayanan_kelurahan", text="Surat pengantar belum jadi")
        person = tx.get_one(Person, report.person_id)
        residents.add_to_report(tx, report.number, person=person, text="Sudah saya lengkapi", now=NOW)
        assert (report.agency_code, report.privacy) == (OFFICE, "biasa")
        residents.add_to_report(
            tx, report.number, person=person, text="Ternyata petugasnya minta uang 50 ribu", now=NOW
        )
        assert (report.agency_code, report.privacy) == ("inspektorat", "rahasia")
        with pytest.raises(NotFound):
            visible_to(tx, people.officer(tx, "lurah", OFFICE)).get(report.number)


def test_a_report_sorted_into_a_delicate_category_becomes_secret() -> None:
    with db.transaction() as tx:
        operator, report = people.officer(tx, "operator", "poc"), reports.filed(tx)
        work.change_category(tx, officer=operator, report=report, category="perempuan_anak", now=NOW)
        assert (report.agency_code, report.privacy, report.shielded) == ("dp3a", "rahasia", True)
