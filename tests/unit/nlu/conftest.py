"""What the tests of understanding share: a home whose model was trained as the product trains it."""

from pathlib import Path

import pytest

from nlu import corpus
from nlu.training import train


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder after `sorot nlu train`, on a fifth of the corpus so that the tests need not wait."""
    folder = tmp_path_factory.mktemp("home")
    some = tuple(corpus.generate(size=300))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "generate", lambda: iter(some))
        train(folder, say=lambda line: None)
    return folder
