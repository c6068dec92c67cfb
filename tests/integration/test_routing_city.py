"""The first configuration: complete, repeatable, noticed when it changes."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import holidays
import pytest
from sqlalchemy import func, select

from nlu.gazetteer import regions
from routing.city import catalogue as catalogues
from routing.city.catalogue import Catalogue, catalogue
from routing.city.loading import load_city
from routing.delivered import CITY
from routing.domain.deadlines import Term, Unit
from routing.domain.lifecycle import Status
from routing.domain.questions import BadQuestions
from routing.reports.filing import NewReport, file_report
from storage import db
from storage.models import Agency, Area, Category, Holiday, Setting
from tests.factories.city import KRANJI, NOW
from tests.factories.queries import counted


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        load_city(tx, CITY, now=NOW)


def read() -> Catalogue:
    with db.reading() as session:
        return catalogue(session)


def sizes() -> list[int]:
    with db.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Agency, Category, Area, Holiday, Setting)
        ]


def test_the_city_has_its_44_categories_12_kecamatan_and_56_kelurahan() -> None:
    found = read()
    assert len(found.categories) == 44
    assert len(found.kelurahan) == 56
    assert len({area.kecamatan for area in found.kelurahan.values()}) == 12
    assert all(-6.4 < area.lat < -6.17 and 106.89 < area.lon < 107.05 for area in found.kelurahan.values())
    assert all(area.postal_code.startswith("17") for area in found.kelurahan.values())


def test_every_category_has_an_agency_that_can_answer_in_every_kelurahan() -> None:
    found = read()
    for category in found.categories:
        for kelurahan in (*found.kelurahan, None):
            assert found.jurisdiction(category, kelurahan).agency.active


def test_kelurahan_services_belong_to_the_local_office() -> None:
    found = read()
    assert found.jurisdiction("pelayanan_kelurahan", KRANJI).agency.name == "Kelurahan Kranji"
    assert found.jurisdiction("pelayanan_kelurahan", None).agency.code == "poc"
    assert found.agency_of("pelayanan_kelurahan").name == "Kelurahan setempat"
    assert found.agency_of("pelayanan_kelurahan", KRANJI).name == "Kelurahan Kranji"
    assert found.agency_of("sampah").code == "dlh"


def test_what_is_not_the_citys_says_how_to_reach_its_owner() -> None:
    found = read()
    for category in ("listrik", "keamanan", "pertanahan"):
        owner = found.jurisdiction(category, KRANJI)
        assert owner.referred
        assert owner.agency.contact.endswith(".")
    assert all(agency.contact for agency in found.agencies.values() if agency.kind == "external")


def test_no_term_is_longer_than_the_national_ones() -> None:
    for info in read().categories.values():
        longest = Term(60, Unit.HARI_KERJA) if info.resolve.unit is Unit.HARI_KERJA else Term(72, Unit.JAM)
        assert info.resolve.amount <= longest.amount
        assert info.first_answer.amount <= (3 if info.first_answer.unit is Unit.HARI_KERJA else 4)


def test_a_cry_for_help_is_due_within_hours_whatever_its_category() -> None:
    terms = read().terms("jalan_rusak", emergency="kecelakaan", start=NOW)
    assert (terms.resolve_due - NOW).total_seconds() == 24 * 3600
    assert (terms.first_answer_due - NOW).total_seconds() == 3600
    assert (terms.first.unit, terms.end.unit) == (Unit.JAM, Unit.JAM)
    assert read().terms("jalan_rusak", emergency=None, start=NOW).end.unit is Unit.HARI_KERJA


def test_every_status_has_a_name_people_read() -> None:
    found = read()
    names = {status: found.status_name(status) for status in Status}
    assert len(set(names.values())) == len(Status)
    assert not any(name == status.value for status, name in names.items())
    assert found.city_name == "Kota Bekasi"
    assert found.number_prefix == "BKS"


def test_national_holidays_and_cuti_bersama_are_days_off() -> None:
    calendar = read().calendar
    assert not calendar.is_working(date(2026, 8, 17))
    assert not calendar.is_working(date(2026, 12, 24))  # cuti bersama
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2026, 11, 23))


def test_loading_again_adds_nothing_and_keeps_the_panels_changes() -> None:
    before, version = sizes(), read().version
    with db.transaction() as tx:
        tx.get_one(Agency, "dlh").name = "Dinas Lingkungan"
        tx.get_one(Category, "sampah").resolve_amount = 1
        catalogues.changed(tx)
    with db.transaction() as tx:
        load_city(tx, CITY, now=NOW)
    assert sizes() == before
    found = read()
    assert found.version != version
    assert found.agencies["dlh"].name == "Dinas Lingkungan"
    assert found.categories["sampah"].resolve.amount == 1


def test_a_start_in_a_later_year_brings_its_holidays() -> None:
    with db.transaction() as tx:
        load_city(tx, CITY, now=datetime(2028, 1, 3, tzinfo=UTC))
    assert not read().calendar.is_working(date(2028, 8, 17))


def test_a_decree_in_mid_year_reaches_the_calendar_and_a_moved_day_is_a_working_day_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, first, moved = holidays.country_holidays, date(2027, 5, 20), date(2027, 5, 21)

    def before_the_decree(country: str, **how: Any) -> dict[date, str]:
        found = dict(real(country, **how))
        if how["categories"] == ("government",):
            return {day: name for day, name in found.items() if day.year != 2027}
        return {moved if day == first else day: name for day, name in found.items()}

    with db.transaction() as tx:
        monkeypatch.setattr(holidays, "country_holidays", before_the_decree)
        load_city(tx, CITY, now=NOW.replace(month=8))
        assert not catalogue(tx).calendar.is_working(moved)
    with db.transaction() as tx:
        monkeypatch.setattr(holidays, "country_holidays", real)
        load_city(tx, CITY, now=NOW.replace(month=12))
    with db.reading() as session:
        days = set(session.scalars(select(Holiday.day)))
    assert {day for day in days if day.year == 2027} == set(
        real("ID", years=[2027], categories=("public", "government"))
    )
    assert read().calendar.is_working(moved)


def test_the_citys_own_days_off_are_added_from_its_settings(tmp_path: Path) -> None:
    folder = shutil.copytree(CITY, tmp_path / "city")
    settings = folder / "settings.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("extra: {}", "extra: {'2027-06-23': Pemilihan wali kota}"), "utf-8")
    with db.transaction() as tx:
        load_city(tx, folder, now=NOW)
    with db.reading() as session:
        assert session.get_one(Holiday, date(2027, 6, 23)).kind == "kota"
    assert not read().calendar.is_working(date(2027, 6, 23))


def test_a_category_added_as_the_guide_says_takes_reports(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "add-a-category.md").read_text("utf-8")
    row = next(line for line in guide.splitlines() if line.startswith("halte_rusak,"))
    folder = shutil.copytree(CITY, tmp_path / "city")
    with (folder / "categories.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    with db.transaction() as tx:
        load_city(tx, folder, now=NOW)
        draft = NewReport("Atap halte depan sekolah jebol.", "halte_rusak")
        filed = file_report(tx, draft, person=None, channel="web", now=NOW)
    assert filed.agency_name == "Dinas Perhubungan"


def test_files_that_bring_nothing_new_leave_the_version_as_it_is(tmp_path: Path) -> None:
    version = read().version
    folder = shutil.copytree(CITY, tmp_path / "city")
    (folder / "catatan.txt").write_text("berkas tambahan")
    with db.transaction() as tx:
        load_city(tx, folder, now=NOW)
    assert read().version == version


def test_new_outlines_replace_the_old_ones_at_the_next_start(tmp_path: Path) -> None:
    folder = shutil.copytree(CITY, tmp_path / "city")
    outlines = json.loads((folder / "outlines.geojson").read_text("utf-8"))
    moved = outlines["features"][0]["properties"]
    moved["lat"] = -6.3
    (folder / "outlines.geojson").write_text(json.dumps(outlines), "utf-8")
    with db.transaction() as tx:
        load_city(tx, folder, now=NOW)
    assert read().kelurahan[moved["code"]].lat == -6.3
    with db.transaction() as tx:
        load_city(tx, folder, now=NOW)
    assert len(read().kelurahan) == 56


def test_an_unchanged_configuration_costs_one_query() -> None:
    with db.reading() as session:
        first = catalogue(session)
    with db.reading() as session, counted() as statements:
        assert catalogue(session) is first
        assert catalogue(session) is first
    assert len(statements) == 1


def questions_of(code: str) -> list[str]:
    return [question.key for question in read().categories[code].questions]


def test_questions_come_with_the_first_start_and_then_belong_to_the_panel() -> None:
    assert questions_of("pju") == ["nomor_tiang"]
    with db.transaction() as tx:
        tx.get_one(Category, "pju").questions = []
        tx.get_one(Category, "parkir").questions = [{"key": "warna", "ask": "Warna apa?"}]
        catalogues.changed(tx)
    with db.transaction() as tx:
        load_city(tx, CITY, now=NOW.replace(year=2028))
    assert (questions_of("pju"), questions_of("parkir")) == ([], ["warna"])


def test_a_city_set_up_before_there_were_questions_gets_them() -> None:
    with db.transaction() as tx:
        for category in tx.scalars(select(Category)):
            category.questions = []
        tx.delete(tx.get_one(Setting, "questions_loaded"))
        tx.delete(tx.get_one(Setting, "city_loaded"))
    with db.transaction() as tx:
        load_city(tx, CITY, now=NOW)
    assert questions_of("banjir_genangan") == ["tinggi_air", "keadaan_air"]


def test_a_city_may_ask_nothing_and_a_question_that_cannot_be_asked_stops_the_start(tmp_path: Path) -> None:
    folder = shutil.copytree(CITY, tmp_path / "kota")
    (folder / "questions.yml").write_text("sampah: [{key: X, ask: '?'}]", "utf-8")
    with pytest.raises(BadQuestions), db.transaction() as tx:
        load_city(tx, folder, now=NOW)
    (folder / "questions.yml").unlink()
    with db.transaction() as tx:
        load_city(tx, folder, now=NOW)
    assert questions_of("sampah") == []


def test_rules_and_neighbours_name_agencies_there_are() -> None:
    found = read()
    external = {code for code, agency in found.agencies.items() if agency.kind == "external"}
    rules = found.settings.elsewhere
    assert {rule.agency for rule in rules} <= external
    assert {code for rule in rules for code in rule.categories} <= found.categories.keys()
    assert set(found.settings.neighbours.values()) <= external
    assert set(found.settings.neighbours) <= set(regions().values())
    assert found.settings.office_matters | found.settings.flood_matters <= found.categories.keys()
    assert all(agency.contact for code, agency in found.agencies.items() if code in external)


def test_kinds_of_danger_that_a_later_release_hears_are_added_and_the_citys_own_stay() -> None:
    with db.transaction() as tx:
        row = tx.scalars(select(Setting).where(Setting.key == "dangers")).one()
        kinds = {kind: told for kind, told in row.value["kinds"].items() if kind != "gawat_medis"}
        kinds["gigitan"] = {**kinds["gigitan"], "dial": "112", "numbers": ["112"]}
        row.value = {**row.value, "kinds": kinds}
        tx.scalars(select(Setting).where(Setting.key == "city_loaded")).one().value = {"value": ""}
    with db.transaction() as tx:
        load_city(tx, CITY, now=NOW)
    kinds = read().settings.dangers["kinds"]
    assert kinds["gawat_medis"]["dial"] == "119"
    assert kinds["gigitan"]["dial"] == "112"
