"""Training, promotion, going back: a city never loses the better model."""

import csv
from pathlib import Path

import pytest

from nlu import cli, corpus, sense_corpus, training
from nlu.cards import ModelMissing, Shelf
from nlu.corpus import Example
from nlu.evaluation import score
from nlu.model import CategoryModel
from nlu.sense import NONE

WORDS = {
    "pju": "lampu jalan mati padam",
    "sampah": "sampah menumpuk bau busuk",
    "pohon": "pohon tumbang dahan patah",
}
PLACES = ("melati", "mawar", "anggrek", "dahlia", "kenanga", "cempaka", "seroja", "kamboja", "nangka", "sawo")


def sentences(*, wrong: bool = False) -> tuple[Example, ...]:
    """Sixty sentences of three matters; with `wrong` every label is another matter's."""
    codes = list(WORDS)
    return tuple(
        Example(f"{word} {place}", codes[(i + wrong) % 3])
        for i, code in enumerate(codes)
        for word in WORDS[code].split()
        for place in PLACES
    )


def model_of(examples: tuple[Example, ...]) -> CategoryModel:
    from nlu.fitting import fit

    return fit([e.text for e in examples], [e.category for e in examples])


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus of sixty sentences, so that training takes no time."""
    monkeypatch.setattr(corpus, "generate", lambda: iter(sentences()))
    felt = [("gas bocor", "gas"), ("bau gas", "gas"), ("lampu mati", NONE), ("jalan rusak", NONE)] * 2
    monkeypatch.setattr(sense_corpus, "generate", lambda sizes: iter(felt))


def stored(home: Path, model: CategoryModel) -> str:
    scores = score(model, sentences())
    return training.promote(Shelf(home), model, scores=scores, sentences=1, archive=None).name


@pytest.mark.usefixtures("own")
def test_the_first_training_brings_a_model_into_use(tmp_path: Path) -> None:
    card = training.train(tmp_path, say=lambda line: None)
    assert Shelf(tmp_path).card() == card
    assert card.sentences < len(sentences()), "some sentences are kept apart for measuring"


@pytest.mark.usefixtures("own")
def test_a_better_model_replaces_the_one_in_use(tmp_path: Path) -> None:
    poor = stored(tmp_path, model_of(sentences(wrong=True)))
    assert training.train(tmp_path, say=lambda line: None).name != poor


def test_a_worse_model_is_not_brought_into_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = stored(tmp_path, model_of(sentences()))
    monkeypatch.setattr(corpus, "generate", lambda: iter(sentences()))
    felt = [("gas bocor", "gas"), ("bau gas", "gas"), ("lampu mati", NONE), ("jalan rusak", NONE)] * 2
    monkeypatch.setattr(sense_corpus, "generate", lambda sizes: iter(felt))
    monkeypatch.setattr(training, "_fit", lambda *a, **k: model_of(sentences(wrong=True)))
    said: list[str] = []
    assert training.train(tmp_path, say=said.append).name == good
    assert any("stays" in line for line in said)


def test_going_back_brings_the_previous_model_and_going_back_again_the_newer(tmp_path: Path) -> None:
    first = stored(tmp_path, model_of(sentences(wrong=True)))
    second = stored(tmp_path, model_of(sentences()))
    cli.restore(tmp_path, say=lambda line: None)
    assert Shelf(tmp_path).card().name == first
    cli.restore(tmp_path, say=lambda line: None)
    assert Shelf(tmp_path).card().name == second


def test_going_back_without_a_previous_model_changes_nothing(tmp_path: Path) -> None:
    only = stored(tmp_path, model_of(sentences()))
    with pytest.raises(ModelMissing):
        cli.restore(tmp_path, say=lambda line: None)
    assert Shelf(tmp_path).card().name == only


@pytest.mark.usefixtures("own")
def test_if_missing_trains_once_and_not_again(tmp_path: Path) -> None:
    said: list[str] = []
    cli.train(tmp_path, if_missing=True, say=said.append)
    assert said
    said.clear()
    cli.train(tmp_path, if_missing=True, say=said.append)
    assert not said


@pytest.mark.usefixtures("own")
def test_a_model_of_another_corpus_is_trained_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.train(tmp_path, if_missing=True, say=lambda line: None)
    monkeypatch.setattr(training, "data_hash", lambda: "another")
    said: list[str] = []
    cli.train(tmp_path, if_missing=True, say=said.append)
    assert said


def test_a_sentence_kept_apart_is_kept_apart_in_every_training() -> None:
    whole = training.split(sentences())
    some = training.split(sentences()[::2])
    assert set(some.apart) == set(whole.apart) & set(sentences()[::2])
    assert whole.apart
    assert not set(whole.apart) & set(whole.learn)


@pytest.mark.usefixtures("own")
def test_an_archive_is_measured_beside_a_plain_svm_and_learnt_from(tmp_path: Path) -> None:
    file = tmp_path / "archive.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["category", "text"])
        writer.writerows([e.category, f"{e.text} kidul"] for e in sentences())
    said: list[str] = []
    card = training.train(tmp_path, archive=file, say=said.append)
    assert (card.archive, card.archive_rows) == (str(file), len(sentences()))
    assert sum(line.split()[0] in {"1", "2", "3", "4", "5", "mean"} for line in said) == 6
    assert "svm" in " ".join(said)


def test_a_file_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("text,label\nlampu mati,pju\n", encoding="utf-8")
    with pytest.raises(ValueError, match="category"):
        training.read_rows(file)
