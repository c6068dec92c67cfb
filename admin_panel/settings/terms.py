"""Who answers for a category, by when, and what is asked as proof, as the panel changes it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from routing.city.catalogue import changed
from routing.city.sections import categories
from routing.domain.proof import Checking, Wanted
from routing.reports import configuring
from storage import events
from storage.event_kinds import EventKind
from storage.models import Agency, Category, Officer

LONGEST = {"jam": 24 * 90, "jam_kerja": 24 * 90, "hari_kerja": 250}  # about a year of working days


class TermRefused(ValueError):
    """These terms cannot be; the text is the sentence for the person asking."""


@dataclass(frozen=True)
class CategoryTerms:
    """Who answers, and how many `unit` until the first answer and until the end.

    unit: hari_kerja | jam_kerja | jam (round the clock).
    proof: when a photo of the result is wanted (selalu | di_lokasi | tidak). checking: when somebody else
    looks at it (selalu | contoh | tidak).
    """

    agency: str
    first: int
    resolve: int
    unit: str
    proof: str = Wanted.ON_SITE.value
    checking: str = Checking.SAMPLE.value


def set_terms(tx: Session, category: Category, wanted: CategoryTerms, *, by: Officer, now: datetime) -> None:
    """Holds for reports filed from now on; those already filed keep the promise they were given."""
    _check(tx, wanted)
    with configuring.remembered(tx, categories.SECTION, why=f"Tenggat {category.name}", officer=by, now=now):
        _set(category, wanted)
    changed(tx)
    data = {"category": category.code, **asdict(wanted)}
    events.record(tx, kind=EventKind.CATEGORY_TERMS_SET, actor=f"petugas:{by.id}", now=now, data=data)


def _set(category: Category, wanted: CategoryTerms) -> None:
    category.agency_code, category.unit = wanted.agency, wanted.unit
    category.proof, category.checking = wanted.proof, wanted.checking
    category.first_answer_amount, category.resolve_amount = wanted.first, wanted.resolve


def _check(tx: Session, wanted: CategoryTerms) -> None:
    if wanted.unit not in LONGEST:
        raise TermRefused("Pilih satuan hari kerja, jam kerja, atau jam siang malam.")
    if wanted.proof not in set(Wanted) or wanted.checking not in set(Checking):
        raise TermRefused("Pilih kapan foto hasil diminta dan kapan hasilnya diperiksa.")
    if not 1 <= wanted.first <= wanted.resolve <= LONGEST[wanted.unit]:
        limit = LONGEST[wanted.unit]
        raise TermRefused(f"Tanggapan pertama minimal 1 dan tidak melebihi penyelesaian (maksimal {limit}).")
    if tx.get(Agency, wanted.agency) is None:
        raise TermRefused("Dinas itu tidak ada.")
