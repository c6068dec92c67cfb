"""The sections routing itself knows; other rooms add theirs (`sorot/wiring.py`)."""

from dataclasses import replace

from routing.city.sections import agencies, areas, books, categories, kinds, places, values

KNOWN = (
    values.CITY, values.PRIVACY, areas.SECTION, agencies.SECTION, categories.SECTION, values.SAME_MATTER,
    values.MISUSE, values.RETENTION, places.SECTION, books.RULES_SECTION, books.DEADLINES_SECTION,
)  # fmt: skip


def register() -> None:
    """Make them known, in this order. May be said again."""
    for order, section in enumerate(KNOWN):
        kinds.add(replace(section, order=order))


register()
