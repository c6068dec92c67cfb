"""Who may do what with which report, as tables. What stands in no row is refused.

`MAY` says what a role does at all; a `Relation` says how a report stands to the officer, and a `Matter` what
is delicate about it. `routing.reports.door` writes the same rule as SQL, so that the query itself carries it.
"""

from dataclasses import dataclass
from enum import StrEnum

from routing.domain.lifecycle import Status


class Role(StrEnum):
    """petugas and kepala of one dinas, lurah (or camat) of one area, operator at the POC, pimpinan, admin.

    pemantau only reads what lies with one dinas.
    """

    PETUGAS = "petugas"
    KEPALA = "kepala"
    LURAH = "lurah"
    PEMANTAU = "pemantau"
    OPERATOR = "operator"
    PIMPINAN = "pimpinan"
    ADMIN = "admin"


class Action(StrEnum):
    """Something an officer does."""

    ENTER = "enter"  # signs in and out, hears what changes, keeps the own password
    READ = "read"
    ANSWER = "answer"  # answers and asks the resident
    STATUS = "status"
    CATEGORY = "category"
    FORWARD = "forward"
    NOTE = "note"
    HOLD = "hold"  # takes a report in hand, gives it to a colleague, lets it go
    SHARE = "share"  # says how the own office's reports come into hands, and who stands in for whom
    JOIN = "join"  # joins reports of the same matter and parts them, bundles and splits them
    POSTPONE = "postpone"  # gives a report's end another date, within the role's limits
    UNMASK = "unmask"  # sees the reporter's name and address, with a reason
    CHECK = "check"  # looks at the proof of what somebody else has done, and accepts or sends it back
    VOUCH = "vouch"  # sends what the check of answers held back, and answers for it
    ACQUIT = "acquit"  # says that a report does not accuse the office it was taken to accuse
    ATTEND = "attend"  # asks heads of offices for an answer (atensi), and has the morning letter
    HEED = "heed"  # answers an atensi of the own office
    MEET = "meet"  # the weekly meeting of an office: sees its page, writes down what is agreed
    VIEW = "view"  # looks through cameras, as far as each one's rights go
    WATCH = "watch"  # the wall, and what residents propose
    SUPPLY = "supply"  # hands in what the own office delivers, and sees what became of it
    CONFIGURE = "configure"
    BLOCK = "block"  # takes no more messages of a person, and takes them again
    REPAIR = "repair"  # sends messages again that failed
    WARN = "warn"  # signs an early warning to residents; two people must
    RESCUE = "rescue"  # hears at once of who is in danger or asks for a person


class Relation(StrEnum):
    """How a report stands to an officer."""

    OWN = "own"  # with the officer's own office
    AREA = "area"  # with another office, about the officer's kelurahan or kecamatan
    CITY = "city"  # the role looks at the whole city
    NONE = "none"


@dataclass(frozen=True)
class Matter:
    """What is delicate about a report.

    secret: its reporter keeps it from everybody but who handles it. guarded: its category is about integrity
    or about victims. accuses: an office or its staff is complained of. accuses_own: the officer's own office
    is.
    """

    secret: bool = False
    guarded: bool = False
    accuses: bool = False
    accuses_own: bool = False


A = Action
_WORK = frozenset(
    {
        A.ENTER,
        A.READ,
        A.ANSWER,
        A.STATUS,
        A.CATEGORY,
        A.FORWARD,
        A.NOTE,
        A.HOLD,
        A.JOIN,
        A.POSTPONE,
        A.UNMASK,
        A.SUPPLY,
        A.VIEW,
    }
)

MAY: dict[str, frozenset[Action]] = {
    Role.PETUGAS: _WORK,
    Role.KEPALA: _WORK | {A.SHARE, A.VOUCH, A.CHECK, A.HEED, A.MEET},
    Role.LURAH: _WORK | {A.SHARE, A.VOUCH, A.CHECK, A.HEED, A.MEET},
    Role.PEMANTAU: frozenset({A.ENTER, A.READ}),
    Role.OPERATOR: _WORK
    | frozenset(
        {A.SHARE, A.VOUCH, A.CHECK, A.WATCH, A.BLOCK, A.REPAIR, A.RESCUE, A.ACQUIT, A.HEED, A.WARN, A.MEET}
    ),
    Role.PIMPINAN: frozenset({A.ENTER, A.READ, A.VIEW, A.WATCH, A.ATTEND, A.WARN, A.MEET}),
    Role.ADMIN: frozenset(
        {A.ENTER, A.READ, A.VIEW, A.WATCH, A.CONFIGURE, A.BLOCK, A.REPAIR, A.RESCUE, A.SUPPLY}
    ),
}

# A lurah knows what goes on in the kelurahan and may leave word; deciding is the answering office's.
IN_THE_AREA = frozenset({A.READ, A.NOTE})
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


def relation(role: str, *, own: bool, inside: bool) -> Relation:
    """How a report stands to an officer. own: it lies with their office; inside: it is about their area."""
    if role in WHOLE_CITY:
        return Relation.CITY
    if own:
        return Relation.OWN
    return Relation.AREA if role == Role.LURAH and inside else Relation.NONE


def rights(role: str, related: Relation, matter: Matter) -> frozenset[Action]:
    """What an officer may do with one report.

    Nobody handles, or reads, a complaint about their own office, whatever the role. What is secret, concerns
    integrity or victims, or accuses any office reaches nobody by the area alone: the accused may sit there.
    """
    if matter.accuses_own or related is Relation.NONE:
        return frozenset()
    if related is Relation.AREA:
        delicate = matter.secret or matter.guarded or matter.accuses
        return frozenset() if delicate else MAY.get(role, frozenset()) & IN_THE_AREA
    return MAY.get(role, frozenset())


def may_move_as(role: str, from_status: Status, to: Status) -> bool:
    """True when this role may make this move (whether the move exists at all is the lifecycle's question)."""
    if (from_status, to) in RESIDENT_ONLY:
        return False
    return may(role, A.STATUS) and ((from_status, to) not in OPERATOR_ONLY or role == Role.OPERATOR)
