"""The container files hold together. No Docker engine runs here: what an engine would say is not tested.

`compose-spec.schema.json` is the Compose specification's own JSON schema (compose-spec, Apache License 2.0).
"""

import copy
import json
import re
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from sorot.settings import Settings
from tests.servers import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {"web", "worker", "beat", "bot", "sensors"}
SCHEMA = Draft7Validator(json.loads((ROOT / "tests/payloads/compose/compose-spec.schema.json").read_text()))
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
EXPLAINED = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))


def test_the_compose_file_follows_the_compose_schema() -> None:
    assert [error.message for error in SCHEMA.iter_errors(COMPOSE)] == []


def test_the_schema_refuses_a_misspelt_key() -> None:
    broken = copy.deepcopy(COMPOSE)
    broken["services"]["web"]["helthcheck"] = {}
    assert list(SCHEMA.iter_errors(broken))


def test_every_role_of_the_product_and_every_server_is_there() -> None:
    assert OURS | {"postgres", "redis", "mosquitto"} <= SERVICES.keys()
    assert {name: SERVICES[name]["command"] for name in OURS} == {name: [name] for name in OURS}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_restarts_and_is_watched(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_cannot_write_outside_their_volumes(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users
    assert users[-1] not in ("root", "0")
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nENTRYPOINT ")


def test_every_image_is_pinned_to_a_version() -> None:
    images = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    images += re.findall(r"^FROM (\S+:\S+)", DOCKERFILE, re.MULTILINE)
    assert len(images) >= 5
    assert [image for image in images if not re.search(r":\D*\d+[.-]\d+", image)] == []


def test_what_the_image_copies_is_in_the_project_and_sent_to_the_engine() -> None:
    sent = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] in sent, source


def test_every_setting_is_explained_in_the_example() -> None:
    assert {f"SOROT_{name.upper()}" for name in Settings.model_fields} - EXPLAINED - {
        "SOROT_CITY",
        "SOROT_GAUGES",
    } == set()


def test_every_variable_of_the_compose_file_is_explained_in_the_example() -> None:
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked
    assert asked - EXPLAINED == set()


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in (
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
        "MQTT_PASSWORD",
        "SOROT_SECRET_KEY",
    ):
        assert f"${{{name}:-" not in text
        assert f"${{{name}:?" in text
        assert re.search(rf"^{name}=$", EXAMPLE, re.MULTILINE)


def test_every_container_has_no_rights_of_root_and_meets_only_whom_it_needs() -> None:
    meets = {name: set(service["networks"]) for name, service in COMPOSE["services"].items()}
    for name, service in COMPOSE["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "latest" not in service["image"], name
    assert not meets["mosquitto"] & meets["postgres"]  # a gauge's broker that was taken over sees no database
    assert meets["postgres"] == meets["redis"] == {"data"}
    assert COMPOSE["networks"]["data"] == {"internal": True}
