"""Whether the configuration holds together: what would leave a report with nobody, and what is only odd.

A report never goes lost: where the configuration names nobody who is there, the POC gets it. That is what is
told of here, before residents find it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.jurisdiction import EXTERNAL, LOCAL_KELURAHAN, POC, kelurahan_agency
from routing.domain.lifecycle import OPEN, Status
from routing.domain.permissions import MAY, Action
from routing.reports import trust
from routing.reports.filing import UNSORTED
from storage.models import AgencyFeed, Camera, Officer, ReadyAnswer, Report


@dataclass(frozen=True)
class Finding:
    """grave: a report would lie with nobody who answers for it. said: one sentence.

    sentence: what officers read, of a grave one.
    """

    grave: bool
    said: str
    sentence: str = ""


def check(session: Session) -> list[Finding]:
    """Everything found, the grave first."""
    city = catalogue(session)
    found = [
        *_offices(city), *_categories(city), *_areas(city), *_settings(city), *_left_behind(session, city),
        *_people(session, city), *_belongings(session, city),
    ]  # fmt: skip
    return sorted(found, key=lambda finding: not finding.grave)


def _works(city: Catalogue, code: str) -> bool:
    """Whether this agency is there and active."""
    agency = city.agencies.get(code)
    return agency is not None and agency.active


def _offices(city: Catalogue) -> Iterator[Finding]:
    if not _works(city, POC):
        yield Finding(
            True, f"The agency {POC} is missing or inactive: what fits no other goes there.",
            f"Instansi {POC} harus ada dan aktif: yang tidak cocok dengan yang lain masuk ke sana.",
        )  # fmt: skip
    if not any(_works(city, code) for code in city.overseers):
        yield Finding(
            True, "None of guarded.overseers is active: nobody looks into complaints about offices.",
            "Tidak ada lagi instansi aktif yang memeriksa aduan tentang kantor kota.",
        )  # fmt: skip
    for agency in city.agencies.values():
        if agency.active and agency.kind == EXTERNAL and not agency.contact:
            yield Finding(False, f"{agency.code} is outside the city and has no contact to tell residents.")


def _categories(city: Catalogue) -> Iterator[Finding]:
    spare = city.categories.get(UNSORTED)
    if spare is None or not spare.active:
        yield Finding(
            True, f"The category {UNSORTED} is missing or inactive: what nobody recognises goes there.",
            f"Kategori {UNSORTED} harus ada dan aktif: yang tidak dikenali masuk ke sana.",
        )  # fmt: skip
    for info in city.categories.values():
        if not info.active:
            continue
        if info.agency != LOCAL_KELURAHAN and not _works(city, info.agency):
            said = f"{info.code}: its agency {info.agency} is missing or inactive."
            yield Finding(
                True, said, f"Kategori “{info.name}” dipegang instansi {info.agency}, yang tidak aktif."
            )
        if not info.name.strip() or not info.group.strip():
            yield Finding(False, f"{info.code} has no name or group for people to read.")


def _areas(city: Catalogue) -> Iterator[Finding]:
    if not city.kelurahan:
        yield Finding(True, "There is no kelurahan: no place in the city is known.", "Tidak ada kelurahan.")
    for code, area in city.kelurahan.items():
        if not _works(city, kelurahan_agency(code)):
            yield Finding(
                True, f"Kelurahan {area.name} ({code}) has no active office.",
                f"Kelurahan {area.name} tidak punya kantor yang aktif.",
            )  # fmt: skip


def _settings(city: Catalogue) -> Iterator[Finding]:
    named = city.settings
    if unsaid := sorted(set(Status) - set(named.statuses)):
        yield Finding(False, f"statuses: no name for {', '.join(unsaid)}.")
    guarded = named.guarded.integrity | named.guarded.victims | named.guarded.named
    told = {named.alerts.category, *guarded, *named.office_matters, *named.flood_matters}
    if unknown := sorted(told - set(city.categories)):
        yield Finding(False, f"settings name categories that do not exist: {', '.join(unknown)}.")
    offices = {named.alerts.agency, *named.neighbours.values(), *(rule.agency for rule in named.elsewhere)}
    if gone := sorted(code for code in offices if not _works(city, code)):
        listed = ", ".join(gone)
        yield Finding(
            True, f"settings name agencies that are missing or inactive: {listed}.",
            f"Pengaturan lain (peringatan, tetangga) masih menyebut instansi yang tidak aktif: {listed}.",
        )  # fmt: skip


def _left_behind(session: Session, city: Catalogue) -> Iterator[Finding]:
    """Reports nobody would find any more: open, with an agency that takes none."""
    lying = (
        select(Report.agency_code, func.count()).where(Report.status.in_(OPEN)).group_by(Report.agency_code)
    )
    for code, count in session.execute(lying):
        if not _works(city, code):
            name = city.agencies[code].name if code in city.agencies else code
            yield Finding(
                True, f"{count} open reports lie with {code}, which is missing or inactive.",
                f"{count} laporan terbuka masih di {name}: teruskan dulu ke instansi lain.",
            )  # fmt: skip


def _people(session: Session, city: Catalogue) -> Iterator[Finding]:
    roles = [role for role, actions in MAY.items() if Action.ANSWER in actions]
    asked = select(Officer.agency_code).where(Officer.active, Officer.role.in_(roles))
    staffed = set(session.scalars(asked))
    owners = {info.agency for info in city.categories.values() if info.active} - {LOCAL_KELURAHAN}
    ours = {code for code in owners if _works(city, code) and city.agencies[code].kind != EXTERNAL}
    if empty := sorted(ours - staffed):
        yield Finding(False, f"Nobody who can answer works at {', '.join(empty)}.")
    for code in sorted(trust.unattended(session)):
        yield Finding(False, f"Nobody is named for {code}: its reports are seen as any guarded ones are.")


def _belongings(session: Session, city: Catalogue) -> Iterator[Finding]:
    """What belongs to an office that is there no more."""
    for model, what in ((ReadyAnswer, "Ready answers"), (Camera, "Cameras"), (AgencyFeed, "Feeds")):
        codes = session.scalars(select(model.agency_code).where(model.agency_code.is_not(None)).distinct())
        if gone := sorted(code for code in codes if code and not _works(city, code)):
            yield Finding(False, f"{what} belong to {', '.join(gone)}, which is missing or inactive.")
