"""What the process's city is called, for pages that look at no database."""

from functools import lru_cache
from pathlib import Path

from routing.city import areas
from routing.city.settings import of_file
from storage import yaml_files


def full_name() -> str:
    """As the city's file says it: "Kota Contoh"."""
    return _name(areas.folder())


@lru_cache(maxsize=4)
def _name(folder: Path) -> str:
    return of_file(yaml_files.read((folder / "settings.yml").read_text("utf-8"))).city.name
