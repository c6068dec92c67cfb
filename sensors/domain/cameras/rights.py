"""Who sees a camera, and whether with faces: a table of the camera's rights and the officer's place."""

from enum import StrEnum

from routing.domain.permissions import WHOLE_CITY, Action, Role, may


class Rights(StrEnum):
    """Whom the register lets look."""

    POC = "poc"  # the command centre alone
    OWNER = "pemilik"  # and the office whose camera it is
    OFFICERS = "petugas"  # and every officer, without faces


RIGHTS = {
    Rights.POC: "hanya POC", Rights.OWNER: "POC dan kantor pemiliknya",
    Rights.OFFICERS: "semua petugas (wajah dikaburkan)",
}  # fmt: skip


class Clearness(StrEnum):
    """How somebody sees a camera. Live pictures cannot be blurred: only who sees faces watches them."""

    NONE = ""
    BLURRED = "kabur"
    CLEAR = "jelas"


def clearness(role: str, *, own: bool, rights: str) -> Clearness:
    """How an officer sees a camera. own: it is their office's."""
    if not may(role, Action.VIEW):
        return Clearness.NONE
    if role == Role.OPERATOR or (own and rights in (Rights.OWNER, Rights.OFFICERS)):
        return Clearness.CLEAR
    if role in WHOLE_CITY or rights == Rights.OFFICERS:
        return Clearness.BLURRED
    return Clearness.NONE
