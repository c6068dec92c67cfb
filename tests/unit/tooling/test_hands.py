"""`-n N` reports of every test exactly what one process would, whatever the tests do to the processes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT

TESTS = {
    "test_fine.py": """
import os, sys, pytest
print("collected", file=sys.stderr)
held = sys.stderr  # what some module took hold of when it was imported
@pytest.fixture(scope="session")
def whole(): yield os.getpid()
@pytest.mark.parametrize("n", range(3))
def test_fine(n, whole, tmp_path, capfd):
    print("written", n, file=held, flush=True)
    print("said", n)
    assert whole == os.getpid()
    assert capfd.readouterr().out == f"said {n}\\n"
""",
    "test_wrong.py": """
import pytest
def test_wrong():
    print("before it went wrong")
    assert 1 == 2, "one is not two"
@pytest.mark.skip(reason="not today")
def test_skipped(): pass
def test_warns():
    import warnings
    warnings.warn("mind the gap")
""",
    "test_ends.py": """
import os
def test_before(): pass
def test_ends_its_process(): os._exit(3)
def test_after(): pass
""",
    "test_leaves.py": """
import pytest
@pytest.fixture(scope="session")
def open_until_the_end():
    yield
    raise RuntimeError("would not close")
def test_uses_it(open_until_the_end): pass
""",
}


def run(folder: Path, *names: str, more: tuple[str, ...] = ()) -> tuple[int, str]:
    for name in names:
        (folder / name).write_text(TESTS[name])
    (folder / "pytest.ini").write_text("[pytest]\n")
    own = ["-p", "tests.hands", "-p", "no:xdist", "-p", "no:randomly", "-p", "no:cacheprovider", "-q", "-ra"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *own, "-n", "2", "--basetemp", str(folder / "temp"), *more, "."],
        cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def counts(said: str) -> dict[str, int]:
    last = said.strip().splitlines()[-1]
    return {what: int(n) for n, what in re.findall(r"(\d+) (passed|failed|skipped|warning|error)", last)}


def test_every_test_is_told_of_once_with_its_failure_and_its_warning(tmp_path: Path) -> None:
    code, said = run(tmp_path, "test_fine.py", "test_wrong.py")
    assert (code, counts(said)) == (1, {"passed": 4, "failed": 1, "skipped": 1, "warning": 1}), said
    assert "FAILED test_wrong.py::test_wrong - AssertionError: one is not two" in said
    assert said.count("before it went wrong") == 2  # in the source shown and as captured
    assert "mind the gap" in said
    assert "SKIPPED [1] test_wrong.py:6: not today" in said


def test_a_test_that_ends_its_process_fails_by_name_and_the_others_are_run(tmp_path: Path) -> None:
    code, said = run(tmp_path, "test_ends.py", "test_fine.py")
    assert (code, counts(said)) == (1, {"passed": 5, "failed": 1}), said
    assert "FAILED test_ends.py::test_ends_its_process - its process ended (status 768) in this test" in said


@pytest.mark.parametrize("beside", ["test_fine.py", "test_wrong.py"])
def test_what_does_not_close_at_the_end_is_no_success(tmp_path: Path, beside: str) -> None:
    code, said = run(tmp_path, "test_leaves.py", beside)
    assert code == 1, said
    assert "would not close" in said


def test_the_first_failure_ends_it_where_that_is_asked_for(tmp_path: Path) -> None:
    code, said = run(tmp_path, "test_wrong.py", "test_fine.py", more=("-x",))
    assert code == 1, said
    assert counts(said)["failed"] == 1, said
    assert "stopping after 1 failures" in said
