"""The picture process's parts, one by one and without a process."""

import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import pytest
from PIL import Image, features

from storage import db, media, picture_helper, picture_process, picture_redraw, pictures
from storage.media import FolderStore
from storage.models import Media
from storage.picture_helper import Died, Helper
from tests.factories.city import NOW
from tests.fakes.drawings import encoded, hostile, located, plain

FOR_THE_PROCESS = ("more memory than there is", "21 MB")  # what redraw() alone cannot refuse
GOOD = encoded(plain())


def test_what_is_refused_and_what_is_drawn() -> None:
    for name, raw, code in hostile():  # drawn here: while collecting, every worker would draw them
        if name not in FOR_THE_PROCESS:
            told, files = picture_redraw.redraw(raw)
            assert (told.get("refused"), len(files)) == (code, 0 if code else 2), name


def test_pillows_own_alarm_is_a_refusal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for pixels in (2500, 100):  # of 3,072 it only warns first, then raises
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", pixels)
        assert picture_redraw.redraw(GOOD) == ({"refused": "terlalu_besar"}, [])


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16", "CMYK"])
def test_every_kind_of_pixels_becomes_red_green_and_blue_on_white(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    clear = Image.new("RGBA", (40, 30), (255, 0, 0, 0)) if "A" in mode else plain((40, 30))
    _, files = picture_redraw.redraw(encoded(clear.convert("L" if mode == "I;16" else mode), form))
    with Image.open(io.BytesIO(files[0])) as drawn:
        assert (drawn.mode, drawn.size) == ("RGB", (40, 30))
        if "A" in mode:
            assert drawn.getpixel((5, 5)) == (255, 255, 255)


def test_a_palette_with_a_hole_and_a_turned_photo_are_drawn_as_they_look() -> None:
    hole = Image.new("P", (8, 8), 0)
    hole.putpalette([255, 0, 0] * 256)
    _, files = picture_redraw.redraw(encoded(hole, "PNG", transparency=0))
    assert Image.open(io.BytesIO(files[0])).getpixel((3, 3)) == (255, 255, 255)
    turned = Image.Exif()
    turned[0x0112] = 6
    told, _ = picture_redraw.redraw(encoded(plain((60, 40)), exif=turned.tobytes()))
    assert (told["width"], told["height"]) == (40, 60)


def broken() -> Any:
    raise SyntaxError


def test_exif_is_read_in_the_process_and_a_broken_one_costs_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert picture_redraw.redraw(located())[0]["lat"] == -6.2349
    with Image.open(io.BytesIO(GOOD)) as image:
        monkeypatch.setattr(image, "getexif", broken)
        facts = picture_redraw.picture_exif.facts(image)
    assert facts == {"lat": None, "lon": None, "taken_at": None, "direction": None}


def test_pillow_reads_the_formats_we_promise() -> None:
    assert features.check("webp")
    assert features.check("jpg")


@contextmanager
def pipes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[BinaryIO, io.BytesIO]]:
    """Standard input as a pipe to write into, and what the process says."""
    reading, writing = os.pipe()
    said = io.BytesIO()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb") as ask:
        pipe = SimpleNamespace(buffer=stdin, fileno=stdin.fileno)
        monkeypatch.setattr(
            picture_process, "sys", SimpleNamespace(stdin=pipe, stdout=SimpleNamespace(buffer=said))
        )
        monkeypatch.setattr(picture_process, "_limit", lambda: None)
        yield ask, said


def test_the_process_answers_until_there_is_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with pipes(monkeypatch) as (ask, said):
        for _ in range(2):
            picture_helper.write(ask, {"op": "redraw"}, [GOOD])
        ask.close()
        picture_process.main()
    said.seek(0)
    for _ in range(2):
        told, files = picture_helper.read(said)
        assert (told["width"], len(files)) == (64, 2)


def test_the_process_ends_when_nobody_asks_or_its_parent_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture_process, "LOOK_EVERY", 0.001)
    monkeypatch.setattr(picture_process, "IDLE", 0.003)
    with pipes(monkeypatch) as (_, said):
        picture_process.main()
    parents = iter([7, 7, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(picture_process, "IDLE", 1e9)
    with pipes(monkeypatch) as (_, said):
        picture_process.main()
    assert said.getvalue() == b""


def test_without_memory_the_process_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def unfold(raw: bytes) -> Any:
        raise MemoryError

    def end(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setitem(picture_process.OPS, "redraw", unfold)
    monkeypatch.setattr(os, "_exit", end)
    with pipes(monkeypatch) as (ask, _):
        picture_helper.write(ask, {"op": "redraw"}, [GOOD])
        with pytest.raises(SystemExit) as ended:
            picture_process.main()
    assert ended.value.code == picture_helper.OUT_OF_MEMORY


def test_memory_files_and_cores_are_limited_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: dict[int, Any] = {}
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    picture_process._limit()
    assert limits[resource.RLIMIT_DATA] == (picture_process.MEMORY, picture_process.MEMORY)
    assert limits[resource.RLIMIT_FSIZE] == limits[resource.RLIMIT_CORE] == (0, 0)


def test_half_an_answer_is_none() -> None:
    whole = io.BytesIO()
    picture_helper.write(whole, {"op": "x"}, [b"12345"])
    assert picture_helper.read(io.BytesIO(whole.getvalue()))[1] == [b"12345"]
    for cut in (b"", whole.getvalue()[:5], whole.getvalue()[:-1]):
        with pytest.raises(EOFError):
            picture_helper.read(io.BytesIO(cut))
    assert json.loads(whole.getvalue().splitlines()[0])["sizes"] == [5]


def test_a_process_that_always_goes_home_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    helper, tries = Helper(), []

    def gone(op: str, raw: bytes) -> Any:
        tries.append(op)
        raise EOFError

    monkeypatch.setattr(helper, "_ask", gone)
    with pytest.raises(Died):
        helper.ask("redraw", GOOD)
    assert tries == ["redraw", "redraw"]


def test_a_process_that_hangs_while_dying_is_killed_and_one_of_another_owner_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    helper = Helper()
    helper.end()  # there is none
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    process = picture_helper.subprocess.Popen(command)
    helper.process, helper.owner = process, -1
    helper.end()
    assert process.poll() is None
    monkeypatch.setattr(picture_helper, "FAREWELL", 0.01)
    assert isinstance(helper._farewell(process, late=False), Died)
    assert process.returncode == -9


def test_a_picture_gone_from_store_or_table_gets_no_copy(database: str, tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert not media.blur(store, "0" * 64, now=NOW)
    assert media.blur(store, store.put(GOOD), now=NOW)  # stored, but no table names it (any more)
    with db.transaction() as tx:
        assert tx.query(Media).count() == 0
        for _ in range(2):
            media.note_voice(tx, "a" * 64, "audio/ogg", 3, now=NOW)
        first = media.note(tx, "b" * 64, pictures.Picture(GOOD, 1, 1, phash="f" * 16), now=NOW)
        assert media.note(tx, "b" * 64, pictures.Picture(GOOD, 1, 1), now=NOW) is first
        assert first.phash == "f" * 16
