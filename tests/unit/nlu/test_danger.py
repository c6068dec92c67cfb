"""Each kind of danger is found in how people tell of it, and not in what only borrows its words."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nlu.cli import evaluate_danger
from nlu.cues import Lexicon, ordinary_words
from nlu.danger import FOLDER, load_rules, whose
from nlu.emergency import detect_emergency
from nlu.emergency import load_rules as load_cues
from nlu.fuzzy import one_edit
from nlu.sense import Felt
from nlu.tact import FOLDER as CARE
from nlu.tact import detect_tact
from nlu.types import Tact
from nlu.understand import assemble
from storage import yaml_files

DATA = Path(__file__).parent / "data" / "danger"
KINDS = (
    *("bunuh_diri", "terjebak", "gas", "anak_hilang", "keracunan", "kdrt", "kekerasan_seksual", "tolong"),
)
DEV = Path("/work/shared/data/complaints_dev.csv")
DANGEROUS = frozenset(("kebakaran_penyelamatan", "bencana", "keamanan", "perempuan_anak"))


@cache
def _sentences(name: str) -> dict[str, list[str]]:
    read: Any = yaml_files.read((DATA / f"{name}.yml").read_text(encoding="utf-8"))
    return dict(read)


def _told(kind: str) -> list[str]:
    return [text for part, texts in _sentences(kind).items() if part != "ordinary" for text in texts]


@pytest.mark.parametrize("kind", KINDS)
def test_57_of_60_cries_of_a_kind_are_found(kind: str) -> None:
    told = _told(kind)
    missed = [text for text in told if detect_emergency(text) is None]
    assert len(told) >= 60
    assert len(missed) <= len(told) * 3 // 60, missed


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_right_nineteen_times_in_twenty(kind: str) -> None:
    found = [(found.kind, text) for text in _told(kind) if (found := detect_emergency(text))]
    wrong = [pair for pair in found if pair[0] != kind]
    assert len(wrong) <= len(found) // 20, wrong


@pytest.mark.parametrize("kind", [*KINDS, "kiasan"])
def test_what_only_borrows_the_words_raises_no_alarm(kind: str) -> None:
    assert [text for text in _sentences(kind)["ordinary"] if detect_emergency(text)] == []


def test_other_words_than_the_rules_were_made_with_are_found_nine_times_in_ten() -> None:
    told = [text for texts in _sentences("lain_kata").values() for text in texts]
    missed = [text for text in told if detect_emergency(text) is None]
    assert len(missed) <= len(told) // 10, missed


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("aku mau bunuh diri", False),
        ("adik saya mau bunuh diri", True),
        ("kakak saya bilang pengen mati", True),
        ("tetangga saya bikin stres, saya mau mati saja", False),
        ("kak, saya mau mati", False),
        ("ada orang mau lompat dari jembatan", True),
        ("anak saya ngurung diri di kamar, tadi saya liat tangannya penuh sayatan", True),
        ("saya lihat pisau, pengen mati aja", False),
        ("saya takut adik saya nekat bunuh diri", True),
    ],
)
def test_it_is_told_whose_danger_it_is(text: str, other: bool) -> None:
    found = detect_emergency(text)
    assert found is not None
    assert found.other is other


def test_for_whom_something_is_left_is_not_whose_danger_it_is() -> None:
    assert not whose("udah nyiapin surat buat anak anak, malam ini selesai")
    assert whose("anak anak saya nyiapin surat perpisahan")


def test_who_speaks_of_themselves_first_is_meant() -> None:
    assert not whose("min kalo aku udah ga ada tolong bilangin ibu aku maaf ya")
    assert whose("temen saya di kos bilang udah ga kuat")


def _lexicons() -> list[tuple[Lexicon, frozenset[str]]]:
    patterns = [pattern for rule in load_rules(FOLDER).rules for pattern in rule.patterns]
    alarms = frozenset(name for pattern in patterns for name, _ in pattern.steps)
    cues = frozenset(rule.cue for rule in load_cues().rules)
    return [(load_rules(FOLDER).lexicon, alarms), (load_cues().lexicon, cues)]


def test_no_cue_that_forgives_a_typo_is_one_letter_away_from_an_everyday_word() -> None:
    words = ordinary_words()
    for lexicon, _ in _lexicons():
        near = [(cue, word) for cue in lexicon.forgiving for word in words if one_edit(cue, word)]
        assert near == []


def test_an_everyday_word_is_a_cue_only_where_a_list_has_it_as_written() -> None:
    for lexicon, alarms in _lexicons():
        for word in ordinary_words():
            found = alarms & lexicon.find([word]).keys()
            assert not found or word in lexicon.written, (word, found)


@pytest.mark.parametrize("folder", [FOLDER, CARE])
def test_every_rule_of_the_shipped_files_can_be_read(folder: Path) -> None:
    kinds = {rule.kind for rule in load_rules(folder).rules}
    assert len(kinds) >= 8


def test_who_has_died_is_mourned_and_not_asked_about() -> None:
    class Sense:
        def feel(self, text: str) -> Felt:
            return Felt("keracunan", 0.3)

    sense: Any = Sense()
    told = assemble("temen kerja gw tewas gara gara lubang di jalan siliwangi", (), engine="", sense=sense)
    assert told.tact.grief
    assert told.emergency is None


def test_grief_is_heard_and_a_dead_lamp_is_not_mourned() -> None:
    assert [text for text in _sentences("duka")["first"] if not detect_tact(text).grief] == []
    assert [text for text in _sentences("duka")["ordinary"] if detect_tact(text).grief] == []


def test_57_of_60_wishes_not_to_be_known_are_heard() -> None:
    told = _sentences("rahasia")["secret"] + _sentences("rahasia")["second_secret"]
    assert len(told) == 60
    assert len([text for text in told if not detect_tact(text).hide]) <= 3


def test_an_accused_office_is_named_and_an_everyday_matter_accuses_nobody() -> None:
    rows = _sentences("rahasia")
    assert len([text for text in rows["by_nature"] if not detect_tact(text).accuses]) <= 1
    assert [text for text in rows["ordinary"] if detect_tact(text) != Tact()] == []
    assert detect_tact("bu lurah minta amplop buat surat pindah").accuses == "kelurahan"


@pytest.mark.parametrize(
    ("text", "accused"),
    [("saya mau lapor tapi takut, lurahnya minta uang tiap surat waris", "kelurahan"),
     ("mohon ditindak, pak camat minta setoran", "kecamatan"),
     ("mau lapor guru sd minta uang les", "sekolah"),
     ("tolong satpol pp tertibkan preman malak pedagang", ""),
     ("tolong laporkan ke kelurahan, tukang parkir minta uang", ""),
     ("pak rw di tempat saya motong blt tiap orang 100rb", "rt_rw"),
     ("bansos disunat sama ketua rt", "rt_rw"),
     ("ketua rw nahan kartu pkh warga", "rt_rw"),
     ("dana pip anak saya dipotong sekolah", "sekolah"),
     ("judi sabung ayam dibekingi aparat", "aparat"),
     ("kepsek sdn jual buku lks wajib", "sekolah"),
     ("data bansos di rt saya cuma buat sodara pak rt", "rt_rw"),
     ("supir truk sampah minta 50rb sebulan baru mau angkut", "aparat"),
     ("tukang jual seragam di depan sekolah", ""),
     ("orang bapenda nawarin pbb dikecilin asal kasih dia 1 juta", "dinas"),
     ("pak rt tolong potong pohon", ""),
     ("rw 5 bansos belum turun", "")],
)  # fmt: skip
def test_a_plea_before_it_does_not_hide_who_takes_the_money(text: str, accused: str) -> None:
    assert detect_tact(text).accuses == accused


@pytest.mark.parametrize(
    ("text", "hides"),
    [("i don't want him to know it's me", True), ("ora usah nggawa jenengku", True),
     ("jangan sampe anak saya kena imbasnya", True), ("pipa jangan bocor lagi", False),
     ("tolong nama saya jgn ikut", True), ("nama pelapornya jangan ada", True),
     ("please keep this private", True), ("don't let anyone know it was me", True),
     ("saya takut dia preman", True), ("saya takut dia jatuh", False),
     ("nama saya jangan dihapus dari dtks", False), ("nama saya di daftar bansos tidak ada", False)],
)  # fmt: skip
def test_a_name_that_shall_not_stand_there_is_not_one_that_is_missing(text: str, hides: bool) -> None:
    assert bool(detect_tact(text).hide) is hides


@pytest.mark.skipif(not DEV.exists(), reason="the real rows are not shipped")
def test_of_1000_ordinary_complaints_at_most_5_raise_an_alarm() -> None:
    with DEV.open(encoding="utf-8", newline="") as file:
        rows = [row["text"] for row in csv.DictReader(file) if row["category"] not in DANGEROUS][::4]
    alarms = [text for text in rows if detect_emergency(text)]
    assert len(alarms) * 1000 <= 5 * len(rows)


def test_the_command_tells_what_is_found_and_what_rings_for_nothing(home: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "danger.csv", tmp_path / "figures.json"
    rows = ["gas bocor di dapur,gas", "aku mau mati,gas", "ada naga,kebakaran", "lampu mati,", "gas bocor,"]
    file.write_text("\n".join(["text,kind", *rows]), encoding="utf-8")
    evaluate_danger(home, file, json_out=out, say=lambda _: None)
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert figures["dangers"] == 3
    assert figures["found"] == pytest.approx(2 / 3)
    assert figures["right_kind"] == 0.5
    assert figures["alarms_per_1000"] == 500
    assert figures["found gas"] == 1
