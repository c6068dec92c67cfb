"""Whose matter is it: from the category's agency and the kelurahan to the one agency that answers."""

from collections.abc import Mapping
from dataclasses import dataclass

LOCAL_KELURAHAN = "kelurahan"  # in the category table: the kelurahan the report lies in
POC = "poc"  # the Patriot Operation Center sorts out what nobody else owns
EXTERNAL = "external"


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


def responsible(
    category_agency: str, kelurahan: str | None, agencies: Mapping[str, AgencyFacts]
) -> Jurisdiction:
    """The agency for a category's owner and a kelurahan code.

    An agency that is unknown or switched off never swallows a report: the POC gets it. `agencies` holds
    the POC.
    """
    code = category_agency
    if code == LOCAL_KELURAHAN:
        code = kelurahan_agency(kelurahan) if kelurahan else POC
    agency = agencies.get(code)
    if agency is None or not agency.active:
        return Jurisdiction(agencies[POC], referred=False)
    return Jurisdiction(agency, referred=agency.kind == EXTERNAL)
