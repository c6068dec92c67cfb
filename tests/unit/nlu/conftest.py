"""What the tests of understanding share: a home whose model was trained as the product trains it."""

from pathlib import Path

import pytest
from hypothesis import settings

from nlu.training import train

# Property tests look for texts that break something, not for slow ones: a busy machine is no failure.
settings.register_profile("nlu", deadline=None)
settings.load_profile("nlu")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder after `sorot nlu train`."""
    folder = tmp_path_factory.mktemp("home")
    train(folder, say=lambda line: None)
    return folder
