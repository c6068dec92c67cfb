"""The officers at the desk: two operators read each draft of an early warning and sign it in the panel."""

import threading
from dataclasses import dataclass

import httpx2
from sqlalchemy import select

from admin_panel.access import COOKIE
from drill.clock import DrillClock
from drill.day import Day
from drill.world import World, csrf_of
from routing.domain.early import WarningState
from storage import db
from storage.models import EarlyWarning


@dataclass(frozen=True)
class Signature:
    """Who signed which warning, at which minute, and what the panel said."""

    warning: int
    officer: str
    minute: float
    status: int


class Desk(threading.Thread):
    """Looks twice a second."""

    def __init__(self, made: World, day: Day, clock: DrillClock) -> None:
        super().__init__(name="desk", daemon=True)
        self.world, self.day, self.clock = made, day, clock
        self.stopping = threading.Event()
        self.signed: list[Signature] = []
        self.http = httpx2.Client(timeout=30)

    def run(self) -> None:
        """Until told to stop."""
        while not self.stopping.wait(0.5):
            with db.reading() as session:
                drafts = session.scalars(
                    select(EarlyWarning).where(
                        EarlyWarning.state.in_([WarningState.DRAFT, WarningState.SIGNED])
                    )
                ).all()
            for one in drafts:
                self._look(one)

    def _look(self, warning: EarlyWarning) -> None:
        minute = self.clock.minute()
        if warning.state == WarningState.DRAFT:
            if minute >= self.clock.minute_at(warning.made_at) + self.day.reads:
                self._sign(warning.id, "operator1", minute)
        elif warning.first_at and minute >= self.clock.minute_at(warning.first_at) + self.day.second:
            self._sign(warning.id, "operator2", minute)

    def _sign(self, warning: int, officer: str, minute: float) -> None:
        token = self.world.sessions[officer]
        address = f"{self.world.stage.site}/petugas/peringatan-dini/{warning}/tandatangan"
        try:
            answer = self.http.post(
                address, data={"csrf": csrf_of(token)}, headers={"Cookie": f"{COOKIE}={token}"}
            )
        except httpx2.HTTPError:
            return  # the page is away: again at the next look
        self.signed.append(Signature(warning, officer, minute, answer.status_code))
