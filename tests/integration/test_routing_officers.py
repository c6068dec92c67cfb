"""What officers do, each refusal beside the success it refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.reports import officers_work as work
from storage import db, events
from storage.models import Event, Message, Outbox, Report
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, NOW

LATER = NOW + timedelta(hours=2)


def why(event: Event) -> str:
    with db.reading() as session:
        return events.reason_of(session, event.seq)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def last_event(report: Report) -> Event:
    with db.reading() as session:
        return events.of_report(session, report.id)[-1]


def told(report: Report) -> list[tuple[str | None, dict[str, str]]]:
    """The notices to the resident, as key and arguments without the number."""
    with db.reading() as session:
        rows = session.scalars(select(Outbox).where(Outbox.report_id == report.id).order_by(Outbox.id))
        return [(row.key, {k: v for k, v in row.args.items() if k != "number"}) for row in rows]


def alert(tx: Session) -> Report:
    """A report nobody filed."""
    report = reports.filed(tx)
    report.person_id = None
    tx.flush()
    return report


def test_an_answer_reaches_the_resident_and_stops_the_first_answer_clock() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.answer(tx, officer=officer, report=report, text="Kami cek besok.", now=LATER)
        work.answer(tx, officer=officer, report=report, text="Sudah dicek.", now=LATER + timedelta(days=1))
        assert (report.first_answered_at, report.status) == (LATER, "menunggu")
        said = tx.scalars(select(Message).order_by(Message.id)).first()
        assert said is not None
        assert (said.direction, said.officer_id) == ("keluar", officer.id)
        assert tx.get_one(Outbox, said.outbox_id).person_id == report.person_id
    agency = "Dinas Bina Marga dan Sumber Daya Air"
    assert told(report)[0] == ("notice-answer", {"agency": agency, "text": "Kami cek besok."})
    event = last_event(report)
    assert (event.kind, event.actor) == ("report_answered", f"petugas:{officer.id}")


def test_the_operator_speaks_for_the_command_centre() -> None:
    with db.transaction() as tx:
        report = reports.filed(tx)
        officer = people.officer(tx, "operator", None)
        work.answer(tx, officer=officer, report=report, text="Kami teruskan.", now=LATER)
    assert told(report)[0][1]["agency"] == "Patriot Operation Center"


@pytest.mark.parametrize(("text", "code"), [(" ", "teks_kosong"), ("x" * 3_001, "teks_terlalu_panjang")])
def test_an_empty_or_endless_answer_is_refused_and_leaves_nothing(text: str, code: str) -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        with pytest.raises(BadInput, match=code):
            work.answer(tx, officer=officer, report=report, text=text, now=LATER)
        assert report.first_answered_at is None
    assert told(report) == []
    assert last_event(report).kind == "report_routed"


def test_a_question_waits_for_the_resident_and_a_second_one_keeps_waiting() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.ask(tx, officer=officer, report=report, text="Sebelah mana?", now=LATER)
        work.ask(tx, officer=officer, report=report, text="Ada fotonya?", now=LATER + timedelta(hours=1))
        assert (report.status, report.paused_at) == ("menunggu_warga", LATER)
        assert report.first_answered_at == LATER
    assert [key for key, _ in told(report)] == ["notice-question", "notice-question"]
    assert last_event(report).kind == "report_asked"


def test_a_finished_report_is_not_asked_about() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=LATER
        )
    with pytest.raises(Refused, match="status_tidak_bisa"), db.transaction() as tx:
        work.ask(tx, officer=officer, report=report, text="Sebelah mana?", now=LATER)
    assert [key for key, _ in told(report)] == ["notice-done"]


def test_a_sensors_alert_has_nobody_to_answer_but_moves_on() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), alert(tx)
        for speak in (work.answer, work.ask):
            with pytest.raises(Refused, match="tidak_ada_pelapor"):
                speak(tx, officer=officer, report=report, text="Halo", now=LATER)
        work.change_status(tx, officer=officer, report=report, to=Status.DIPROSES, reason="", now=LATER)
        assert report.status == "diproses"
    assert told(report) == []


def test_a_note_stays_in_the_house() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.note(tx, officer=officer, report=report, text="Tunggu aspal datang.", now=LATER)
        assert tx.scalars(select(Message.direction)).all() == ["catatan"]
        assert report.first_answered_at is None
    assert told(report) == []
    assert last_event(report).kind == "report_noted"


def test_a_change_of_status_tells_who_when_and_why() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.change_status(
            tx, officer=officer, report=report, to=Status.DIPROSES, reason=" Dijadwalkan. ", now=LATER
        )
        assert (report.status, report.first_answered_at) == ("diproses", LATER)
    event = last_event(report)
    assert (event.kind, event.actor, event.at, why(event)) == (
        "report_status", f"petugas:{officer.id}", LATER, "Dijadwalkan.",
    )  # fmt: skip
    assert event.data == {"from": "menunggu", "to": "diproses"}
    key, args = told(report)[0]
    assert (key, args["status"], args["reason"]) == ("notice-status", "diproses", "Dijadwalkan.")


def test_finished_work_asks_the_resident_whether_it_is_done() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=LATER
        )
        assert report.resolved_at == LATER
    assert told(report)[0][0] == "notice-done"


@pytest.mark.parametrize("to", [Status.SELESAI, Status.DITOLAK, Status.DIRUJUK])
def test_an_end_without_a_reason_is_refused(to: Status) -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        with pytest.raises(BadInput, match="perlu_alasan"):
            work.change_status(tx, officer=officer, report=report, to=to, reason=" ", now=LATER)
        assert report.status == "menunggu"
    assert last_event(report).kind == "report_routed"


def test_no_officer_withdraws_for_a_resident() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx, "operator", "poc"), reports.filed(tx)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            work.change_status(tx, officer=officer, report=report, to=Status.DITARIK, reason="x", now=LATER)


def test_a_move_the_table_does_not_know_is_refused() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        with pytest.raises(Refused, match="status_tidak_bisa"):
            work.change_status(tx, officer=officer, report=report, to=Status.MENUNGGU, reason="x", now=LATER)


def test_closing_and_taking_back_a_rejection_are_the_operators() -> None:
    with db.transaction() as tx:
        officer, operator = people.officer(tx), people.officer(tx, "operator", "poc")
        rejected, done = reports.filed(tx), reports.filed(tx)
        work.change_status(
            tx, officer=officer, report=rejected, to=Status.DITOLAK, reason="Ganda.", now=LATER
        )
        work.change_status(tx, officer=officer, report=done, to=Status.SELESAI, reason="Beres.", now=LATER)
        for report, to in ((rejected, Status.DIPROSES), (done, Status.DITUTUP)):
            with pytest.raises(NotAllowed, match="perlu_operator"):
                work.change_status(tx, officer=officer, report=report, to=to, reason="x", now=LATER)
            work.change_status(tx, officer=operator, report=report, to=to, reason="x", now=LATER)
        assert (rejected.status, done.status) == ("diproses", "ditutup")


@pytest.mark.parametrize("role", ["pimpinan", "admin", "entah"])
def test_readers_change_nothing(role: str) -> None:
    with db.transaction() as tx:
        reader, report = people.officer(tx, role, "dbmsda"), reports.filed(tx)
        tries = {
            "answer": lambda: work.answer(tx, officer=reader, report=report, text="x", now=LATER),
            "ask": lambda: work.ask(tx, officer=reader, report=report, text="x", now=LATER),
            "note": lambda: work.note(tx, officer=reader, report=report, text="x", now=LATER),
            "status": lambda: work.change_status(
                tx, officer=reader, report=report, to=Status.DIPROSES, reason="", now=LATER
            ),
            "category": lambda: work.change_category(
                tx, officer=reader, report=report, category="pju", now=LATER
            ),
            "forward": lambda: work.forward(
                tx, officer=reader, report=report, agency="dlh", reason="x", now=LATER
            ),
        }
        for attempt in tries.values():
            with pytest.raises(NotAllowed):
                attempt()
    assert last_event(report).kind == "report_routed"


def test_another_dinas_finds_no_such_report() -> None:
    with db.transaction() as tx:
        stranger, report = people.officer(tx, agency="dlh"), reports.filed(tx)
        with pytest.raises(NotFound, match="laporan_tidak_ada"):
            work.answer(tx, officer=stranger, report=report, text="x", now=LATER)
        work.answer(tx, officer=people.officer(tx), report=report, text="x", now=LATER)


def test_another_category_moves_the_report_to_its_owner_with_a_new_term() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx, needs_review=True, confidence=0.3)
        work.change_category(
            tx,
            officer=officer,
            report=report,
            category="sampah",
            reason="Ini sampah.",
            now=NOW + timedelta(days=1),
        )
        assert (report.category_code, report.category_by, report.needs_review) == ("sampah", "petugas", False)
        assert report.agency_code == "dlh"
        assert report.resolve_due == NOW + timedelta(days=3, hours=7)  # Tuesday + 2 working days, 16.00 WIB
        with pytest.raises(NotFound):  # it left this dinas' queue
            work.note(tx, officer=officer, report=report, text="x", now=LATER)
    event = last_event(report)
    assert event.data == {"category_from": "jalan_rusak", "category": "sampah", "from_agency": "dbmsda"}
    assert (event.agency_code, why(event)) == ("dlh", "Ini sampah.")
    assert told(report)[-1] == (
        "notice-category",
        {"category": "Sampah dan kebersihan", "agency": "Dinas Lingkungan Hidup"},
    )


def test_another_category_of_the_same_dinas_counts_from_the_filing() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.change_category(tx, officer=officer, report=report, category="pju", now=NOW + timedelta(days=1))
        assert report.agency_code == "dbmsda"
        assert report.resolve_due == NOW + timedelta(days=3, hours=7)  # Monday + 3 working days


def test_kelurahan_matters_go_to_the_local_office() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.change_category(tx, officer=officer, report=report, category="pelayanan_kelurahan", now=LATER)
        assert report.agency_code == f"kel-{KRANJI}"


def test_a_category_of_an_outside_body_refers_and_coming_back_takes_up_the_work() -> None:
    with db.transaction() as tx:
        operator, report = people.officer(tx, "operator", "poc"), reports.filed(tx)
        work.change_category(tx, officer=operator, report=report, category="listrik", now=LATER)
        assert (report.agency_code, report.status) == ("pln", "dirujuk")
        work.change_category(tx, officer=operator, report=report, category="pju", now=LATER)
        assert (report.agency_code, report.status) == ("dbmsda", "diproses")
    assert last_event(report).data["to"] == "diproses"


def test_confirming_a_doubtful_category_clears_the_doubt_without_a_word_to_the_resident() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx, needs_review=True)
        due = report.resolve_due
        work.change_category(tx, officer=officer, report=report, category="jalan_rusak", now=LATER)
        assert (report.needs_review, report.resolve_due, report.category_by) == (False, due, "petugas")
        with pytest.raises(Refused, match="kategori_sama"):
            work.change_category(tx, officer=officer, report=report, category="jalan_rusak", now=LATER)
    assert told(report) == []
    assert last_event(report).kind == "report_category"


def test_an_unknown_category_is_refused() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        with pytest.raises(BadInput, match="kategori_tidak_ada"):
            work.change_category(tx, officer=officer, report=report, category="entah", now=LATER)
        assert report.category_code == "jalan_rusak"


def test_forwarding_hands_over_with_the_reason_and_keeps_the_promise() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        dues = report.first_answer_due, report.resolve_due
        work.forward(tx, officer=officer, report=report, agency="dishub", reason="Soal rambu.", now=LATER)
        assert (report.agency_code, report.status) == ("dishub", "menunggu")
        assert (report.first_answer_due, report.resolve_due) == dues
    event = last_event(report)
    assert event.data == {"from_agency": "dbmsda", "to_agency": "dishub"}
    assert told(report) == [
        (
            "notice-forwarded",
            {
                "from_agency": "Dinas Bina Marga dan Sumber Daya Air",
                "agency": "Dinas Perhubungan",
                "reason": "Soal rambu.",
            },
        )
    ]


@pytest.mark.parametrize("start", [Status.MENUNGGU, Status.DIPROSES, Status.MENUNGGU_WARGA])
def test_forwarding_outside_refers_in_one_event_and_tells_how_to_reach_them(start: Status) -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        if start is not Status.MENUNGGU:
            work.change_status(tx, officer=officer, report=report, to=start, reason="", now=NOW)
        work.forward(tx, officer=officer, report=report, agency="pln", reason="Kabel PLN.", now=LATER)
        assert (report.status, report.agency_code, report.paused_at) == ("dirujuk", "pln", None)
    assert last_event(report).data["to"] == "dirujuk"
    assert told(report)[-1][1]["reason"].endswith("123.")
    with db.reading() as session:
        at_later = [e for e in events.of_report(session, report.id) if e.at == LATER]
        assert [event.kind for event in at_later] == ["report_forwarded"]


@pytest.mark.parametrize(
    ("agency", "reason", "error", "code"),
    [
        ("dlh", " ", BadInput, "perlu_alasan"),
        ("entah", "x", BadInput, "instansi_tidak_ada"),
        ("kelurahan", "x", BadInput, "instansi_tidak_ada"),
        ("dbmsda", "x", Refused, "sudah_di_sana"),
    ],
)
def test_a_forwarding_that_makes_no_sense_is_refused(
    agency: str, reason: str, error: type[Refused], code: str
) -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        with pytest.raises(error, match=code):
            work.forward(tx, officer=officer, report=report, agency=agency, reason=reason, now=LATER)
        assert report.agency_code == "dbmsda"
    assert told(report) == []


def test_an_ended_report_is_neither_forwarded_nor_put_into_another_category() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx)
        work.change_status(tx, officer=officer, report=report, to=Status.SELESAI, reason="Beres.", now=LATER)
        with pytest.raises(Refused, match="sudah_berakhir"):
            work.forward(tx, officer=officer, report=report, agency="dlh", reason="x", now=LATER)
        with pytest.raises(Refused, match="sudah_berakhir"):
            work.change_category(tx, officer=officer, report=report, category="pju", now=LATER)
        assert (report.agency_code, report.category_code) == ("dbmsda", "jalan_rusak")
