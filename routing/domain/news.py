"""What officers are told, and when it may leave the panel: kinds, ways, quiet hours, the morning's mail."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from routing.domain.permissions import Action, may
from storage.clock import LOCAL

DIGEST_HOUR = 7  # by the city's clock


class NewsKind(StrEnum):
    """As stored; names stand in NEWS_NAMES."""

    GIVEN = "diberikan"
    SPOKEN_TO = "disebut"
    REPLIED = "balasan"
    HELD = "titipan"
    CHECK = "periksa"
    PROMISE = "janji"
    LATE = "tenggat"
    ATTENTION = "atensi"
    LETTER = "surat"
    MONTH = "bulanan"


NEWS_NAMES = {
    NewsKind.GIVEN: "Laporan diberikan, atau kembali, kepada saya",
    NewsKind.SPOKEN_TO: "Catatan rekan menyebut saya",
    NewsKind.REPLIED: "Warga menjawab di laporan yang saya pegang",
    NewsKind.HELD: "Jawaban dititipkan untuk saya periksa, atau jawaban terjadwal saya batal",
    NewsKind.CHECK: "Hasil pekerjaan menunggu diperiksa",
    NewsKind.PROMISE: "Janji kepada warga hampir tiba atau lewat",
    NewsKind.LATE: "Tenggat laporan hampir atau sudah lewat",
    NewsKind.ATTENTION: "Atensi pimpinan: diminta, dijawab, ditanya lagi",
    NewsKind.MONTH: "Laporan bulanan kantor saya",
    NewsKind.LETTER: "Surat pagi dan ringkasan mingguan pimpinan",
}


# Of what somebody with none of these is never told; the rest may reach whoever reads reports.
TOLD_TO = {
    NewsKind.GIVEN: (Action.HOLD,),
    NewsKind.REPLIED: (Action.HOLD,),
    NewsKind.HELD: (Action.ANSWER,),
    NewsKind.CHECK: (Action.CHECK,),
    NewsKind.PROMISE: (Action.ANSWER,),
    NewsKind.ATTENTION: (Action.HEED, Action.ATTEND),
    NewsKind.MONTH: (Action.VOUCH,),
    NewsKind.LETTER: (Action.ATTEND,),
}


def names_for(role: str) -> dict[NewsKind, str]:
    """What somebody of this role may be told of, by name."""
    wanted = {kind: TOLD_TO.get(kind, (Action.READ,)) for kind in NEWS_NAMES}
    return {
        kind: name for kind, name in NEWS_NAMES.items() if any(may(role, action) for action in wanted[kind])
    }


class Way(StrEnum):
    """Out of the panel. The panel itself always tells."""

    EMAIL = "email"
    PUSH = "push"
    CHAT = "chat"  # their own Telegram or WhatsApp, where they have linked it


def is_quiet(hour: int, start: int | None, end: int | None) -> bool:
    """Whether this hour lies in the quiet hours; they may go over midnight. Equal or None: there are none."""
    if start is None or end is None or start == end:
        return False
    return start <= hour < end if start < end else hour >= start or hour < end


def leaves_at(
    now: datetime, way: Way, *, digest: bool, quiet_from: int | None, quiet_until: int | None
) -> datetime:  # fmt: skip
    """When news of this moment may go: at once, after the quiet hours, or with the morning's mail."""
    here = now.astimezone(LOCAL)
    if way is Way.EMAIL and digest:
        return _next(here, DIGEST_HOUR)
    if quiet_until is not None and is_quiet(here.hour, quiet_from, quiet_until):
        return _next(here, quiet_until)
    return now


def _next(here: datetime, hour: int) -> datetime:
    """The next time it is this full hour."""
    found = datetime.combine(here.date(), time(hour), tzinfo=LOCAL)
    return found if found > here else found + timedelta(days=1)
