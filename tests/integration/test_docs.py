"""What the documents say is so: commands, settings, links, labels, and the recipes for backup and restore."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from sqlalchemy import select
from typer.testing import CliRunner

from routing.words import ROLE, STATUS
from sorot.cli import cli
from sorot.settings import Settings
from storage import clock, db, limits, media
from storage.models import Report
from storage.pictures import Picture
from tests.factories import city, reports
from tests.servers import ROOT, Role

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLE = (ROOT / ".env.example").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SETTINGS = {f"SOROT_{name.upper()}" for name in Settings.model_fields}
COMMANDS = typer.main.get_command(cli)
# How a line may begin so that `sorot` after it is our command and not a user, a database or a service.
OURS = re.compile(r"(?:^|exec web |-m |\./dev )sorot((?: (?!\|)[^\s`;&|]+)*)(?= \||$|[;&]| {2,}| #)")
names = pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))


def code(text: str) -> Iterator[str]:
    """Everything set as code: the lines of fenced blocks, then the words between backticks."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for block in fenced:
        yield from (line.strip() for line in block.splitlines())
    yield from (line.strip() for line in re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE))
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (span.strip() for span in re.findall(r"`([^`]+)`", prose))


def recipe(document: str, heading: str) -> list[str]:
    """The shell blocks under a heading, in order."""
    section = (ROOT / "docs" / document).read_text().split(f"### {heading}\n")[1].split("\n#")[0]
    return re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


def commands_of(at: Any) -> dict[str, Any]:
    """The commands of a group; a command has none. (Typer brings a Click of its own: no class to ask for.)"""
    found: dict[str, Any] = getattr(at, "commands", {})
    return found


def wrong(words: list[str]) -> str | None:
    """What is wrong with `sorot WORDS`: None when the command line knows it all."""
    at, rest = COMMANDS, words
    while (inner := commands_of(at)) and rest and not rest[0].startswith("-"):
        if not rest[0][0].islower():  # a placeholder such as ROLE
            return None
        if rest[0] not in inner:
            return f"no command {rest[0]!r}"
        at, rest = inner[rest[0]], rest[1:]
    known = {"--help", *(opt for param in at.params for opt in (*param.opts, *param.secondary_opts))}
    unknown = [word for word in rest if word.startswith("-") and word.split("=")[0] not in known]
    return f"no option {unknown}" if unknown else None


def ours(text: str) -> list[list[str]]:
    """The arguments of every `sorot …` command in a document."""
    return [
        shlex.split(found) for line in code(text) for found in OURS.findall(line.replace("\\", ""))
    ]  # fmt: skip


@names
def test_every_sorot_command_in_the_documents_exists_with_its_options(document: Path) -> None:
    said = ours(document.read_text())
    assert [(words, fault) for words in said if (fault := wrong(words))] == []


def test_the_look_for_commands_finds_them_and_tells_right_from_wrong() -> None:
    guide = (ROOT / "docs/install.md").read_text()
    found = ours(guide)
    assert ["admin", "create", "kepala.it"] in found
    assert ["up"] in found
    assert wrong(["admin", "create", "budi"]) is None
    assert wrong(["admin", "delete"]) == "no command 'delete'"
    assert wrong(["demo", "--clean"]) == "no option ['--clean']"


@names
def test_every_dev_command_in_the_documents_exists(document: Path) -> None:
    known = set(re.findall(r"^\./dev (\w+)", (ROOT / "dev").read_text(), re.MULTILINE))
    said = {word for line in code(document.read_text()) for word in re.findall(r"\./dev ([a-z]+)", line)}
    assert said - known == set()


def every_command(at: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, inner in commands_of(at).items():
        yield from every_command(inner, (*path, name))


@pytest.mark.parametrize("path", list(every_command(COMMANDS)), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*path, "--help"])
    assert shown.exit_code == 0
    assert "Usage:" in shown.output


@names
def test_every_setting_in_the_documents_exists(document: Path) -> None:
    scripts = "".join(path.read_text() for path in (ROOT / "deploy").rglob("*") if path.is_file())
    known = SETTINGS | set(re.findall(r"\$\{(SOROT_[A-Z_]+)", COMPOSE + scripts))
    assert set(re.findall(r"SOROT_[A-Z_]*[A-Z]", document.read_text())) - known == set()


def test_every_setting_is_explained_in_the_example() -> None:
    assert SETTINGS - set(re.findall(r"^#?(SOROT_[A-Z_]+)=", EXAMPLE, re.MULTILINE)) == set()


@names
def test_every_link_and_picture_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", document.read_text())
    here = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in here if not (document.parent / link).exists()] == []


@names
def test_every_file_of_the_project_that_is_named_is_there(document: Path) -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    spans = {span.split(":")[0].split("::")[0] for span in code(document.read_text())}
    paths = {span for span in spans if re.fullmatch(r"[\w./-]+/[\w.-]*\w\.(py|yml|csv|ftl|md|js|json)", span)}
    named = {path for path in paths if path.split("/")[0] in folders}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_officers_guide_uses_the_words_of_the_screens() -> None:
    guide = (ROOT / "docs/panduan-petugas.md").read_text()
    assert [word.name for word in STATUS.values() if word.name not in guide] == []
    assert [name for name in ROLE.values() if name not in guide] == []
    screens = "".join(
        path.read_text().lower()
        for room in ("admin_panel", "bot/messages", "web", "frontend/src")
        for path in (ROOT / room).rglob("*")
        if path.suffix in (".html", ".py", ".ftl", ".js")
    )
    quoted = [" ".join(words.split()) for words in re.findall("“([^”]+)”", guide)]
    assert len(quoted) > 5
    assert [words for words in quoted if words.lower() not in screens] == []


