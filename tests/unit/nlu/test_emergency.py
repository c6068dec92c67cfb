"""Danger to life is found in how people cry for help, and not in what only sounds like it."""

from pathlib import Path

import pytest

from nlu.emergency import detect_emergency, load_rules
from nlu.intents import detect_intent
from nlu.types import Emergency, Intent
from storage import yaml_files

CASES = yaml_files.read((Path(__file__).parent / "data" / "emergency_cases.yml").read_text(encoding="utf-8"))
READINGS = ("", "later_", "third_", "fourth_")
EMERGENCIES = [
    (kind, text) for name in READINGS for kind, texts in CASES[f"{name}emergencies"].items() for text in texts
]
LOOKALIKES = [text for name in READINGS for text in CASES[f"{name}lookalikes"]]
CUES = {"kebakaran", "terjebak", "tenggelam", "kejahatan", "kecelakaan", "gawat_medis", "listrik"}
KINDS = CUES | {"bunuh_diri", "gas", "keracunan", "kdrt", "kekerasan_seksual", "penculikan"}


def test_the_cases_are_many_and_distinct() -> None:
    assert len({text.lower() for _, text in EMERGENCIES}) >= 300
    assert len({text.lower() for text in LOOKALIKES}) >= 200
    assert {kind for kind, _ in EMERGENCIES} == KINDS


def test_at_least_98_of_100_emergencies_are_found() -> None:
    missed = [text for _, text in EMERGENCIES if detect_emergency(text) is None]
    assert 1 - len(missed) / len(EMERGENCIES) >= 0.98, missed


def test_at_least_9_of_10_alarms_are_true() -> None:
    true = sum(detect_emergency(text) is not None for _, text in EMERGENCIES)
    false = [text for text in LOOKALIKES if detect_emergency(text)]
    assert true / (true + len(false)) >= 0.9, false


def test_the_kind_is_right_nineteen_times_in_twenty() -> None:
    kinds = [(kind, found.kind) for kind, text in EMERGENCIES if (found := detect_emergency(text))]
    assert sum(true == said for true, said in kinds) / len(kinds) >= 0.95


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("gudang sebelah kebakaran", "gudang sebelah bekas kebakaran tahun lalu"),
        ("ada anak hanyut di kali", "sandal anak hanyut di kali"),
        ("ada begal di jembatan", "jembatan itu rawan begal"),
        ("kabel PLN putus di genangan", "kabel PLN kendor di atas genangan"),
        ("pekerja tertimpa tembok", "takut temboknya roboh menimpa pekerja"),
        ("tabrakan, dua orang luka", "sering tabrakan di sini, mohon rambu"),
    ],
)
def test_the_same_words_are_judged_by_what_stands_around_them(danger: str, harmless: str) -> None:
    assert detect_emergency(danger) is not None
    assert detect_emergency(harmless) is None


def test_a_cry_for_help_is_never_turned_away_as_no_report() -> None:
    found = [text for _, text in EMERGENCIES if detect_emergency(text)]
    assert [text for text in found if detect_intent(text)[0] is Intent.BUKAN_LAPORAN] == []


def test_the_cue_is_given_in_the_residents_own_letters() -> None:
    assert detect_emergency("Tolong, KEBAKARAAAN pak!") == Emergency("kebakaran", "KEBAKARAAAN")


def test_a_cry_at_the_end_of_a_long_polite_letter_is_found() -> None:
    letter = "Dengan hormat, bersama ini kami sampaikan keluhan mengenai drainase. " * 30
    assert detect_emergency(letter + "Tolong, ada anak tenggelam sekarang!") is not None


def test_every_rule_of_the_shipped_file_can_be_read_and_names_a_known_kind() -> None:
    assert {rule.kind for rule in load_rules().rules} == CUES


def test_a_rule_that_names_a_missing_group_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cues.yml"
    file.write_text("groups: {api: [api]}\nrules: [{kind: kebakaran, cue: asap}]\n", encoding="utf-8")
    with pytest.raises(KeyError, match="asap"):
        load_rules(file)


def test_another_list_of_cues_changes_what_is_found(tmp_path: Path) -> None:
    file = tmp_path / "cues.yml"
    file.write_text("groups: {gempa: [gempa]}\nrules: [{kind: gempa, cue: gempa}]\n", encoding="utf-8")
    rules = load_rules(file)
    assert detect_emergency("ada gempa", rules) == Emergency("gempa", "gempa")
    assert detect_emergency("ada kebakaran", rules) is None


def test_a_birth_that_needs_an_ambulance_is_an_emergency_and_a_question_about_insurance_is_none() -> None:
    assert detect_emergency("istri saya mau lahiran ambulans di mana ya")
    assert detect_emergency("istri mau lahiran bpjs belum aktif") is None


def test_a_lamp_that_is_dead_hurts_nobody() -> None:
    assert detect_emergency("lampu jalan mati dari senin, motor saya jatoh di lubang deket situ") is None
    assert detect_emergency("motor jatoh di lubang, orangnya pingsan") is not None
