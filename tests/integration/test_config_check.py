"""`sorot config check` finds what would leave a report with nobody, and refuses it by its exit code."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from typer.testing import CliRunner

from routing.city.catalogue import changed
from routing.reports.config_check import check
from sorot.cli import cli
from storage import db
from storage.models import Agency, Area, Category, ConfigVersion, ReadyAnswer, Setting
from tests.factories import city


@pytest.fixture
def configured(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    monkeypatch.setenv("SOROT_DATABASE_URL", sqlite_url)
    return sqlite_url


def grave() -> list[str]:
    with db.reading() as session:
        return [finding.said for finding in check(session) if finding.grave]


def test_the_city_as_shipped_leaves_nobody_out(configured: str) -> None:
    assert grave() == []
    with db.reading() as session:
        assert any("perempuan_anak" in finding.said for finding in check(session))  # nobody is named yet


@pytest.mark.parametrize(
    ("table", "key", "change", "words"),
    [
        (Agency, "poc", {"active": False}, "poc is missing or inactive"),
        (Agency, "dbmsda", {"active": False}, "jalan_rusak: its agency dbmsda"),
        (Agency, "kel-32.75.02.1002", {"active": False}, "has no active office"),
        (Agency, "bpbd", {"active": False}, "settings name agencies"),
        (Category, "lainnya", {"active": False}, "lainnya is missing or inactive"),
    ],
)  # fmt: skip
def test_what_would_leave_a_report_with_nobody_is_refused(
    configured: str, table: Any, key: str, change: dict[str, Any], words: str
) -> None:
    with db.transaction() as tx:
        row = tx.get_one(table, key)
        for name, value in change.items():
            setattr(row, name, value)
        changed(tx)
    assert any(words in said for said in grave()), grave()


def test_what_belongs_to_an_office_that_works_no_more_is_told(configured: str) -> None:
    with db.transaction() as tx:
        tx.add(ReadyAnswer(agency_code="dlh", name="Terima kasih", text="Kami catat.", updated_at=city.NOW))
        tx.get_one(Agency, "dlh").active = False
        changed(tx)
    with db.reading() as session:
        told = [finding.said for finding in check(session) if not finding.grave]
    assert "Ready answers belong to dlh, which is missing or inactive." in told


def test_the_command_says_so_and_exits_with_one(configured: str, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("SOROT_HOME", str(tmp_path))
    good = CliRunner().invoke(cli, ["config", "check"])
    assert (good.exit_code, "Nothing is refused" in good.output) == (0, True)
    with db.transaction() as tx:
        tx.get_one(Agency, "dbmsda").active = False
        changed(tx)
    bad = CliRunner().invoke(cli, ["config", "check"])
    assert (bad.exit_code, "REFUSED  jalan_rusak" in bad.output) == (1, True)
    with db.transaction() as tx:  # no deadline at all: nothing of it can be read
        tx.get_one(Category, "pju").resolve_amount = 0
        changed(tx)
    assert CliRunner().invoke(cli, ["config", "check"]).exit_code == 2


def test_inactive_categories_and_areas_by_name_are_looked_at(configured: str) -> None:
    with db.transaction() as tx:
        tx.get_one(Category, "jalan_rusak").agency_code = "dlh"
        tx.get_one(Category, "pju").active = False
        tx.get_one(Agency, "dbmsda").active = False
        assert tx.get(Area, "32.75.02.1002") is not None
        assert tx.get(Setting, "guarded") is not None
        changed(tx)
    assert not any("pju" in said for said in grave())
    assert not any(said.startswith("jalan_rusak") for said in grave())


def test_the_whole_configuration_goes_out_and_comes_back_as_a_file(
    configured: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOROT_HOME", str(tmp_path))
    file, other = tmp_path / "kota.yml", tmp_path / "lain.yml"
    assert CliRunner().invoke(cli, ["config", "export", str(file)]).exit_code == 0
    same = CliRunner().invoke(cli, ["config", "import", str(file)])
    assert (same.exit_code, same.output) == (0, "Nothing would change.\n"), same.output
    given = yaml.safe_load(file.read_text("utf-8"))
    given["instansi"] = [{"code": "dlh", "name": "Dinas Kebersihan"}]  # what it does not say stays
    given["kategori"] = [{"code": "pju", "words": ["lampu penerangan"]}]
    other.write_text(yaml.safe_dump({key: given[key] for key in ("sorot", "instansi", "kategori")}), "utf-8")
    tried = CliRunner().invoke(cli, ["config", "import", str(other), "--dry-run"])
    assert "Nama lengkap “Dinas Lingkungan Hidup” → “Dinas Kebersihan”" in tried.output
    with db.reading() as session:
        assert session.get_one(Agency, "dlh").name == "Dinas Lingkungan Hidup"
    assert CliRunner().invoke(cli, ["config", "import", str(other)]).exit_code == 0
    with db.reading() as session:
        assert session.get_one(Agency, "dlh").name == "Dinas Kebersihan"
        assert session.get_one(Agency, "dbmsda").active
        kept = session.scalars(select(ConfigVersion.section).where(ConfigVersion.version > 1))
        assert set(kept) == {"instansi", "kategori"}
    other.write_text("sorot: 1\ninstansi: [{code: dbmsda, active: false}]\n", "utf-8")
    refused = CliRunner().invoke(cli, ["config", "import", str(other)])
    assert (refused.exit_code, "yang tidak aktif" in refused.output) == (1, True)
