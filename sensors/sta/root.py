"""The service's root: its entity sets and the requirements of OGC 18-088 that are kept."""

from typing import Any

from sensors.sta.model import SETS

ROOT = "/sta/v1.1"
SPEC = "http://www.opengis.net/spec/iot_sensing/1.1/req"
KEPT = (
    "datamodel/thing", "datamodel/location", "datamodel/historical-location", "datamodel/datastream",
    "datamodel/sensor", "datamodel/observed-property", "datamodel/observation",
    "datamodel/feature-of-interest", "datamodel/entity-control-information", "resource-path",
    "request-data", "create-update-delete", "data-array", "receive-updates-via-mqtt",
    "create-observations-via-mqtt",
)  # fmt: skip
JSON_PATCH = "https://datatracker.ietf.org/doc/html/rfc6902"


def service_root(base: str) -> dict[str, Any]:
    """The answer to GET on the service's address."""
    sets = [{"name": name, "url": f"{base}/{name}"} for name in SETS]
    return {
        "value": sets,
        "serverSettings": {"conformance": [*(f"{SPEC}/{name}" for name in KEPT), JSON_PATCH]},
    }
