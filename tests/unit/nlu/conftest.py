"""What the tests of understanding share: a home whose model was trained as the product trains it."""

import fcntl
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from nlu import corpus, sense_training
from nlu.cards import ModelMissing
from nlu.engine import EmbeddedEngine, load_engine
from nlu.sense import Sense, load
from nlu.sense_corpus import Sizes
from nlu.training import train
from tests import hands
from tests.servers import MODEL

FEW = Sizes(kind=250, plain=2500, category=20, talk=60, indirect=200, long=300)


def _trained(folder: Path) -> None:
    """A home after `sorot nlu train`: the set-up's, else of a fifth of the messages so that nobody waits."""
    with suppress(ModelMissing, OSError):
        shutil.copytree(MODEL, folder / "nlu")
        load_engine(folder)  # and the sense of danger with it
        return
    shutil.rmtree(folder / "nlu", ignore_errors=True)
    sense_training.train(folder, sizes=FEW, say=lambda line: None)
    some = tuple(corpus.generate(size=300))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "generate", lambda: iter(some))
        train(folder, say=lambda line: None)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained home of this worker's own: the first worker of a run trains, the others copy."""
    base = tmp_path_factory.getbasetemp()
    if hands.number is not None:
        base = base.parent
    made, folder = base / "trained", tmp_path_factory.mktemp("home")
    with (base / "trained.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _trained(folder)
            shutil.copytree(folder, base / "half")
            (base / "half").rename(made)
    return Path(shutil.copytree(made, folder, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def sense(home: Path) -> Sense:
    """The sense of danger of that home."""
    return load(home)


@pytest.fixture(scope="session")
def engine(home: Path) -> EmbeddedEngine:
    """The engine of that home, read once."""
    return load_engine(home)