def file_with_a_picture(store: media.MediaStore) -> tuple[str, str]:
    """A report's number and its picture's name."""
    now = clock.now()
    jpeg = b"\xff\xd8 gambar"
    with db.transaction() as tx:
        city.load(tx)
        report = reports.filed(tx, now=now, text="Pagar taman bermain patah dan tajam")
        sha256 = store.put(jpeg)
        media.note(tx, sha256, Picture(jpeg, 4, 3), now=now)
        media.attach(tx, report, sha256, now=now)
        return report.number, sha256


def run(script: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script], env=os.environ | env, capture_output=True, text=True, check=False
    )  # fmt: skip


def test_the_recipes_back_up_a_running_home_and_put_it_back(tmp_path: Path) -> None:
    home, backup = tmp_path / "home", tmp_path / "cadangan"
    command = tmp_path / "bin" / "sorot"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m sorot "$@"\n')
    command.chmod(0o755)
    places = {
        "SOROT_HOME": str(home), "BACKUP": str(backup), "KEY": str(tmp_path / "kunci"),
        "PATH": f"{command.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    db.configure(f"sqlite:///{home / 'sorot.db'}")
    db.create_schema()
    (home / "secret_key").write_text("r" * 40)
    (home / "secret_key").chmod(0o600)
    number, sha256 = file_with_a_picture(media.from_url(str(home / "media")))
    key = run(recipe("operate.md", "The key")[0], **places)
    assert key.returncode == 0, key.stderr
    places["SOROT_BACKUP_RECIPIENT"] = key.stdout.strip().rpartition("=")[2]
    take, verify = recipe("operate.md", "Back up")
    taken = run(take, **places)
    assert taken.returncode == 0, taken.stderr
    verified = run(verify, **places)
    assert verified.returncode == 0, verified.stderr
    assert ".age: whole, " in verified.stdout
    assert run(recipe("operate.md", "Before an upgrade")[0], **places).stdout.startswith("Nothing to do")
    well = run(recipe("operate.md", "Is all well?")[0], **places)
    assert (well.returncode, well.stderr) == (0, ""), well.stdout
    db.dispose()
    (home / "sorot.db").write_bytes(b"broken")
    restored = run(recipe("operate.md", "Put back")[0], **places)
    assert restored.returncode == 0, restored.stderr
    db.configure(f"sqlite:///{home / 'sorot.db'}")
    with db.reading() as session:
        assert list(session.scalars(select(Report.number))) == [number]
    db.dispose()
    assert media.from_url(str(home / "media")).open(sha256) == b"\xff\xd8 gambar"
    assert (home / "secret_key").read_text() == "r" * 40
    assert (tmp_path / "home.before-restore/sorot.db").read_bytes() == b"broken"


def test_the_web_role_ends_in_order_when_systemd_or_docker_stops_it(tmp_path: Path) -> None:
    web = Role("web", folder=tmp_path, settings={})
    web.stop_signal = signal.SIGTERM
    web.start(seconds=90)
    web.stop()
    assert web.exit_code == 0, "SIGTERM killed it before its services had ended"


def test_every_question_of_the_architecture_page_leads_to_a_file() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    asked = re.findall(
        r"^\| (.+\?) \| (.+) \|$", page.split("## Where is …?")[1].split("\n## ")[0], re.MULTILINE
    )
    assert len(asked) >= 30
    for question, answer in asked:
        files = re.findall(r"`([^`]+)`", answer)
        assert files, question
        assert [file for file in files if not (ROOT / file).is_file()] == [], question


def test_the_documents_pictures_are_small_and_none_is_left_over() -> None:
    pictures = [path for path in (ROOT / "docs" / "pictures").iterdir() if path.is_file()]
    assert {path.suffix for path in pictures} == {".webp"}
    assert sum(path.stat().st_size for path in pictures) < 3_000_000
    assert all(path.read_bytes()[8:12] == b"WEBP" for path in pictures)


def test_every_test_that_holds_a_threat_exists() -> None:
    told = (ROOT / "docs" / "security.md").read_text()
    held = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", told.partition("## Threats")[2])
    assert len(held) > 30
    for file, name in held:
        assert f"def {name}" in (ROOT / file).read_text(), f"{file}::{name}"


def test_every_limit_is_told_with_its_figures() -> None:
    rows = re.findall(r"^\| `(\w+)`[^|]*\|(.+)\|$", (ROOT / "docs" / "security.md").read_text("utf-8"), re.M)
    told = {door: [cell.strip() for cell in cells.split("|")] for door, cells in rows}
    usual = {
        door: [
            f"{grant.burst:,}, {grant.every:g} s" if (grant := grants.get(scope)) else ""
            for scope in ("person", "address", "all")
        ]
        for door, grants in limits.USUAL.items()
    }
    assert told == usual
