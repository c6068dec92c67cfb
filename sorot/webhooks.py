"""Other people's programs are called: signed, with no transaction open, never at an address inside."""

import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx2

from routing.domain.webhooks import Reception, headers, key, taken
from routing.news import webhooks
from routing.news.webhooks import Lease, NextMessage
from storage import db
from storage.clock import Clock
from storage.outside import keep_outside

log = logging.getLogger(__name__)
EVERY = 2.0  # seconds
PATIENCE = httpx2.Timeout(10, connect=5)  # seconds; together shorter than a lease
AT_ONCE = 4  # programs; a slow one keeps no other waiting
ROUND = 20.0  # seconds in which one program is told; what is left comes in the next


@dataclass
class WebhookRound:
    """One look, repeated by the worker. secret: the product's; trusted: hosts inside that may be called."""

    secret: str
    clock: Clock
    trusted: Iterable[str] = ()
    http: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        client = httpx2.Client(timeout=PATIENCE, follow_redirects=False)
        self.http = keep_outside(client, trusted=self.trusted)

    def __call__(self) -> None:
        """Calls every program that is due until it has heard all, or refuses."""
        with db.glancing() as session:
            if not webhooks.waits(session, now=self.clock()):
                return
        with db.transaction() as tx:
            held = webhooks.lease(tx, now=self.clock())
        if held:
            with ThreadPoolExecutor(min(AT_ONCE, len(held)), "webhook") as pool:
                list(pool.map(self._tell, held))

    def _tell(self, lease: Lease) -> None:
        held: Lease | None = lease
        until = time.monotonic() + ROUND
        while held is not None and time.monotonic() < until:
            with db.transaction() as tx:
                call = webhooks.next_call(tx, held)
            held = self._call(held, call) if call else None
        if held is not None:
            with db.transaction() as tx:
                webhooks.let_go(tx, held)

    def _call(self, held: Lease, call: NextMessage) -> Lease | None:
        """The lease with which it goes on; None where the message was not taken."""
        became, why = self._send(held, call)
        with db.transaction() as tx:
            if became is Reception.YES:
                return webhooks.took(tx, held, call, now=self.clock())
            webhooks.refused(tx, held, call, why=why, for_good=became is Reception.NEVER, now=self.clock())
        return None

    def _send(self, held: Lease, call: NextMessage) -> tuple[Reception, str]:
        signing = key(self.secret, held.webhook, held.salt)
        signed = headers(signing, seq=call.seq, at=self.clock(), body=call.body)
        said = {"Content-Type": "application/json", "User-Agent": "Sorot-Webhooks/1", **signed}
        try:
            with self.http.stream("POST", held.url, content=call.body, headers=said) as answer:
                return taken(answer.status_code), f"jawaban {answer.status_code}"
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as wrong:
            log.info("webhook %d was not reached: %s", held.webhook, type(wrong).__name__)
            return Reception.NOT_YET, "tidak terhubung"
