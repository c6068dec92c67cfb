"""What the tests of understanding share: a home whose model was trained as the product trains it."""

from pathlib import Path

import pytest

from nlu import corpus, sense_training
from nlu.sense import Sense, file_of
from nlu.sense_corpus import Sizes
from nlu.training import train

FEW = Sizes(kind=250, plain=2500, category=20, talk=60, indirect=200, long=300)


@pytest.fixture(scope="session")
def sense(tmp_path_factory: pytest.TempPathFactory) -> Sense:
    """The sense of danger, of a fifth of its messages so that the tests need not wait."""
    return sense_training.train(tmp_path_factory.mktemp("sense"), sizes=FEW, say=lambda line: None)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, sense: Sense) -> Path:
    """A home folder after `sorot nlu train`, on a fifth of the corpus so that the tests need not wait."""
    folder = tmp_path_factory.mktemp("home")
    sense.save(file_of(folder))
    some = tuple(corpus.generate(size=300))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "generate", lambda: iter(some))
        train(folder, say=lambda line: None)
    return folder
