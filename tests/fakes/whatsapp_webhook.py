"""Delivers changes to the product's webhook: in batches, signed, again until a 200."""

import hashlib
import hmac
import http.client
import json
import threading
from urllib.parse import quote, urlsplit

from tests.fakes.whatsapp_world import ACCOUNT, Json, World

SIGNATURE_HEADER = "X-Hub-Signature-256"
TIMEOUT = 10.0  # seconds for the product to answer


def signature(body: bytes, secret: str) -> str:
    """The header's value for exactly these bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def batch(changes: list[Json], *, entries: int = 1) -> bytes:
    """One delivery of these changes, spread over so many entries."""
    parts = [changes[n::entries] for n in range(entries)]
    listed = [{"id": ACCOUNT, "changes": part} for part in parts if part]
    return json.dumps({"object": "whatsapp_business_account", "entry": listed}).encode()


class Pusher:
    """One thread that delivers what waits. `batch_size`: so many changes at most in one delivery."""

    def __init__(self, world: World, *, url: str, secret: str, batch_size: int, again_after: float) -> None:
        self.world, self.url, self.secret = world, url, secret
        self.batch_size, self.again_after = batch_size, again_after
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def stop(self) -> None:
        """End; a delivery under way is finished first."""
        self.stopping.set()
        with self.world.changed:
            self.world.changed.notify_all()
        self.thread.join(TIMEOUT)

    def run(self) -> None:
        """The thread's work until `stop()`."""
        while not self.stopping.is_set():
            with self.world.changed:
                taken = self.world.changes[: self.batch_size]
                if not taken:
                    self.world.changed.wait(0.5)
                    continue
            status = self.deliver(batch(taken, entries=2))
            with self.world.changed:
                self.world.delivered.append((len(taken), status))
                if status == 200:
                    del self.world.changes[: len(taken)]
                self.world.changed.notify_all()
            if status != 200:
                self.stopping.wait(self.again_after)

    def deliver(self, body: bytes) -> int:
        """POST one delivery; the HTTP status, or 0 when nobody answered."""
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: signature(body, self.secret)}
        return self._call("POST", "", body, headers)[0]

    def verify(self, word: str, challenge: str = "1158201444") -> bool:
        """Meta's question when the webhook is set up: whether the product knows the word."""
        query = f"?hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={quote(word)}"
        return self._call("GET", query, b"", {}) == (200, challenge)

    def _call(self, method: str, query: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        target = urlsplit(self.url)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=TIMEOUT)
        try:
            connection.request(method, target.path + query, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()
