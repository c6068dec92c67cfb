"""The environment: what is asked for is locked by hash, and the one door to it says what it can do."""

import re
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.servers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["s3"]]
ASKED = {
    "requirements.lock": RUNTIME,
    "requirements-dev.lock": [*RUNTIME, *PROJECT["dependency-groups"]["dev"]],
    "requirements-node.lock": PROJECT["dependency-groups"]["node"],
    "requirements-tools.lock": PROJECT["dependency-groups"]["tools"],
}


def locked(name: str) -> dict[str, list[str]]:
    """Package → its locked versions (one for each range of Pythons), from a lock file."""
    found: dict[str, list[str]] = {}
    for package, version in re.findall(
        r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE
    ):
        found.setdefault(canonicalize_name(package), []).append(version)
    return found


@pytest.mark.parametrize("lock", ASKED)
def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    versions = locked(lock)
    for text in ASKED[lock]:
        wish = Requirement(text)
        assert versions.get(canonicalize_name(wish.name)), f"{wish.name} is not in {lock}: run ./dev lock"
        assert any(wish.specifier.contains(version) for version in versions[canonicalize_name(wish.name)]), (
            text
        )


@pytest.mark.parametrize("lock", ASKED)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    packages = re.split(r"^(?=[A-Za-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_development_uses_the_very_versions_that_run() -> None:
    runtime, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_help_names_every_command_of_dev() -> None:
    script = (ROOT / "dev").read_text()
    commands = set(re.findall(r"^    (\w+)\) ", script, re.MULTILINE))
    said = subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout
    assert {"up", "test", "check", "sorot", "crash", "lock", "setup"} <= commands
    assert {command for command in commands if f"./dev {command}" not in said} == set()


def test_an_unknown_command_of_dev_is_refused_with_the_help() -> None:
    done = subprocess.run([ROOT / "dev", "terbang"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "./dev up" in done.stdout
