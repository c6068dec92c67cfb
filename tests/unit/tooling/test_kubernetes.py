"""deploy/kubernetes: everything that is named is there, and means what the product means by it."""

import re
from itertools import chain
from typing import Any

import yaml

from sorot.settings import Settings
from tests.servers import ROOT

FOLDER = ROOT / "deploy/kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
OBJECTS: list[dict[str, Any]] = list(
    chain.from_iterable(
        yaml.safe_load_all((FOLDER / name).read_text()) for name in KUSTOMIZATION["resources"]
    )
)
PODS = {
    one["metadata"]["name"]: one for one in OBJECTS if one["kind"] in ("Deployment", "StatefulSet")
}  # fmt: skip


def container(role: str) -> dict[str, Any]:
    [found] = PODS[role]["spec"]["template"]["spec"]["containers"]
    return dict(found)


def test_every_file_of_the_folder_is_used() -> None:
    envs = [
        made["envs"][0] for made in (*KUSTOMIZATION["configMapGenerator"], *KUSTOMIZATION["secretGenerator"])
    ]
    used = {"kustomization.yaml", *KUSTOMIZATION["resources"], *envs}
    assert {path.name for path in FOLDER.iterdir()} == used


def test_every_setting_that_is_given_exists_and_no_secret_is_among_the_plain_ones() -> None:
    known = {f"SOROT_{name.upper()}": field for name, field in Settings.model_fields.items()}
    plain, secret = (
        set(re.findall(r"^(\w+)=", (FOLDER / name).read_text(), re.MULTILINE))
        for name in ("settings.env", "secrets.env")
    )
    assert {name for name in plain | secret if name.startswith("SOROT_")} <= known.keys()
    assert not {name for name in plain & known.keys() if "SecretStr" in str(known[name].annotation)}
    assert "pooled=true" in (FOLDER / "secrets.env").read_text()


def test_every_role_runs_its_command_and_is_asked_by_its_own_door() -> None:
    assert set(PODS) == {"web", "worker", "beat", "sensors"}
    for role in PODS:
        pod = container(role)
        assert pod["args"] == [role]
        asked = pod["readinessProbe"]
        said = asked["httpGet"]["path"] if role == "web" else " ".join(asked["exec"]["command"])
        assert said == ("/health/web" if role == "web" else f"sorot health {role}")
        assert pod["securityContext"]["readOnlyRootFilesystem"] is True
        mounted = {one["mountPath"] for one in pod["volumeMounts"]}
        assert mounted == {"/var/lib/sorot", "/tmp"}
    assert "tcpSocket" in container("web")["livenessProbe"]  # a database that is away restarts nobody
    assert [PODS[role]["spec"]["replicas"] for role in ("web", "worker", "beat", "sensors")] == [2, 2, 1, 1]


def test_what_selects_finds_its_pods() -> None:
    labels = [one["spec"]["template"]["metadata"]["labels"] for one in PODS.values()]
    for one in OBJECTS:
        spec = one.get("spec", {})
        asked = spec.get("selector") or spec.get("podSelector")
        if asked:
            wanted = asked.get("matchLabels", asked)
            assert any(wanted.items() <= each.items() for each in labels), one["metadata"]["name"]
    kept = {role for role, one in PODS.items() if one["spec"].get("volumeClaimTemplates")}
    assert kept == {"web", "worker"}  # they write the ledger of the erased
