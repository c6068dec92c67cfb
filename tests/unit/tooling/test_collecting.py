"""Collecting the tests is quick: nothing runs before it is done."""

import pytest

from tests.conftest import COLLECTED

# Seconds of processor time to import each; a test that needs one imports it where it uses it.
LATE = {"aiogram", "sklearn", "boto3"}


def test_collecting_imports_nothing_that_takes_seconds(request: pytest.FixtureRequest) -> None:
    assert request.config.stash[COLLECTED] & LATE == frozenset()
