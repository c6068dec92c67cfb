"""What the process's city is called, for pages that look at no database."""

from functools import lru_cache
from pathlib import Path

from routing.city import areas
from routing.city.settings import City, CitySettings
from routing.city.settings_read import of_file
from storage import yaml_files

_configured: dict[Path, City] = {}


def use(city: City) -> None:
    """The city is called so from now on, in this process: as the panel says, in place of the file."""
    _configured[areas.folder()] = city


def full_name() -> str:
    """As the city says it: "Kota Contoh"."""
    return _city(areas.folder()).name


def short_name() -> str:
    """In few letters: "Contoh"; the whole name where the file has no shorter one."""
    city = _city(areas.folder())
    return city.short_name or city.name


def example_number() -> str:
    """What a report's number looks like here."""
    return f"{_settings(areas.folder()).number_prefix}-2611-00042"


def _city(folder: Path) -> City:
    """The name in the folder's settings, unless the panel says another; a city not set up yet has none."""
    if folder in _configured:
        return _configured[folder]
    return _settings(folder).city if (folder / "settings.yml").exists() else City(name="kota baru")


@lru_cache(maxsize=4)
def _settings(folder: Path) -> CitySettings:
    return of_file(yaml_files.read((folder / "settings.yml").read_text("utf-8")))
