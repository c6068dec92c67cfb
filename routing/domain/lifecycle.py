"""The states of a report and the moves between them, as one table."""

from enum import StrEnum


class Status(StrEnum):
    """Where a report stands. Residents know Menunggu, Diproses, Koordinasi and Selesai from JAKI."""

    MENUNGGU = "menunggu"
    DIPROSES = "diproses"
    KOORDINASI = "koordinasi"
    MENUNGGU_WARGA = "menunggu_warga"
    DIPERIKSA = "diperiksa"  # somebody else looks at the proof before it is said to be done
    SELESAI = "selesai"
    DITUTUP = "ditutup"
    DIRUJUK = "dirujuk"
    DITOLAK = "ditolak"
    DITARIK = "ditarik"
    DUPLIKAT = "duplikat"  # joined to another report, which is worked on for it


S = Status
# Work that is done: at its end, or first with who checks it (`routing.domain.proof` says which).
_DELIVERED = (S.SELESAI, S.DIPERIKSA)

ALLOWED: dict[Status, frozenset[Status]] = {
    S.MENUNGGU: frozenset(
        {S.DIPROSES, S.KOORDINASI, S.MENUNGGU_WARGA, S.DIRUJUK, S.DITOLAK, *_DELIVERED, S.DITARIK, S.DUPLIKAT}
    ),
    S.DIPROSES: frozenset(
        {S.KOORDINASI, S.MENUNGGU_WARGA, *_DELIVERED, S.DIRUJUK, S.DITOLAK, S.DITARIK, S.DUPLIKAT}
    ),
    S.KOORDINASI: frozenset(
        {S.DIPROSES, S.MENUNGGU_WARGA, *_DELIVERED, S.DIRUJUK, S.DITOLAK, S.DITARIK, S.DUPLIKAT}
    ),
    S.MENUNGGU_WARGA: frozenset({S.DIPROSES, S.KOORDINASI, *_DELIVERED, S.DITOLAK, S.DITARIK, S.DUPLIKAT}),
    S.DIPERIKSA: frozenset({S.SELESAI, S.DIPROSES, S.DITARIK}),  # `routing.reports.checking`, or withdrawn
    S.SELESAI: frozenset({S.DITUTUP, S.DIPROSES}),
    S.DIRUJUK: frozenset({S.DIPROSES, S.DITUTUP}),
    S.DITOLAK: frozenset({S.DIPROSES}),
    S.DITUTUP: frozenset({S.DIPROSES}),  # the resident's alone, while it may be reopened
    S.DITARIK: frozenset(),
    # back to what it was when it was joined (`routing.reports.parting`), or withdrawn
    S.DUPLIKAT: frozenset({S.MENUNGGU, S.DIPROSES, S.KOORDINASI, S.MENUNGGU_WARGA, S.DITARIK}),
}

# Somebody at the city still has to act; only these can be overdue. While the resident is asked, nobody
# is late; nor is who delivered while their work is checked.
WITH_THE_CITY = frozenset({S.MENUNGGU, S.DIPROSES, S.KOORDINASI})
OPEN = WITH_THE_CITY | {S.MENUNGGU_WARGA, S.DIPERIKSA}
# Nothing an officer or the water does brings these back.
ENDED = frozenset({S.DITUTUP, S.DITARIK})
# A move of these kinds is told to the resident with its reason, so it must have one.
NEEDS_REASON = frozenset({S.SELESAI, S.DIRUJUK, S.DITOLAK})


NO_CHOICE = (S.DUPLIKAT, S.DIPERIKSA)


def may_move(from_status: Status, to: Status) -> bool:
    """True when the table allows this move; staying where one is is not a move."""
    return to in ALLOWED[from_status]


def next_statuses(from_status: Status) -> list[Status]:
    """The statuses an officer may choose from here, in the order residents know them.

    Withdrawing and taking a closed report up again are left out: only the resident does that. So are joining
    and parting, which are no choice of a status, and checking: what is finished goes there by itself, and
    comes back as its checker decides.
    """
    if from_status in ENDED or from_status in NO_CHOICE:
        return []
    left_out = (S.DITARIK, *NO_CHOICE)
    return [status for status in Status if may_move(from_status, status) and status not in left_out]


def is_reopening(from_status: Status, to: Status) -> bool:
    """True for the move that takes a finished, closed, referred or rejected report back into work."""
    return from_status in (S.SELESAI, S.DITUTUP, S.DIRUJUK, S.DITOLAK) and to == S.DIPROSES


def needs_reason(from_status: Status, to: Status) -> bool:
    """True when the officer must say why: an end the resident reads about, or a reopening."""
    return to in NEEDS_REASON or is_reopening(from_status, to)


def counts_as_resolved(status: Status) -> bool:
    """True for the states that stop the resolve clock with a result of the city's own work."""
    return status in (S.SELESAI, S.DITUTUP)
