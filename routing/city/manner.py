"""How the city's officers are to write: `plain_words.yml` in its folder."""

from functools import cache
from pathlib import Path

from nlu.plain import load_yaml
from routing.city import areas
from routing.domain.plain_words import Manner


def manner() -> Manner:
    """The city's own; a city without the file has nothing pointed at but long sentences and abbreviations."""
    return _read(areas.folder() / "plain_words.yml")


@cache
def _read(path: Path) -> Manner:
    data = load_yaml(path) if path.is_file() else {}
    plain = {str(word): str(better) for word, better in data.get("plain", {}).items()}
    return Manner(plain, int(data.get("longest", 28)), tuple(data.get("steps", ())))
