"""What a hostile picture can do, it does to the picture process alone (D3)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage import picture_helper, pictures
from storage.picture_helper import Died, Helper
from storage.pictures import PictureRefused, sanitise
from tests.fakes.drawings import SCRIPT, encoded, hostile, plain, png_of

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
GOOD = encoded(plain())
# A worker in small: it reads each file, keeps what is clean, and tells what it and its child took at most.
WORKER = """
import resource, sys
from pathlib import Path
from storage import picture_helper, pictures
for file in sorted(Path(sys.argv[1]).iterdir()):
    try:
        picture = pictures.sanitise(file.read_bytes())
        public = pictures.blurred(picture.jpeg)
        out = [picture.jpeg, picture.thumb, public.jpeg, public.thumb]
        (Path(sys.argv[2]) / file.name).write_bytes(b"".join(out))
        print(file.name, "kept")
    except pictures.PictureRefused as refused:
        print(file.name, refused.code)
picture_helper.end()
# Not getrusage of itself: a started program's figure begins with that of the program that started it.
status = Path("/proc/self/status").read_text()
print("peak", int(status.split("VmHWM:")[1].split()[0]) * 1024)
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def helper() -> Iterator[Helper]:
    made = Helper()
    yield made
    made.end()


def test_hostile_files_are_refused_or_clean_and_neither_process_passes_300_megabytes(tmp_path: Path) -> None:
    corpus = list(hostile())
    given, kept = tmp_path / "given", tmp_path / "kept"
    given.mkdir()
    kept.mkdir()
    for number, (_, raw, _) in enumerate(corpus):
        (given / f"{number:02}").write_bytes(raw)
    ran = subprocess.run(
        [sys.executable, "-c", WORKER, str(given), str(kept)], cwd=ROOT, capture_output=True, text=True,
        check=True, timeout=300,
    )  # fmt: skip
    said = [line.split() for line in ran.stdout.splitlines()]
    peaks = [int(size) for word, size in said if word == "peak"]
    outcome = {name: None if end == "kept" else end for name, end in said if name != "peak"}
    assert outcome == {f"{number:02}": code for number, (_, _, code) in enumerate(corpus)}
    for file in kept.iterdir():
        content = file.read_bytes()
        for trace in (SCRIPT, b"script", b"Exif", b"GPS", b"KameraRahasia", b"PK\x03\x04"):
            assert trace not in content, corpus[int(file.name)][0]
    assert len(list(kept.iterdir())) == sum(code is None for _, _, code in corpus)
    assert len(peaks) == 2
    assert max(peaks) < 300 * MEGABYTE, [peak // MEGABYTE for peak in peaks]


def test_a_picture_that_kills_the_process_is_refused_and_the_next_is_drawn(helper: Helper) -> None:
    helper.ask("redraw", GOOD)
    first = helper.process
    with pytest.raises(Died) as death:
        helper.ask("redraw", png_of(6300, 6300, bits=8, kind=6, samples=4))
    assert death.value.of == "memory"
    told, _ = helper.ask("redraw", GOOD)
    assert told["width"] == 64
    assert first is not helper.process


def test_a_killed_process_is_no_ones_fault_but_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    for of, code in (("memory", "terlalu_besar"), ("time", "terlalu_besar"), ("", "rusak")):

        def dies(op: str, raw: bytes, line: str, of: str = of) -> None:
            raise Died(of)

        monkeypatch.setattr(picture_helper, "ask", dies)
        with pytest.raises(PictureRefused) as refused:
            sanitise(GOOD)
        assert refused.value.code == code
        assert pictures.blurred(GOOD) is None  # no copy for the public then, and never the original


def test_a_decoder_that_never_ends_is_ended(helper: Helper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(picture_helper.TIME_LIMIT, "redraw", 0.0)
    with pytest.raises(Died) as death:
        helper.ask("redraw", GOOD)
    assert death.value.of == "time"
    monkeypatch.setitem(picture_helper.TIME_LIMIT, "redraw", 60.0)
    assert helper.ask("redraw", GOOD)[0]["width"] == 64


def test_a_process_that_went_home_idle_is_started_again_unnoticed(helper: Helper) -> None:
    helper.ask("redraw", GOOD)
    process = helper.process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()  # for the process the same as an idle minute: it ends with code 0
    assert helper.ask("redraw", GOOD)[0]["width"] == 64
    assert process.wait() == 0


def test_the_process_is_told_none_of_our_secrets_and_may_write_no_file(
    helper: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOROT_SECRET_KEY", "sangat-rahasia")
    helper.ask("redraw", GOOD)
    assert helper.process is not None
    told = Path(f"/proc/{helper.process.pid}")
    assert b"sangat-rahasia" not in (told / "environ").read_bytes()
    assert "Max file size             0" in (told / "limits").read_text()


def test_the_process_ends_with_its_parent() -> None:
    script = (
        "import time; from storage import picture_helper as h; h.ask('redraw', open(0, 'rb').read());"
        "print(h._helpers['residents'].process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(GOOD)
        parent.stdin.close()
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        os.kill(parent.pid, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{child}").exists() or _state(child) == "Z")


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return "Z"
