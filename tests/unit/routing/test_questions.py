"""Follow-up questions: what may be asked, which comes next, what answers them, and Bekasi's own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.delivered import CITY
from routing.domain.questions import (
    BadQuestions,
    Question,
    clean,
    following,
    parse,
    readable,
    stated,
)  # fmt: skip
from storage import yaml_files

WATER = {"key": "tinggi", "ask": "Setinggi apa?", "kind": "choice", "choices": ["Semata kaki", "Selutut"],
         "find": {"Selutut": r"lutut"}}  # fmt: skip
RISING = {"key": "naik", "ask": "Masih naik?", "kind": "choice", "choices": ["Ya", "Tidak"],
          "when": {"tinggi": ["Selutut"]}}  # fmt: skip
POLE = {
    "key": "tiang",
    "ask": "Nomor tiang?",
    "fits": r"\d",
    "find": r"tiang (?:no|nomor) ([a-z]?\d+)|pole (\d+)",
}
METER = {"key": "meter", "ask": "Nomor meter?", "kind": "number"}


@pytest.mark.parametrize(
    ("given", "complaint"),
    [("apa", "daftar"),
     ([1], "kunci"),
     ([{"ask": "?"}], "kunci"),
     ([{"key": "Nomor", "ask": "?"}], "huruf kecil"),
     ([POLE, POLE], "sekali"),
     ([{"key": "a"}], "kalimat"),
     ([{"key": "a", "ask": "x" * 201}], "paling panjang"),
     ([{"key": "a", "ask": 5}], "tulisan"),
     ([{"key": "a", "ask": "?", "kind": "date"}], "jenis"),
     ([{"key": "a", "ask": "?", "colour": "red"}], "colour"),
     ([{"key": "a", "ask": "?", "kind": "choice"}], "pilihan"),
     ([{"key": "a", "ask": "?", "kind": "choice", "choices": ["x"]}], "pilihan"),
     ([{"key": "a", "ask": "?", "kind": "choice", "choices": ["x", "x"]}], "pilihan"),
     ([{"key": "a", "ask": "?", "kind": "choice", "choices": ["x", "y" * 25]}], "24"),
     ([{"key": "a", "ask": "?", "kind": "choice", "choices": ["x", "y"], "find": "x"}], "find"),
     ([{"key": "a", "ask": "?", "kind": "choice", "choices": ["x", "y"], "find": {"z": "z"}}], "find"),
     ([{"key": "a", "ask": "?", "when": {"b": "c"}}], "b"),
     ([{"key": "a", "ask": "?", "when": "b"}], "when"),
     ([WATER, {**RISING, "when": {"tinggi": "Sepinggang"}}], "tinggi"),
     ([{"key": "a", "ask": "?", "find": "("}], "pola"),
     ([{"key": "a", "ask": "?", "find": ["x"]}], "pola"),
     ([{"key": f"k{i}", "ask": "?"} for i in range(6)], "Paling banyak")],
)  # fmt: skip
def test_questions_that_cannot_be_asked_are_refused_with_a_sentence(given: Any, complaint: str) -> None:
    with pytest.raises(BadQuestions, match=complaint):
        parse(given)
    assert readable(given) == ()


def test_questions_are_read_as_written() -> None:
    water, rising, pole = parse([WATER, RISING, POLE])
    assert (water.choices, rising.when) == (("Semata kaki", "Selutut"), {"tinggi": ("Selutut",)})
    assert (pole.kind, pole.choices) == ("text", ())
    assert readable([WATER]) == (water,)


@pytest.mark.parametrize(
    ("answers", "skipped", "expected"),
    [({}, (), "tinggi"), ({"tinggi": "Selutut"}, (), "naik"), ({"tinggi": "Semata kaki"}, (), "tiang"),
     ({}, ("tinggi",), "tiang"), ({"tinggi": "Selutut"}, ("naik",), "tiang"),
     ({"tinggi": "Selutut", "naik": "Ya", "tiang": "4"}, (), None)],
)  # fmt: skip
def test_the_next_question_follows_the_answers(
    answers: dict[str, str], skipped: tuple[str, ...], expected: str | None
) -> None:
    found = following(parse([WATER, RISING, POLE]), answers, skipped)
    assert (found.key if found else None) == expected


def test_what_the_words_say_already_answers_and_opens_the_branch() -> None:
    questions = parse([WATER, {**RISING, "find": {"Ya": "masih naik"}}, POLE])
    said = stated(questions, "air selutut dan masih naik, dekat tiang nomor B12", {})
    assert said == {"tinggi": "Selutut", "naik": "Ya", "tiang": "B12"}
    assert stated(questions, "masih naik", {}) == {}  # nobody said how high: that question is not open
    assert stated(questions, "selutut", {"tinggi": "Semata kaki"}) == {}  # what was answered stays
    assert stated(questions, "pole 7", {}) == {"tiang": "7"}  # whichever group it stands in


@pytest.mark.parametrize(
    ("question", "text", "kept"),
    [(WATER, "Selutut", "Selutut"), (WATER, " selutut. ", "Selutut"), (WATER, "sampai lutut pak", "Selutut"),
     (WATER, "semata kaki", "Semata kaki"), (WATER, "tinggi banget", None),
     (METER, "nomornya 12.345", "12345"), (METER, "0812", "0812"), (METER, "tidak ada", None),
     (POLE, "A12", "A12"), (POLE, "yang di pojok", None), (POLE, "tiang no 5", "5"), (POLE, "", None),
     ({"key": "a", "ask": "?"}, "  gang   mawar ", "gang mawar"), ({"key": "a", "ask": "?"}, "…", None),
     ({"key": "a", "ask": "?"}, "x" * 101, None)],
)  # fmt: skip
def test_an_answer_is_cleaned_or_refused(question: dict[str, Any], text: str, kept: str | None) -> None:
    assert clean(parse([question])[0], text) == kept


@given(st.sampled_from([WATER, POLE, METER, {"key": "a", "ask": "?"}]), st.text(max_size=150))
def test_a_kept_answer_is_one_the_question_allows(question: dict[str, Any], text: str) -> None:
    asked: Question = parse([question])[0]
    kept = clean(asked, text)
    if kept is not None:
        assert 0 < len(kept) <= 100
        assert asked.kind != "choice" or kept in asked.choices
        assert asked.kind != "number" or kept.isdecimal()


@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["key", "ask", "kind", "choices", "when", "find", "x"]), inner, max_size=5
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_in_the_configuration_costs_no_report(given_: Any) -> None:
    assert isinstance(readable(given_), tuple)


BEKASI_QUESTIONS = yaml_files.read((CITY / "questions.yml").read_text("utf-8"))


@pytest.mark.parametrize("category", BEKASI_QUESTIONS)
def test_bekasis_questions_can_be_asked_on_every_channel(category: str) -> None:
    for question in parse(BEKASI_QUESTIONS[category]):
        assert question.ask.endswith(("?", "."))
        assert len(question.ask) <= 120
        assert all(len(choice) <= 20 for choice in question.choices)


@pytest.mark.parametrize(
    ("category", "text", "known"),
    [("pju", "lampu mati di tiang BKS 0451", {"nomor_tiang": "BKS 0451"}),
     ("pju", "lampu mati tiang rt 05", {}),
     ("pju", "lampu mati, nomor tiang A-12, kranji", {"nomor_tiang": "A-12"}),
     ("pju", "tiang no. 45 padam", {"nomor_tiang": "45"}),
     ("pju", "lampu mati sejak 3 hari", {}),
     ("banjir_genangan", "banjir selutut di kranji, airnya masih naik",
      {"tinggi_air": "Selutut", "keadaan_air": "Masih naik"}),
     ("banjir_genangan", "genangan 10 cm", {"tinggi_air": "Semata kaki"}),
     ("banjir_genangan", "air sudah sepinggang", {"tinggi_air": "Sepinggang"}),
     ("banjir_genangan", "banjir sudah dua hari", {}),
     ("parkir", "mobil B 1234 KRA parkir di trotoar", {"plat_nomor": "B 1234 KRA"}),
     ("parkir", "parkir liar di rt 05 rw 12", {}),
     ("pohon", "pohon tumbang menutup jalan", {"keadaan_pohon": "Menutup jalan"}),
     ("pohon", "dahan nyangkut di kabel", {"keadaan_pohon": "Menimpa kabel"}),
     ("air_bersih", "air mati, nomor pelanggan 1234567", {"nomor_pelanggan": "1234567"}),
     ("angkutan_umum", "angkot 26 ngetem", {"trayek": "26"})],
)  # fmt: skip
def test_bekasi_asks_nothing_it_was_told(category: str, text: str, known: dict[str, str]) -> None:
    assert stated(parse(BEKASI_QUESTIONS[category]), text, {}) == known


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("air selutut", "Selutut"),
        ("ga sampe selutut", None),
        ("belum selutut", None),
        ("tidak hanya selutut", "Selutut"),
        ("ga tau, selutut kayaknya", "Selutut"),
        ("kemarin belum selutut sekarang udah selutut", "Selutut"),
    ],
)
def test_a_choice_that_is_denied_is_not_the_answer(text: str, answer: str | None) -> None:
    assert stated(parse([WATER]), text, {}).get("tinggi") == answer
