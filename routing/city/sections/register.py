"""The sections routing itself knows; other rooms add theirs (`sorot/wiring.py`)."""

from collections.abc import Sequence
from dataclasses import replace

from routing.city.sections import agencies, areas, books, categories, kinds, places, values
from routing.city.sections.kinds import Section

KNOWN = (
    values.CITY, values.PRIVACY, areas.SECTION, agencies.SECTION, categories.SECTION, values.SAME_MATTER,
    values.MISUSE, values.RETENTION, places.SECTION, books.RULES_SECTION, books.DEADLINES_SECTION,
)  # fmt: skip


def register() -> None:
    """Make them known, in this order. May be said again."""
    for order, section in enumerate(KNOWN):
        kinds.add(replace(section, order=order))


register()


def sections() -> Sequence[Section]:
    """All sections of the process, in the order in which a file is taken in."""
    return kinds.sections()


def named(code: str) -> Section | None:
    """The section with this code."""
    return kinds.named(code)
