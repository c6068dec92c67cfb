"""Many officers at once, from a spreadsheet: all of them, or none and every fault with its line."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from accounts import links, officers
from storage.csv_files import Line
from storage.models import Officer

COLUMNS = ("username", "name", "role", "agency", "email")


class ImportRefused(ValueError):
    """Nothing is imported; `faults` are sentences, each with its line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def take_in(tx: Session, lines: Sequence[Line], *, now: datetime) -> list[tuple[Officer, str]]:
    """The officers made, each with the key of the link by which they choose a password.

    Raises ImportRefused: let the transaction end by it, and nothing is left.
    """
    made: list[tuple[Officer, str]] = []
    faults: list[str] = []
    for line in lines:
        try:
            officer = _one(tx, line, now=now)
        except officers.OfficerRefused as refused:
            faults.append(f"{line.file}, line {line.number}: {refused}")
        else:
            made.append((officer, links.make(tx, officer, now=now)))
    if faults or not made:
        raise ImportRefused(faults or ["There is nobody in this file."])
    return made


def _one(tx: Session, line: Line, *, now: datetime) -> Officer:
    return officers.create(
        tx, username=line["username"], name=line["name"], role=line["role"].casefold(),
        agency_code=line["agency"] or None, password=None, now=now, email=line["email"],
    )  # fmt: skip
