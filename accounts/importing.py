"""Many officers at once, from a spreadsheet: all of them, or none and every fault with its line."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from accounts import links, officers
from storage.csv_files import Line
from storage.models import Officer

COLUMNS = ("username", "name", "role", "agency", "email")
MOST = 2_000  # at once: more officers than any city invites in a day
NOBODY = "Tidak ada petugas di berkas ini."
TOO_MANY = "Paling banyak 2.000 petugas dalam satu berkas. Bagi berkasnya."


class ImportRefused(ValueError):
    """Nothing is imported; `faults` are the line (0: of none) and a sentence each."""

    def __init__(self, faults: Sequence[tuple[int, str]], file: str = "") -> None:
        super().__init__(
            "\n".join(f"{file}, line {number}: {why}" if number else why for number, why in faults)
        )
        self.faults = faults


def take_in(
    tx: Session, lines: Sequence[Line], *, now: datetime, by: Officer | None = None
) -> list[tuple[Officer, str]]:  # fmt: skip
    """The officers made, each with the key of the link by which they choose a password. by: who invites them.

    Raises ImportRefused: let the transaction end by it, and nothing is left.
    """
    made: list[tuple[Officer, str]] = []
    faults: list[tuple[int, str]] = []
    if len(lines) > MOST:
        raise ImportRefused([(lines[MOST].number, TOO_MANY)], lines[0].file)
    for line in lines:
        try:
            officer = _one(tx, line, by=by, now=now)
        except officers.OfficerRefused as refused:
            faults.append((line.number, str(refused)))
        else:
            made.append((officer, links.make(tx, officer, now=now)))
    if faults or not made:
        raise ImportRefused(faults or [(0, NOBODY)], lines[0].file if lines else "")
    return made


def _one(tx: Session, line: Line, *, by: Officer | None, now: datetime) -> Officer:
    return officers.create(
        tx, username=line["username"], name=line["name"], role=line["role"].casefold(),
        agency_code=line["agency"] or None, password=None, now=now, email=line["email"], by=by,
    )  # fmt: skip
