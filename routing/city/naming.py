"""What the process's city is called, for pages that look at no database."""

from functools import lru_cache
from pathlib import Path

from routing.city import areas
from routing.city.settings import City
from routing.city.settings_read import of_file
from storage import yaml_files


def full_name() -> str:
    """As the city's file says it: "Kota Contoh"."""
    return _city(areas.folder()).name


def short_name() -> str:
    """In few letters: "Contoh"; the whole name where the file has no shorter one."""
    city = _city(areas.folder())
    return city.short_name or city.name


def _city(folder: Path) -> City:
    """The name in the folder's settings; a city that begins empty has none yet."""
    return _read(folder) if (folder / "settings.yml").exists() else City(name="kota baru")


@lru_cache(maxsize=4)
def _read(folder: Path) -> City:
    return of_file(yaml_files.read((folder / "settings.yml").read_text("utf-8"))).city
