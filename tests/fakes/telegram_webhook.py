"""Pushes updates to the bot's webhook: in order within a chat, with the secret header, again until a 2xx."""

import http.client
import json
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.fakes.telegram_shapes import Json
from tests.fakes.telegram_world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
TIMEOUT = 10.0  # seconds for the bot to answer


class Pusher:
    """A few threads that deliver while a webhook is set. `perform` carries out a method put in the answer."""

    def __init__(self, world: World, perform: Callable[[str, Json], object], *, again_after: float) -> None:
        self.world, self.perform, self.again_after = world, perform, again_after
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(8)]

    def start(self) -> None:
        """Begin delivering."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """End; a delivery under way is finished first."""
        self.stopping.set()
        with self.world.changed:
            self.world.changed.notify_all()
        for thread in self.threads:
            thread.join(TIMEOUT)

    def run(self) -> None:
        """One thread's work until `stop()`."""
        while not self.stopping.is_set():
            with self.world.changed:
                hook = self.world.webhook
                busy = len(self.world.in_flight) >= hook.max_connections
                update = self.world.next_delivery() if hook.url and not busy else None
                if update is None:
                    self.world.changed.wait(1)
                    continue
            status = self.deliver(update)
            if not 200 <= status < 300:
                self.stopping.wait(self.again_after)
            with self.world.changed:
                self.settle(update, status)

    def settle(self, update: Json, status: int) -> None:
        """Forget a delivered update; keep a failed one for the next try and remember why."""
        self.world.delivered.append((update["update_id"], status))
        self.world.in_flight.discard(update["update_id"])
        if 200 <= status < 300:
            self.world.updates = [u for u in self.world.updates if u["update_id"] != update["update_id"]]
        else:
            reason = f"Wrong response from the webhook: {status}" if status else "Connection refused"
            self.world.webhook.last_error = {
                "last_error_date": self.world.now(),
                "last_error_message": reason,
            }
        self.world.changed.notify_all()

    def deliver(self, update: Json) -> int:
        """POST one update; the HTTP status, or 0 when the bot could not be reached."""
        hook = self.world.webhook
        target = urlsplit(hook.url)
        headers = {"Content-Type": "application/json", "User-Agent": "", "Connection": "close"}
        if hook.secret:
            headers[SECRET_HEADER] = hook.secret
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=TIMEOUT)
        try:
            connection.request("POST", target.path or "/", json.dumps(update).encode(), headers)
            response = connection.getresponse()
            self.obey(response.read() if response.status == 200 else b"")
            return response.status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def obey(self, body: bytes) -> None:
        """The bot may answer a webhook with a method call; its result is not told."""
        try:
            call = json.loads(body or b"{}")
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            self.perform(str(call.pop("method")), call)
