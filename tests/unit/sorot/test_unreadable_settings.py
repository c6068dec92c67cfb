"""A variable that cannot be read is a sentence with its name; its value may be a secret and is not told."""

import pytest

from sorot.kept_secret import UnsafeSettings
from sorot.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOROT_LIMITS", "photo.address=5"), ("SOROT_LIMITS", "[1]"), ("SOROT_LIMITS", '{"a": {"b": 1}}'),
        ("SOROT_PORT", "delapan ribu"),
    ],
)  # fmt: skip
def test_it_is_named_and_its_value_is_not_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UnsafeSettings) as refused:
        Settings()
    assert name in str(refused.value)
    assert value not in str(refused.value)
