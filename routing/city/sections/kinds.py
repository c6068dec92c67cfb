"""What a section of the configuration is: its fields, how it is read from the tables and written to them.

One description drives the form, the check of a file, the comparison of versions and the YAML.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

Row = dict[str, Any]
Document = dict[str, Any]  # {"rows": [...]} of a list, {"values": {...}} of a section without rows
Choices = Callable[[Session], Mapping[str, str]]
Said = list[tuple[str, str]]


class BadSection(ValueError):
    """The section cannot be so; the text is the sentence for whoever wrote it."""


@dataclass(frozen=True)
class Field:
    """One thing of a row or of the values.

    kind: text | long | whole | number | yes | one | several | lines (one a line) | point ([lat, lon]) | data
    (kept as it is; not in the form). most: letters of a text, lines of a list, the largest number. choices:
    by code; for `one`, "" is nothing. fixed: of a row that exists it is not changed.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    most: int = 120
    least: int = 0
    needed: bool = False
    fixed: bool = False
    choices: Choices | None = None
    default: Any = None

    @property
    def empty(self) -> Any:
        """What stands there where nothing is given."""
        if self.default is not None:
            return self.default
        nothing: dict[str, Any] = {"yes": False, "several": [], "lines": [], "data": []}
        nothing |= {"whole": None, "number": None, "point": None}
        made = nothing.get(self.kind, "")
        return list(made) if isinstance(made, list) else made


@dataclass(frozen=True)
class Section:
    """A section. read: as the city works with now; write: makes the tables so, BadSection where it cannot be.

    key: the field that names a row; None: no rows, but values. removable: a row may go, else it is switched
    off. page: where it is changed if it has a page of its own. told: what else a person sees beside a row.
    order: in which a file is taken in: what is named comes before what names it.
    """

    code: str
    name: str
    about: str
    read: Callable[[Session], Document]
    write: Callable[[Session, Document], None]
    fields: tuple[Field, ...] = ()
    key: str | None = "code"
    title: str = "name"
    group: str | None = None
    removable: bool = False
    growing: bool = True
    page: str = ""
    told: Callable[[Session, Row], Said] | None = None
    order: int = 50

    def field_named(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        return next(one for one in self.fields if one.name == name)


_known: dict[str, Section] = {}


def add(section: Section) -> None:
    """Make a section known to the process."""
    _known[section.code] = section


def sections() -> Sequence[Section]:
    """All, in the order in which a file is taken in."""
    return sorted(_known.values(), key=lambda section: section.order)


def named(code: str) -> Section | None:
    """The section with this code."""
    return _known.get(code)
