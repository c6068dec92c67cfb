"""What officers correct is counted; a model is trained aside, compared, taken, and given back."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import officers
from nlu.cards import READERS, Card, Shelf, hash_of
from routing import learning
from routing.errors import Refused
from routing.reports import officers_work
from sorot.learning import Learner
from storage import clock, db
from storage.models import Officer
from tests.factories import city, reports

# As `sorot nlu train` leaves it, without training: another model and its card.
TRAINER = """
import json, os, pathlib, sys
from nlu.cards import Card, hash_of
home = pathlib.Path(os.environ["SOROT_HOME"]) / "nlu"
print("understanding: 0.900 right")
assert pathlib.Path(sys.argv[1]).read_text().startswith("text,category")
(home / "model.npz").write_bytes(b"new")
old = Card.read(home / "card.json")
Card(**{**vars(old), "name": "new", "model_hash": hash_of(home / "model.npz")}).write(home / "card.json")
"""


@pytest.fixture
def shelf(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    monkeypatch.setattr("sorot.learning.LEAST", 0)
    made = Shelf(tmp_path)
    made.folder.mkdir()
    made.model.write_bytes(b"old")
    card = Card(
        "old", "2026-11-01", 10, "d", hash_of(*READERS), hash_of(made.model), scores={"accuracy": 0.8}
    )
    card.write(made.folder / "card.json")
    return made


def somebody(tx: Session, role: str) -> Officer:
    known = tx.scalar(select(Officer).where(Officer.username == role))
    return known or officers.create(
        tx, username=role, name="Orang Kota", role=role, agency_code=None, password=None, now=clock.now()
    )


def ordered(what: str) -> None:
    with db.transaction() as tx:
        learning.order(tx, what, officer=somebody(tx, "admin"), now=clock.now())


def state() -> dict[str, object]:
    with db.reading() as session:
        return dict(learning.state(session))


def test_a_model_is_trained_aside_compared_taken_and_given_back(shelf: Shelf, tmp_path: Path) -> None:
    """Two seconds: the training is a process of its own."""
    reloaded: list[str] = []
    command = (sys.executable, "-c", TRAINER)
    learner = Learner(tmp_path, lambda: reloaded.append(shelf.card().name), clock.now, command=command)
    learner.look()
    shown = state()["card"]
    assert isinstance(shown, dict)
    assert (shown["name"], shown["scores"]) == ("old", {"accuracy": 0.8})
    with pytest.raises(Refused):
        ordered(learning.TAKE)  # nothing was trained
    ordered(learning.TRAIN)
    with pytest.raises(Refused):
        ordered(learning.TRAIN)  # it waits already
    learner.look()
    assert (state()["state"], shelf.card().name, reloaded) == (learning.TRIED, "old", [])
    assert "understanding: 0.900 right" in str(state()["lines"])
    assert not list(tmp_path.rglob("arsip.csv"))  # residents' words
    ordered(learning.TAKE)
    learner.look()
    assert (shelf.card().name, reloaded, state()["before"]["name"]) == ("new", ["new"], "old")  # type: ignore[index]
    ordered(learning.BACK)
    learner.look()
    assert (shelf.card().name, reloaded[-1]) == ("old", "old")


@pytest.mark.parametrize("ends", ["sys.exit(3)", "import time; time.sleep(60)"])
def test_a_training_that_fails_or_hangs_is_told_and_leaves_no_words_of_residents(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    """Over a second: one training is a process that must have hung for a while."""
    monkeypatch.setattr("sorot.learning.LONGEST", 1 if "sleep" in ends else 60)
    told = "import sys; print('dibaca', len(open(sys.argv[1]).read()) > 0, flush=True); "
    ordered(learning.TRAIN)
    Learner(tmp_path, lambda: None, clock.now, command=(sys.executable, "-c", told + ends)).look()
    assert (state()["state"], shelf.card().name) == (learning.FAILED, "old")
    assert "dibaca True" in str(state()["lines"])
    assert not list(tmp_path.rglob("arsip.csv"))


def test_too_few_reports_are_told_and_nothing_is_trained(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sorot.learning.LEAST", 3)
    ordered(learning.TRAIN)
    Learner(tmp_path, lambda: None, clock.now, command=("there-is-no-such-command",)).look()
    assert (state()["state"], shelf.card().name) == (learning.IDLE, "old")
    assert state()["lines"] == ["Baru ada 0 laporan untuk dipelajari; pelatihan memerlukan 3."]
    assert not list(tmp_path.rglob("arsip.csv"))


def test_a_training_whose_worker_was_ended_is_told_soon_and_its_words_go(
    shelf: Shelf, tmp_path: Path
) -> None:
    learner = Learner(tmp_path, lambda: None, clock.now, command=())
    learner.look()
    ordered(learning.TRAIN)
    with db.transaction() as tx:
        assert learning.claim(tx, now=clock.now() - learning.SILENT) == learning.TRAIN
    learner.trial.mkdir()
    learner.archive.write_text("text,category")
    learner.look()
    assert (state()["state"], state()["lines"]) == (learning.FAILED, [learning.GONE])
    learner.look()
    assert not learner.archive.exists()
    ordered(learning.TRAIN)


def test_a_training_that_is_long_silent_is_known_to_go_on(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "HEARD", timedelta(milliseconds=5))
    heard = tmp_path / "heard"
    waits = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)"
    told = Learner._tell
    count: list[object] = []

    def tell(learner: Learner, **values: object) -> None:
        told(learner, **values)
        count.append(values)
        if count[-3:] == [{}] * 3:  # nothing new, only that it is there
            heard.touch()

    monkeypatch.setattr(Learner, "_tell", tell)
    ordered(learning.TRAIN)
    Learner(tmp_path, lambda: None, clock.now, command=(sys.executable, "-c", waits, str(heard))).look()
    assert heard.exists()
    assert state()["state"] == learning.IDLE  # nothing better came of it


def test_corrections_are_counted_by_week_and_pair(shelf: Shelf) -> None:
    now = clock.now()
    with db.transaction() as tx:
        officer = somebody(tx, "operator")
        made = [
            reports.filed(
                tx, now=now - timedelta(hours=1), category="pju", category_by="embedded-1", confidence=0.4,
                needs_review=True,
            )
            for _ in range(3)
        ]  # fmt: skip
        chosen = reports.filed(tx, now=now, category="pju", category_by="warga")
        for report, category in ((made[0], "pohon"), (made[1], "pju"), (chosen, "pohon")):
            officers_work.change_category(
                tx, officer=officer, report=report, category=category, reason="dilihat lagi", now=now
            )
        number = made[0].number
    with db.reading() as session:
        found = learning.figures(session, now=now)
    assert found.pairs == [("pju", "pohon", 1)]
    assert [one.number for one in found.newest] == [number]
    assert (sum(week.count for week in found.weeks), sum(week.stood for week in found.weeks)) == (3, 2)
    assert {week.share for week in found.weeks} == {None}  # under twenty no share is told
