"""A report's dates: what gives them, what changes them, and what an officer may move them to."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing import figures
from routing.city import config_versions, deadline_versions
from routing.city.catalogue import DEADLINES, catalogue
from routing.domain.lifecycle import Status
from routing.domain.rule_fields import BadRules
from routing.errors import BadInput, NotAllowed, Refused
from routing.reports import deadline_reasons, explaining, moving, urgency
from routing.reports import officers_work as work
from storage import db, events
from storage.models import Officer, Outbox, Report, Support
from tests.factories import city, people, reports
from tests.factories.city import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
END = NOW + 3 * DAY + 7 * HOUR  # a street light: Thursday at the closing
STRICT = {"code": "pju_tinggi", "category": ["pju"], "band": "tinggi", "first": "2 jam kerja",
          "end": "1 hari kerja"}  # fmt: skip


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def save(tx: Session, base: int = 1, why: str = "dicoba", **sections: Any) -> int:
    admin = people.officer(tx, role="admin", agency=None)
    return deadline_versions.change(
        tx, admin, lambda document: document | sections, base=base, why=why, now=NOW
    )  # fmt: skip


def moved(tx: Session, officer: Officer, report: Report, day: int, **more: Any) -> Report:
    told: dict[str, Any] = {"cause": "cuaca", "words": "Hujan tiap sore.", "now": NOW} | more
    return moving.move_end(tx, officer=officer, report=report, day=date(2026, 11, day), **told)


def test_a_report_tells_which_row_gave_its_dates() -> None:
    with db.transaction() as tx:
        plain = reports.filed(tx, category="pju")
        assert plain.resolve_due == END
        save(tx, rows=[{**STRICT, "band": ""}], days=[{"day": "2026-11-24", "name": "Hari kota"}])
        strict = reports.filed(tx, category="pju")
        assert strict.resolve_due == NOW + 2 * DAY + 7 * HOUR  # the Tuesday is off
        first, end = deadline_reasons.reasons(tx, strict)
        assert end.sentences[0].startswith(
            "1 hari kerja menurut baris untuk Lampu jalan (PJU) (tenggat versi 2)"
        )
        assert "Libur yang dilewati: 24-11 Hari kota." in end.sentences
        assert first.sentences[0].startswith("2 jam kerja")
        told = "\n".join(explaining.lines(tx, plain))
        assert "3 hari kerja menurut kategori Lampu jalan (PJU), sejak 23 November 2026" in told


def test_more_urgency_brings_the_dates_nearer_from_now_on_and_never_farther() -> None:
    with db.transaction() as tx:
        save(
            tx,
            rows=[
                STRICT,
                {"code": "longgar", "category": ["sampah"], "band": "tinggi", "end": "90 hari kerja"},
            ],
        )
        report, other = reports.filed(tx, category="pju"), reports.filed(tx, category="sampah")
        before = other.resolve_due
        for one in (report, other):
            one.facts = {**one.facts, "victims": True}
            urgency.refresh(tx, one, now=NOW + DAY)
        assert report.resolve_due == NOW + 2 * DAY + 7 * HOUR
        assert report.first_answer_due == NOW + DAY + 2 * HOUR
        assert other.resolve_due == before
        report.facts = {}
        urgency.refresh(tx, report, now=NOW + DAY)
        assert report.resolve_due == NOW + 2 * DAY + 7 * HOUR
    with db.reading() as session:
        kinds = [event.kind for event in events.of_report(session, report.id)]
        assert kinds.count("deadline_nearer") == 2
        assert "Dimajukan dari" in "\n".join(explaining.lines(session, report))


def test_a_moved_date_is_told_written_down_and_counted_as_moved() -> None:
    with db.transaction() as tx:
        officer, report = people.officer(tx), reports.filed(tx, category="pju")
        friend = people.person(tx)
        tx.add(Support(report_id=report.id, person_id=friend.id, created_at=NOW, wrote=False))
        report.supporters = 1
        moved(tx, officer, report, 30)
        assert (report.resolve_due, report.moved) == (datetime.fromisoformat("2026-11-30T09:00+00:00"), 1)
        rows = tx.scalars(select(Outbox).order_by(Outbox.id)).all()
        assert [row.key for row in rows] == ["notice-moved", "notice-supporter-moved"]
        assert rows[0].args["reason"] == "Cuaca belum memungkinkan pekerjaannya. Hujan tiap sore."
        work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="x", now=NOW + DAY
        )  # fmt: skip
    with db.reading() as session:
        found = figures.by_agency(session, since=NOW - DAY, now=NOW + DAY)
        assert [line.promises for line in found if line.code == "dbmsda"] == [figures.Promises(0, 1, 0)]
        event = next(e for e in events.of_report(session, report.id) if e.kind == "deadline_moved")
        assert (event.data["cause"], events.reason_of(session, event.seq)) == ("cuaca", "Hujan tiap sore.")


@pytest.mark.parametrize(
    ("role", "day", "more", "refused", "code"),
    [
        ("petugas", 26, {}, BadInput, "tanggal_mundur_salah"),
        ("petugas", 28, {}, BadInput, "tanggal_libur"),
        ("petugas", 30, {"cause": "malas"}, BadInput, "alasan_mundur_tidak_ada"),
        ("petugas", 30, {"words": "x" * 4000}, BadInput, "teks_terlalu_panjang"),
        ("lurah", 30, {}, Refused, "laporan_tidak_ada"),
        ("pimpinan", 30, {}, NotAllowed, "tidak_berwenang"),
    ],
)
def test_what_may_not_be_moved_stays(
    role: str, day: int, more: dict[str, Any], refused: type[Refused], code: str
) -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, category="pju")
        officer = people.officer(tx, role=role, agency="dlh" if role == "lurah" else "dbmsda")
        with pytest.raises(refused) as told:
            moved(tx, officer, report, day, **more)
        assert (told.value.code, report.resolve_due, report.moved) == (code, END, 0)


def test_each_role_moves_as_far_and_as_often_as_its_limits_say() -> None:
    with db.transaction() as tx:
        petugas, kepala = people.officer(tx), people.officer(tx, role="kepala")
        report = reports.filed(tx, category="pju")
        room = moving.room(tx, petugas, report, now=NOW)
        assert room is not None
        assert (room.first, room.last, room.times) == (date(2026, 11, 27), date(2026, 12, 1), 1)
        with pytest.raises(NotAllowed) as far:
            moving.move_end(
                tx, officer=petugas, report=report, day=date(2026, 12, 2), cause="cuaca", words="", now=NOW
            )
        assert far.value.code == "tanggal_terlalu_jauh"
        moved(tx, petugas, report, 27)
        assert moving.room(tx, petugas, report, now=NOW) is None
        with pytest.raises(NotAllowed) as often:
            moved(tx, petugas, report, 30)
        assert often.value.code == "sudah_terlalu_sering"
        assert moved(tx, kepala, report, 30).moved == 2
        work.ask(tx, officer=petugas, report=report, text="Di sebelah mana?", now=NOW)
        with pytest.raises(Refused, match="jam_tidak_berjalan"):
            moved(tx, kepala, report, 30)


def test_two_who_change_the_deadlines_at_once_do_not_overwrite_each_other_and_all_can_be_restored() -> None:
    with db.transaction() as tx:
        assert save(tx, rows=[STRICT]) == 2
        with pytest.raises(Refused, match="pengaturan_sudah_diubah"):
            save(tx, rows=[])
        with pytest.raises(Refused, match="tidak_ada_perubahan"):
            save(tx, base=2)
        with pytest.raises(BadInput, match="perlu_alasan_aturan"):
            save(tx, base=2, why=" ", rows=[])
        with pytest.raises(BadRules, match="tidak ada"):
            save(tx, base=2, rows=[{**STRICT, "office": "tidak_ada"}])
        admin = people.officer(tx, role="admin", agency=None)
        assert deadline_versions.restore(tx, admin, 1, base=2, why="kembali", now=NOW) == 3
        assert catalogue(tx).deadlines.book.rows == ()
        told = [(row.version, row.restored_from) for row, _ in config_versions.versions(tx, DEADLINES)]
        assert told == [(3, 1), (2, None), (1, None)]
