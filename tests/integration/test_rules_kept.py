"""The city's rules at work: what decided is kept, the kelurahan's time runs out, a version is saved."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from routing.city import config_versions, rule_versions, rule_watch
from routing.city.catalogue import catalogue, changed
from routing.city.loading import load_city
from routing.delivered import CITY
from routing.domain.lifecycle import Status
from routing.domain.rule_book import write
from routing.domain.rule_fields import BadRules
from routing.errors import BadInput, Refused
from routing.reports import explaining, housekeeping, officers_work
from routing.reports.correcting import correct
from storage import db, events
from storage.models import Agency, ConfigVersion, Event, Officer, Outbox, Report, RoutingDecision, RuleDraft
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, NOW

GANG = "Jalan gang amblas di belakang musala, motor susah lewat."


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def admin(tx: Session, name: str = "adminaturan") -> Officer:
    found = tx.scalars(select(Officer).where(Officer.username == name)).one_or_none()
    if found is None:
        found = Officer(username=name, name=name.title(), role="admin", password_hash="x", created_at=NOW)
        tx.add(found)
        tx.flush()
    return found


def document(tx: Session) -> dict[str, Any]:
    return write(catalogue(tx).rules.book)


def saved(change: Callable[[dict[str, Any]], Any], why: str = "uji coba") -> int:
    """A new version, the present one changed."""
    with db.transaction() as tx:
        wanted = document(tx)
        change(wanted)
        rule_versions.change(tx, admin(tx), wanted, now=NOW)
        return rule_versions.save(tx, admin(tx), why, now=NOW)


def decision(report: Report) -> RoutingDecision:
    with db.reading() as session:
        return session.get_one(RoutingDecision, report.id)


def filed(**fields: Any) -> Report:
    with db.transaction() as tx:
        return reports.filed(tx, **fields)


def test_a_report_keeps_which_rule_decided_and_what_was_compared() -> None:
    report = filed(text=GANG)
    kept = decision(report)
    assert (report.agency_code, kept.rule, kept.version, kept.why) == (
        f"kel-{KRANJI}", "jalan_gang", 1, "menurut_aturan",
    )  # fmt: skip
    assert (kept.facts["category"], kept.facts["kelurahan"], kept.facts["words"]) == (
        "jalan_rusak",
        KRANJI,
        ["gang amblas", "jalan gang"],
    )
    assert GANG not in str(kept.facts)
    with db.reading() as session:
        routed = events.of_report(session, report.id)[-1]
        assert (routed.kind, routed.data["rule"], routed.data["version"]) == (
            "report_routed",
            "jalan_gang",
            1,
        )
        told = "\n".join(explaining.lines(session, report))
    assert "Kelurahan Kranji karena aturan 5, “Jalan gang” (versi 1), cocok." in told
    assert "“Jalan tol”: laporan tidak menyebut jalan itu" in told
    assert "laporan diteruskan ke Dinas Bina Marga dan Sumber Daya Air" in told
    assert "Tenggat: tanggapan pertama 26 November 2026 pukul 16.00 WIB" in told


def test_a_national_road_is_told_whose_it_is_and_one_beside_it_stays_the_citys() -> None:
    there = filed(text="Lubang dalam di Jl. Jend. Sudirman arah stasiun")
    assert (there.agency_code, there.status) == ("jalan_nasional", "dirujuk")
    beside = filed(text="Lubang dalam di jalan kecil di belakang Jl Sudirman")
    assert (beside.agency_code, beside.unit_code) == ("dbmsda", "dbmsda_bina_marga")


def test_no_rule_hands_a_complaint_to_the_office_it_accuses() -> None:
    saved(
        lambda doc: doc["rules"].insert(0, {"code": "semua", "name": "Semua", "then": {"agency": "dbmsda"}})
    )
    assert filed(text="Lampu jalan mati", category="pju").agency_code == "dbmsda"
    bribe = filed(text="Petugas DBMSDA minta uang rokok 50 ribu untuk memperbaiki jalan")
    assert (bribe.agency_code, decision(bribe).why) == ("inspektorat", "diadukan")


def _until(report: Report) -> datetime:
    due = decision(report).next_due
    assert due is not None
    return due


def test_what_the_kelurahan_leaves_becomes_the_dinas_s_once_and_the_resident_is_told() -> None:
    report = filed(text=GANG)
    due = _until(report)
    assert due == datetime(2026, 11, 26, 9, tzinfo=UTC)  # the third closing after Monday's
    awake = (due + timedelta(days=1)).replace(hour=3)
    for now in (due - timedelta(hours=2), awake, awake + timedelta(hours=1)):
        with db.transaction() as tx:
            housekeeping.run(tx, now=now)
        with db.reading() as session:
            at = session.get_one(Report, report.id)
            told = session.scalar(select(func.count()).where(Outbox.key == "notice-forwarded"))
        assert (at.agency_code, told) == ((f"kel-{KRANJI}", 0) if now < due else ("dbmsda", 1))
    assert at.unit_code == "dbmsda_bina_marga"
    assert decision(report).next_due is None
    with db.reading() as session:
        story = [(e.kind, e.actor) for e in events.of_report(session, report.id)]
    assert story == [("report_filed", "warga"), ("report_routed", "sistem"), ("report_forwarded", "sistem")]


def _answer(tx: Session, report: Report) -> None:
    lurah = people.officer(tx, role="lurah", agency=f"kel-{KRANJI}")
    officers_work.change_status(tx, officer=lurah, report=report, to=Status.DIPROSES, reason="", now=NOW)


def _accuse(tx: Session, report: Report) -> None:
    report.status = Status.DITARIK


@pytest.mark.parametrize("deed", [_answer, _accuse])
def test_what_was_taken_up_or_ended_in_time_stays(deed: Callable[[Session, Report], None]) -> None:
    report = filed(text=GANG)
    with db.transaction() as tx:
        deed(tx, tx.get_one(Report, report.id))
    with db.transaction() as tx:
        housekeeping.run(tx, now=(_until(report) + timedelta(days=1)).replace(hour=3))
    with db.reading() as session:
        assert session.get_one(Report, report.id).agency_code == f"kel-{KRANJI}"
        assert session.scalars(select(Outbox.key).where(Outbox.key == "notice-forwarded")).all() == []


def test_a_gone_agency_switches_its_rules_off_says_so_once_and_the_next_decides() -> None:
    def use(active: bool) -> None:
        with db.transaction() as tx:
            tx.get_one(Agency, "jalan_nasional").active = active
            changed(tx)
        for _ in range(2):
            with db.transaction() as tx:
                rule_watch.watch(tx, now=NOW)

    use(False)
    with db.reading() as session:
        assert rule_watch.off(session) == {"jalan_nasional": "instansi:jalan_nasional"}
    report = filed(text="Lubang di Jl. Jend. Sudirman")
    assert (report.agency_code, decision(report).rule) == ("dbmsda", "jalan_dan_jembatan")
    assert decision(report).gone == {"jalan_nasional": "instansi:jalan_nasional"}
    use(True)
    with db.reading() as session:
        assert rule_watch.off(session) == {}
        kinds = session.scalars(
            select(Event.kind).where(Event.kind.startswith("rule_")).order_by(Event.seq)
        ).all()
        told = "\n".join(explaining.lines(session, report))
    assert kinds == ["rule_off", "rule_on"]
    assert "“Jalan nasional”: tidak berlaku karena instansi" in told, "told as it was then"


def test_a_version_has_who_and_why_and_an_earlier_one_comes_back() -> None:
    assert saved(lambda doc: doc["rules"].clear(), "semua menurut kategori") == 2
    assert decision(filed(text=GANG)).why == "menurut_kategori"
    with db.transaction() as tx:
        rule_versions.restore(tx, admin(tx), 1, now=NOW)
        assert rule_versions.save(tx, admin(tx), "kembali", now=NOW) == 3
    assert decision(filed(text=GANG)).rule == "jalan_gang"
    with db.reading() as session:
        told = [
            (row.version, row.why, name, row.restored_from) for row, name in rule_versions.versions(session)
        ]
        last = session.scalars(
            select(Event).where(Event.kind == "rules_saved").order_by(Event.seq.desc())
        ).first()
        assert last is not None
        assert events.reason_of(session, last.seq) == "kembali"
    assert told == [
        (3, "kembali", "Adminaturan", 1), (2, "semua menurut kategori", "Adminaturan", None),
        (1, rule_versions.FIRST, "", None),
    ]  # fmt: skip


def test_of_two_who_change_the_rules_the_second_is_told_and_nothing_is_lost() -> None:
    with db.transaction() as tx:
        for name in ("adminsatu", "admindua"):
            rule_versions.change(tx, admin(tx, name), {"rules": []}, now=NOW)
        rule_versions.save(tx, admin(tx, "adminsatu"), "kosong", now=NOW)
    with pytest.raises(Refused) as refused, db.transaction() as tx:
        rule_versions.save(tx, admin(tx, "admindua"), "kosong juga", now=NOW)
    assert refused.value.code == "aturan_sudah_diubah"
    with db.reading() as session:
        assert config_versions.newest(session, "aturan")[0] == 2
        assert session.scalar(select(func.count()).select_from(RuleDraft)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda doc: doc["rules"][0]["then"].update(agency="dinas_ajaib"), "“dinas_ajaib” tidak ada"),
        (
            lambda doc: doc["rules"][0]["when"].update(kelurahan=["32.75.99.1001"]),
            "“32.75.99.1001” tidak ada",
        ),
        (lambda doc: doc["rules"][0]["when"].update(area=["entah"]), "kawasan “entah” tidak ada"),
        (lambda doc: doc["rules"][0]["then"].update(agency="dlh", unit="dbmsda_sda"), "bukan bagian dari"),
        (lambda doc: doc["units"].append({"code": "x", "agency": "ajaib", "name": "X"}), "“ajaib” tidak ada"),
    ],
)
def test_what_is_not_there_is_a_sentence_and_nothing_is_changed(
    change: Callable[[dict[str, Any]], Any], said: str
) -> None:
    with pytest.raises(BadRules, match=said):
        saved(change)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(RuleDraft)) == 0
        assert catalogue(session).rules.version == 1


def test_a_version_needs_a_reason_and_a_change() -> None:
    with pytest.raises(BadInput, match="perlu_alasan_aturan"):
        saved(lambda doc: None, "  ")
    with pytest.raises(Refused, match="tidak_ada_perubahan"), db.transaction() as tx:
        rule_versions.save(tx, admin(tx), "tanpa apa-apa", now=NOW)
    with pytest.raises(BadInput, match="versi_aturan_tidak_ada"), db.transaction() as tx:
        rule_versions.restore(tx, admin(tx), 99, now=NOW)


def test_a_report_that_is_said_to_be_of_another_kind_is_looked_at_by_a_person() -> None:
    with db.transaction() as tx:
        person = people.person(tx)
        report = reports.filed(tx, text=GANG, by=person)
        report.needs_review = False
        correct(tx, report.number, person=person, new="gang itu", category=report.category_code, now=NOW)
        assert not report.needs_review
        correct(tx, report.number, person=person, new="sampah numpuk", category="sampah", now=NOW)
        assert report.needs_review


def test_a_corrected_place_is_decided_anew_while_nobody_has_taken_it_up() -> None:
    with db.transaction() as tx:
        person = people.person(tx)
        report = reports.filed(tx, text=GANG, by=person)
        correct(
            tx,
            report.number,
            person=person,
            new="Margahayu",
            place="Margahayu",
            kelurahan=city.MARGAHAYU,
            now=NOW,
        )
    assert (report.agency_code, decision(report).facts["kelurahan"]) == (
        f"kel-{city.MARGAHAYU}",
        city.MARGAHAYU,
    )


def test_another_category_is_decided_by_the_rules_as_well() -> None:
    with db.transaction() as tx:
        report = reports.filed(tx, category="sampah")
        operator = people.officer(tx, role="operator", agency="poc")
        officers_work.change_category(tx, officer=operator, report=report, category="drainase", now=NOW)
    assert (report.agency_code, report.unit_code) == ("dbmsda", "dbmsda_sda")
    assert decision(report).rule == "air_dan_saluran"


def test_a_report_older_than_the_rules_is_explained_as_such() -> None:
    report = filed(text=GANG)
    with db.transaction() as tx:
        tx.delete(tx.get_one(RoutingDecision, report.id))
        told = "\n".join(explaining.lines(tx, report))
    assert "lebih tua daripada catatan aturan" in told


def test_another_city_brings_its_own_rules_or_none(tmp_path: Path) -> None:
    for path in CITY.iterdir():
        if path.name not in ("rules.yml", "roads.csv", "units.csv"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with db.transaction() as tx:
        tx.execute(delete(ConfigVersion).where(ConfigVersion.section == "aturan"))
        changed(tx)
        load_city(tx, tmp_path, now=NOW)
        assert catalogue(tx).rules.version == 0
        assert reports.filed(tx, text=GANG).agency_code == "dbmsda"
    (tmp_path / "rules.yml").write_text("rules: [{code: a, name: A, then: {agency: dlh}}]")
    with db.transaction() as tx:
        load_city(tx, tmp_path, now=NOW)
    with db.transaction() as tx:
        assert reports.filed(tx, text=GANG).agency_code == "dlh"
    (tmp_path / "rules.yml").write_text("rules: [{code: a, name: A, then: {agency: ajaib}}]")
    with db.transaction() as tx:
        load_city(tx, tmp_path, now=NOW)  # the file is the city's first word only
        assert catalogue(tx).rules.version == 1
