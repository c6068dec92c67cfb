"""The gauges send what they measure, over MQTT or into the SensorThings door, until it is taken."""

import json
import threading
import time
from collections.abc import Sequence
from datetime import UTC
from urllib.parse import unquote, urlsplit

import httpx2
import paho.mqtt.client as paho

from drill.clock import DrillClock
from drill.day import Day
from drill.levels import Level
from drill.world import STA_NAME, World, until
from sensors.topics import TOPIC
from storage import clock as wall

AGAIN = 0.5  # seconds until a gauge tries again


class Gauges(threading.Thread):
    """Sends each level of the day at its minute. unsaid: those of a silent gauge; late: not taken at once."""

    def __init__(self, made: World, day: Day, levels: Sequence[Level], clock: DrillClock) -> None:
        super().__init__(name="gauges", daemon=True)
        self.world, self.clock = made, clock
        self.doors = {play.code: play.door for play in day.gauges}
        self.levels = sorted(levels, key=lambda level: level.minute)
        self.stopping = threading.Event()
        self.sent = self.unsaid = self.late = 0
        self.mqtt = paho.Client(paho.CallbackAPIVersion.VERSION2)
        self.http = httpx2.Client(timeout=10, auth=(STA_NAME, made.sta_key))

    def run(self) -> None:
        """Until the last level is sent."""
        address = urlsplit(self.world.mqtt)
        if address.username:
            self.mqtt.username_pw_set(unquote(address.username), unquote(address.password or ""))
        self.mqtt.reconnect_delay_set(1, 1)
        self.mqtt.connect_async(address.hostname or "127.0.0.1", address.port or 1883)
        self.mqtt.loop_start()
        for level in self.levels:
            if not until(self.stopping, self.clock, level.minute):
                break
            if level.gauge in self.world.silent:
                self.unsaid += 1
            else:
                self._send(level)
        self.mqtt.loop_stop()
        self.mqtt.disconnect()

    def _send(self, level: Level) -> None:
        at, tries = wall.now(), 0
        sent = self._over_mqtt if self.doors[level.gauge] == "mqtt" else self._over_http
        while not self.stopping.is_set():
            if sent(level, at.astimezone(UTC).isoformat()):
                self.sent += 1
                self.late += tries > 0
                return
            tries += 1
            time.sleep(AGAIN)

    def _over_mqtt(self, level: Level, at: str) -> bool:
        body = json.dumps({"at": at, "value": level.cm, "unit": "cm"})
        told = self.mqtt.publish(TOPIC.format(code=level.gauge), body, qos=1)
        try:
            told.wait_for_publish(20)  # paho keeps it, and sends it when the broker is back
        except (RuntimeError, ValueError):
            return False
        return told.is_published()

    def _over_http(self, level: Level, at: str) -> bool:
        said = {
            "result": level.cm,
            "phenomenonTime": at,
            "Datastream": {"@iot.id": self.world.streams[level.gauge]},
        }
        try:
            answer = self.http.post(f"{self.world.stage.site}/sta/v1.1/Observations", json=said)
        except httpx2.HTTPError:
            return False
        return answer.status_code in (201, 409)
