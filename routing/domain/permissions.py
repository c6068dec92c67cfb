"""Who may do what, as one table. What stands in no row is refused.

Which reports an officer reaches at all (own dinas, own kelurahan, the whole city) is the matter of
`routing.reports.door`; this table says what the role may do with a report it reaches.
"""

from enum import StrEnum

from routing.domain.lifecycle import Status


class Role(StrEnum):
    """petugas of one dinas, lurah (or camat) of one area, operator at the POC, pimpinan, admin."""

    PETUGAS = "petugas"
    LURAH = "lurah"
    OPERATOR = "operator"
    PIMPINAN = "pimpinan"
    ADMIN = "admin"


class Action(StrEnum):
    """Something an officer does."""

    READ = "read"
    ANSWER = "answer"  # answers and asks the resident
    STATUS = "status"
    CATEGORY = "category"
    FORWARD = "forward"
    NOTE = "note"
    CONFIGURE = "configure"
    BLOCK = "block"  # takes no more messages of a person, and takes them again


A = Action
_WORK = frozenset({A.READ, A.ANSWER, A.STATUS, A.CATEGORY, A.FORWARD, A.NOTE})

MAY: dict[str, frozenset[Action]] = {
    Role.PETUGAS: _WORK,
    Role.LURAH: _WORK,
    Role.OPERATOR: _WORK | {A.BLOCK},
    Role.PIMPINAN: frozenset({A.READ}),
    Role.ADMIN: frozenset({A.READ, A.CONFIGURE, A.BLOCK}),
}

# Ending for good and taking back a rejection are the POC's: someone other than the doer looks again.
OPERATOR_ONLY = frozenset(
    {(Status.SELESAI, Status.DITUTUP), (Status.DIRUJUK, Status.DITUTUP), (Status.DITOLAK, Status.DIPROSES)}
)
# Who pressed "Sudah beres" and sees it broken again says so; nobody else takes a closed report up.
RESIDENT_ONLY = frozenset({(Status.DITUTUP, Status.DIPROSES)})
WHOLE_CITY = frozenset({Role.OPERATOR, Role.PIMPINAN, Role.ADMIN})


def may(role: str, action: Action) -> bool:
    """True when the role's row holds the action; an unknown role may nothing."""
    return action in MAY.get(role, frozenset())


def may_move_as(role: str, from_status: Status, to: Status) -> bool:
    """True when this role may make this move (whether the move exists at all is the lifecycle's question)."""
    if (from_status, to) in RESIDENT_ONLY:
        return False
    return may(role, A.STATUS) and ((from_status, to) not in OPERATOR_ONLY or role == Role.OPERATOR)
