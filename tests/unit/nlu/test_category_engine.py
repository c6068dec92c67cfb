"""The embedded engine's promises: it answers any text, and knows Indonesian as residents write it."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.cards import READERS, ModelMissing, Shelf, hash_of
from nlu.engine import EmbeddedEngine, load_engine
from nlu.grammar import categories
from nlu.model import CategoryModel
from nlu.sense import file_of
from nlu.types import Intent
from tests import weekly

# Written for this test; none of them comes from the grammar.
SAID = {
    "jalan_rusak": "aspal depan gerbang komplek bolongnya makin lebar min, kemaren ada yang nyungsep",
    "pju": "kang lampu jalan gg haji usman poek pisan teu hurung tos saminggu",
    "sampah": "udah 4 hari tukang sampah kagak nongol, kantong item numpuk depan pager",
    "pohon": "trembesi tua samping lapangan condong ke kabel, minta dikepras sebelum ujan angin",
    "air_bersih": "kran dari subuh cuma ngos ngosan, pdam napa dah",
    "parkir": "tukang parkir depan minimarket maksa lima rebu padahal tulisannya gratis",
    "kependudukan": "ktp sy hilang di angkot, bikin baru lewat mana ya sama akta anak sekalian",
    "bansos": "emak saya janda umur 70 blm pernah kebagian pkh, tetangga yg punya mobil malah dapet",
    "banjir_genangan": "air udah sedengkul di teras, tolong pompa nya dinyalain",
    "lalu_lintas": "lampu merah perempatan mati, kendaraan pada serobot macet total",
    "kebakaran_penyelamatan": "ada ular gede melingker di kolong kompor tolong kirim orang",
    "pendidikan": "ijazah smk anak ditahan sekolah gara-gara spp nunggak",
}
TEACHING = {
    "pju": ("lampu jalan mati", "lampu pju padam", "pju tidak menyala", "lampu gang padam"),
    "sampah": ("sampah menumpuk", "sampah belum diangkut", "sampah berserakan", "tumpukan sampah bau"),
    "pohon": ("pohon tumbang", "dahan pohon patah", "pohon rawan tumbang", "ranting pohon patah"),
}


@pytest.fixture
def small() -> CategoryModel:
    from nlu.fitting import fit

    pairs = [(text, code) for code, texts in TEACHING.items() for text in texts for _ in range(2)]
    return fit([text for text, _ in pairs], [code for _, code in pairs])


@pytest.mark.parametrize("code", SAID)
def test_a_resident_in_everyday_words_is_understood(engine: EmbeddedEngine, code: str) -> None:
    assert engine.classify(SAID[code])[0].code == code


def test_every_category_of_the_city_is_ranked_and_the_confidences_sum_to_one(engine: EmbeddedEngine) -> None:
    ranked = engine.classify("lampu jalan mati")
    assert {r.code for r in ranked} == set(categories())
    assert sum(r.confidence for r in ranked) == pytest.approx(1, abs=1e-4)
    assert [r.confidence for r in ranked] == sorted((r.confidence for r in ranked), reverse=True)


def test_a_text_that_says_nothing_gets_no_sure_answer(engine: EmbeddedEngine) -> None:
    for text in ("", "   ", "😀😀", "12345", "mohon segera terima kasih"):
        assert engine.classify(text)[0].confidence < 0.5, text


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "\u202elampu mati", "😭" * 500, "a" * 100_000, "lampu mati " * 10_000, "路灯坏了", "\ud83d"],
    ids=["empty", "nul", "rtl", "emoji", "one long word", "100,000 letters", "chinese", "half a surrogate"],
)
def test_any_text_is_survived(engine: EmbeddedEngine, text: str) -> None:
    understood = engine.understand(text)
    assert understood.engine == engine.name
    assert len(understood.categories) == 44


@given(st.text(max_size=300))
@settings(max_examples=weekly.examples(15, 60), deadline=None)
def test_no_text_breaks_the_ranking(text: str) -> None:
    model = _tiny()
    found = model.probabilities(text)
    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1, abs=1e-4)


@cache
def _tiny() -> CategoryModel:
    from nlu.fitting import fit

    words = [text for texts in TEACHING.values() for text in texts]
    return fit(words * 2, [code for code, texts in TEACHING.items() for _ in texts] * 2)


def test_understanding_brings_category_intent_place_and_facts_together(engine: EmbeddedEngine) -> None:
    found = engine.understand("jalan bolong depan pasar kranji udah 2 minggu, hp saya 081234567890")
    assert found.best is not None
    assert found.best.code == "jalan_rusak"
    assert found.intent is Intent.LAPOR
    assert "081234567890" not in found.masked
    assert found.facts.since
    assert any("Kranji" in place.name for place in found.places)


def test_a_stored_model_answers_as_the_one_that_was_fitted(small: CategoryModel, tmp_path: Path) -> None:
    small.save(tmp_path / "m.npz")
    again = CategoryModel.load(tmp_path / "m.npz")
    assert again.rank("lampu padam") == small.rank("lampu padam")


def test_a_word_never_seen_is_known_by_its_letters(small: CategoryModel) -> None:
    assert small.rank("lampunyaa")[0].code == "pju"


def test_without_a_model_the_engine_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="sorot nlu train"):
        load_engine(tmp_path)


def test_a_model_fitted_by_other_code_is_refused(home: Path, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.folder.mkdir()
    card = json.loads((home / "nlu" / "card.json").read_text())
    shelf.model.write_bytes((home / "nlu" / "model.npz").read_bytes())
    (shelf.folder / "card.json").write_text(json.dumps(card))
    file_of(tmp_path).write_bytes(file_of(home).read_bytes())
    assert load_engine(tmp_path).name == card["name"]
    (shelf.folder / "card.json").write_text(json.dumps(card | {"readers_hash": "of another version"}))
    with pytest.raises(ModelMissing, match="another version"):
        load_engine(tmp_path)


def test_a_model_cut_short_is_refused(home: Path, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.folder.mkdir()
    whole = (home / "nlu" / "model.npz").read_bytes()
    (shelf.folder / "card.json").write_bytes((home / "nlu" / "card.json").read_bytes())
    shelf.model.write_bytes(whole)
    file_of(tmp_path).write_bytes(file_of(home).read_bytes())
    assert load_engine(tmp_path).classify("lampu jalan mati")[0].code == "pju"
    shelf.model.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelMissing, match="not the model"):
        load_engine(tmp_path)


def test_the_card_tells_data_date_scores_and_hash(home: Path) -> None:
    card = Shelf(home).card()
    assert card.sentences > 7_000
    assert card.readers_hash == hash_of(*READERS)
    assert card.model_hash == hash_of(Shelf(home).model)
    assert card.trained_at.endswith("+00:00")
    assert 0.8 < card.scores["accuracy"] < 1
    assert Shelf(home).model.stat().st_size < 25_000_000
