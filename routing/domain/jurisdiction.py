"""Whose matter is it: from the category's agency and the kelurahan to the one agency that answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOCAL_KELURAHAN = "kelurahan"  # in the category table: the kelurahan the report lies in
POC = "poc"  # the Patriot Operation Center sorts out what nobody else owns
EXTERNAL = "external"
AREA_OFFICES = frozenset({"kelurahan", "kecamatan"})  # kinds of the offices that serve one area


@dataclass(frozen=True)
class AgencyFacts:
    """What the rule needs to know of an agency. kind: dinas | kecamatan | kelurahan | external."""

    code: str
    name: str
    kind: str
    short_name: str = ""
    contact: str = ""
    active: bool = True


@dataclass(frozen=True)
class Jurisdiction:
    """Who answers. `referred`: the matter is not the city's; the resident is told whose it is."""

    agency: AgencyFacts
    referred: bool


def kelurahan_agency(area_code: str) -> str:
    """The agency code of the office that serves a kelurahan."""
    return f"kel-{area_code}"


def kecamatan_agency(area_code: str) -> str:
    """The agency code of the office that serves a kecamatan."""
    return f"kec-{area_code}"


@dataclass(frozen=True)
class Care:
    """Why a matter may not go to just anybody.

    accused: codes of the offices complained of; "kelurahan" or "kecamatan" where nobody knows which one.
    secret, guarded: as in `permissions.Matter`. keeps: its owner stays (somebody is in danger, or a victim
    needs the office that knows how to help) unless that office is the accused. overseers: who looks into
    complaints about offices, in this order.
    """

    accused: frozenset[str] = frozenset()
    secret: bool = False
    guarded: bool = False
    keeps: bool = False
    overseers: Sequence[str] = (POC,)


PLAIN = Care()


def responsible(
    category_agency: str, kelurahan: str | None, agencies: Mapping[str, AgencyFacts], care: Care = PLAIN
) -> Jurisdiction:
    """The agency for a category's owner and a kelurahan code.

    An agency that is unknown or switched off never swallows a report: the POC gets it. A complaint about an
    office goes to the overseers, never to that office, and what is secret or guarded to no area's office,
    where everybody knows everybody. `agencies` holds the POC.
    """
    owner = _owner(category_agency, kelurahan, agencies)
    local = owner.agency.kind in AREA_OFFICES and (care.secret or care.guarded)
    complained = bool(care.accused) and not care.keeps
    if complained or local or is_accused(owner.agency, care.accused):
        return Jurisdiction(_overseer(agencies, care), referred=False)
    return owner


def is_accused(agency: AgencyFacts, accused: frozenset[str]) -> bool:
    """True when the complaint is about this office, or about some office of its kind nobody could name."""
    return agency.code in accused or (agency.kind in AREA_OFFICES and agency.kind in accused)


def _owner(category_agency: str, kelurahan: str | None, agencies: Mapping[str, AgencyFacts]) -> Jurisdiction:
    code = category_agency
    if code == LOCAL_KELURAHAN:
        code = kelurahan_agency(kelurahan) if kelurahan else POC
    agency = agencies.get(code)
    if agency is None or not agency.active:
        return Jurisdiction(agencies[POC], referred=False)
    return Jurisdiction(agency, referred=agency.kind == EXTERNAL)


def _overseer(agencies: Mapping[str, AgencyFacts], care: Care) -> AgencyFacts:
    """The first of them who is not the accused; if all are, the POC: somebody must read it."""
    for code in care.overseers:
        agency = agencies.get(code)
        if agency is not None and agency.active and not is_accused(agency, care.accused):
            return agency
    return agencies[POC]
