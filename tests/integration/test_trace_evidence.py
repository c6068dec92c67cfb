"""Bukti jejak: what a resident downloads is proved by a script that knows nothing of Sorot."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from typer.testing import CliRunner

from routing.domain.lifecycle import Status
from routing.reports import officers_work
from sorot.cli import cli
from storage import clock, db
from storage.db import transaction
from storage.models import Report
from storage.trace import daily, heads
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.fakes import site
from tests.servers import ROOT

SCRIPT = ROOT / "docs" / "bukti_jejak.py"
SECRET = site.SECRET


@pytest.fixture
def visitor(sqlite_url: str, tmp_path: Path) -> TestClient:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    app = site.make_app(tmp_path / "media")
    return TestClient(app, base_url="http://sorot.test", headers={"sec-fetch-site": "same-origin"})


@pytest.fixture
def report(visitor: TestClient) -> Report:
    """A report an officer has worked on, with a daily head in the middle of its life."""
    with transaction() as tx:
        made = reports.filed(tx)
        made.track_key = "kunci-rahasia-1"
        reports.filed(tx)
    assert daily.run(visitor.app.state.trace, SECRET, now=NOW)  # type: ignore[attr-defined]
    with transaction() as tx:
        officer = people.officer(tx)
        row = tx.get_one(Report, made.id)
        officers_work.change_status(
            tx, officer=officer, report=row, to=Status.DITOLAK, reason="Bukan jalan kota, “tol”.", now=NOW
        )  # fmt: skip
    return made


def downloaded(visitor: TestClient, report: Report) -> dict[str, Any]:
    opened = visitor.post(f"/lacak/{report.number}/kunci", json={"kunci": report.track_key})
    assert opened.status_code == 204
    answer = visitor.get(f"/lacak/{report.number}/jejak.json")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(answer.json())


def checked(tmp_path: Path, proof: dict[str, Any], *more: str) -> tuple[int, str]:
    """Run the script on a proof, as somebody without Sorot would."""
    file = tmp_path / "jejak.json"
    file.write_text(json.dumps(proof))
    ran = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file), *more], capture_output=True, text=True, cwd=tmp_path
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_a_resident_can_prove_what_was_done_without_anything_of_ours(
    visitor: TestClient, report: Report, tmp_path: Path
) -> None:
    proof = downloaded(visitor, report)
    key = heads.Signer(SECRET).public
    code, said = checked(tmp_path, proof, key)
    assert code == 0, said
    assert said.count("ok   ") == 3
    assert "signature of the head: right" in said
    assert "Bukan jalan kota, “tol”." in said
    assert checked(tmp_path, proof, "00" * 32)[0] == 1
    for spoil in (
        lambda p: p["events"][-1].update(entry=p["events"][-1]["entry"].replace("ditolak", "selesai")),
        lambda p: p["events"][-1]["words"].update(text="Sudah kami kerjakan."),
        lambda p: p["events"][0].update(path=p["events"][0]["path"][1:]),
        lambda p: p["head"].update(root="00" * 32),
        lambda p: p["head"].update(at="2027-01-01"),
    ):
        copy = json.loads(json.dumps(proof))
        spoil(copy)
        assert checked(tmp_path, copy)[0] == 1


def test_the_script_is_short_and_uses_nothing_of_ours() -> None:
    source = SCRIPT.read_text()
    assert len(source.splitlines()) <= 60
    used = set(re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE))
    assert used == {"hmac", "json", "sys", "hashlib", "cryptography"}


def test_the_evidence_is_the_reporters_alone(visitor: TestClient, report: Report) -> None:
    assert visitor.get(f"/lacak/{report.number}/jejak.json").status_code == 404
    assert visitor.get("/lacak/BKS-2611-99999/jejak.json").status_code == 404
    assert "jejak.json" not in visitor.get(f"/lacak/{report.number}").text
    downloaded(visitor, report)
    assert "jejak.json" in visitor.get(f"/lacak/{report.number}").text


def test_evidence_names_no_officer_and_no_resident(visitor: TestClient, report: Report) -> None:
    said = json.dumps(downloaded(visitor, report))
    assert "Bu Ratna" not in said
    assert "Petugas" not in said


def test_one_head_a_day_is_written_and_the_log_checked(visitor: TestClient, report: Report) -> None:
    folder = visitor.app.state.trace  # type: ignore[attr-defined]
    assert not daily.run(folder, SECRET, now=NOW + timedelta(hours=1))
    with db.engine().begin() as connection:
        connection.execute(text("UPDATE event SET actor = 'petugas:9' WHERE seq = 2"))
    assert daily.run(folder, SECRET, now=NOW + timedelta(days=1))
    assert len(heads.kept(folder)) == 2
    with db.reading() as session:
        found = daily.last(session)
    assert found is not None
    assert found.bad == 2


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a log of its own, as `sorot audit` finds it."""
    folder = tmp_path / "home"
    for name, value in {"HOME": str(folder), "TRACE_KEY": SECRET, "DATABASE_URL": ""}.items():
        monkeypatch.setenv(f"SOROT_{name}", value)
    db.configure(f"sqlite:///{folder / 'sorot.db'}")
    db.create_schema()
    with transaction() as tx:
        city.load(tx)
        for _ in range(6):
            reports.filed(tx)
    return folder


def audit(*args: str) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, ["audit", *args])
    return ran.exit_code, ran.output


def test_the_command_names_the_first_bad_event_and_a_cut_off_end(home: Path, tmp_path: Path) -> None:
    exported = tmp_path / "head.json"
    assert audit("verify")[0] == 0
    assert audit("head", "--out", str(exported))[0] == 0
    assert audit("head", "--out", str(exported))[0] == 2  # nothing is written over
    assert "1 signed heads agree" in audit("verify", "--head", str(exported))[1]
    with db.engine().begin() as connection:
        connection.execute(text("DELETE FROM event WHERE seq > 4"))
        connection.execute(text("UPDATE counter SET value = 4, peaks = NULL WHERE name = 'event'"))
    code, said = audit("verify", "--head", str(exported))
    assert code == 1
    assert said.startswith("First bad event: 5\n")
    with db.engine().begin() as connection:
        connection.execute(text("UPDATE event SET kind = 'report_closed' WHERE seq = 3"))
    code, said = audit("verify")
    assert (code, said.splitlines()[0]) == (1, "First bad event: 3")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"log": "sorot"}', "\x00", '"x"', '{"a":' * 3000])
def test_a_file_that_is_no_head_is_refused_in_a_sentence(home: Path, tmp_path: Path, content: str) -> None:
    file = tmp_path / "head.json"
    file.write_text(content)
    code, said = audit("verify", "--head", str(file))
    assert code == 2
    assert "cannot be used" in said
    assert audit("verify", "--head", str(tmp_path / "none.json"))[0] == 2


def test_a_head_that_was_changed_or_signed_by_another_is_refused(home: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "head.json", heads.Signer("another secret of thirty-two characters")
    with db.reading() as session:
        made = heads.current(session, heads.Signer(SECRET), now=clock.now())
        theirs = heads.current(session, other, now=clock.now())
    assert made is not None
    assert theirs is not None
    file.write_text(json.dumps(made.plain() | {"size": made.size + 1}))
    assert audit("verify", "--head", str(file))[0] == 2
    file.write_text(json.dumps(theirs.plain()))
    assert audit("verify", "--head", str(file))[0] == 2
    assert audit("verify", "--head", str(file), "--key", other.public)[0] == 0
