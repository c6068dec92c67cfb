"""The ways an officer looks at the queue first; each is a handful of filters and one count."""

from dataclasses import dataclass, field
from typing import Any

from routing.reports.filters import MINE, NOBODYS, Filters

# What a view sets; choosing another one takes it back.
CLEARED: dict[str, Any] = {
    "status": "", "holder": "", "today": False, "overdue": False, "needs_review": False, "mentioned": False
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """code: of its count in `Door.counts`. changes: the filters it sets. alarming: any at all is too many."""

    code: str
    name: str
    icon: str
    changes: dict[str, Any] = field(default_factory=dict)
    alarming: bool = False

    @property
    def filters(self) -> dict[str, Any]:
        """What the address of the view asks for, the other views' filters taken back."""
        return CLEARED | self.changes

    def is_shown(self, asked: Filters) -> bool:
        """Whether the list is just this view (narrowed further or not)."""
        return all(getattr(asked, name) == value for name, value in self.filters.items())


VIEWS = (
    View("terbuka", "Terbuka", icon="inbox"),
    View("saya", "Untuk saya", icon="user-check", changes={"holder": MINE}),
    View("disebut", "Disebut", icon="at-sign", changes={"mentioned": True}),
    View("bebas", "Belum dipegang", icon="hand", changes={"holder": NOBODYS}),
    View("hari_ini", "Lewat hari ini", icon="hourglass", changes={"today": True}),
    View("terlambat", "Terlambat", icon="alarm-clock", changes={"overdue": True}, alarming=True),
    View("diperiksa", "Menunggu diperiksa", icon="clipboard-check", changes={"status": "diperiksa"}),
    View("perlu_ditinjau", "Perlu ditinjau", icon="scan-search", changes={"needs_review": True}),
)
