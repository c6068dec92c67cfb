"""The long way through all doors: schemathesis against a running product, as nobody, as operator, as admin,
and as a program with the operator's token, whose every answer must be as `/api/v1/openapi.json` says it is.

    .venv/bin/python -m tools.all_doors PATH/TO/schemathesis [SECONDS each, 300]

schemathesis is not locked here: it stands in an environment of its own (`pip install schemathesis`). Starts
`sorot up` with the demo city in a folder of its own; prints what schemathesis found; exits 1 where a door
answered with a 5xx, or with a status that no door of ours promises.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from tools.smoke import free_port, status

TOP = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 300
# Lines that stay open, and what ends or changes the session that knocks; test_no_500.py walks them.
LEFT_OUT = r"/live$|^/masuk|^/keluar|^/akun|^/admin/petugas|^/chat/end"
# What a door may say beside its own answer: asked of nobody, refused, gone, too much, for now.
SAID = (200, 202, 204, 206, 302, 303, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429)
CHECKS = "not_a_server_error,status_code_conformance"
# Of /api/v1, which describes itself: no answer it does not name, in no other form.
STRICT = f"{CHECKS},content_type_conformance,response_schema_conformance"


def schema(home: Path) -> Path:
    """All routes, the hidden ones too, each with every status it may say."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.hostile.schema"], cwd=TOP, check=True, capture_output=True
    ).stdout
    document = json.loads(told)
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"] |= {str(code): {"description": "…"} for code in SAID}
    document["paths"]["/health"]["get"]["responses"]["503"] = {"description": "…"}
    path = home / "openapi.json"
    path.write_text(json.dumps(document))
    return path


def signed_in(address: str, name: str, password: str) -> list[str]:
    """The headers of a browser in which this officer has signed in."""
    opener = urllib.request.build_opener(_Stay)
    page = opener.open(f"{address}/masuk")
    jar = [page.headers["Set-Cookie"].partition(";")[0]] if page.headers["Set-Cookie"] else []
    csrf = _csrf(page.read().decode())
    form = urllib.parse.urlencode({"username": name, "password": password, "csrf": csrf}).encode()
    headers = {"Cookie": "; ".join(jar), "Origin": address}
    answer = opener.open(urllib.request.Request(f"{address}/masuk", form, headers))  # noqa: S310 - our own
    jar += [said.partition(";")[0] for said in answer.headers.get_all("Set-Cookie") or []]
    cookie = "; ".join({one.partition("=")[0]: one for one in jar}.values())
    page = opener.open(urllib.request.Request(f"{address}/petugas", headers={"Cookie": cookie}))  # noqa: S310
    found = re.search(r'name="csrf" content="([^"]+)"', page.read().decode())
    assert found, f"{name} is not signed in"
    return ["-H", f"Cookie: {cookie}", "-H", f"X-CSRF-Token: {found[1]}"]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows a redirection instead of following it: the cookie stands there."""

    def redirect_request(self, *_: object) -> None:
        """None follows."""

    def http_error_303(self, req: object, fp: object, code: int, msg: str, headers: object) -> object:
        """The answer itself."""
        return fp

    http_error_302 = http_error_303


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, "the sign-in page has no token"
    return found[1]


def as_program(address: str, password: str, who: list[str], home: Path) -> tuple[Path, list[str]]:
    """The API's own description, and the headers of a program that works as who is signed in."""
    _, cookie, _, csrf = who
    headers = dict(one.split(": ", 1) for one in (cookie, csrf)) | {"Origin": address}
    form = [("nama", "all_doors"), ("cakupan", "reports:read"), ("cakupan", "reports:write"), ("hari", "30"),
            ("old", password)]  # fmt: skip
    body = urllib.parse.urlencode(form).encode()
    asked = urllib.request.Request(f"{address}/akun/token", body, headers)  # noqa: S310 - our own
    token = re.search(r"sorot_p_[\w-]+", urllib.request.urlopen(asked).read().decode())  # noqa: S310
    assert token, "no token was made"
    path = home / "api.json"
    path.write_bytes(urllib.request.urlopen(f"{address}/api/v1/openapi.json").read())  # noqa: S310
    return path, ["-H", f"Authorization: Bearer {token[0]}"]


def knock(
    program: str, document: Path, address: str, seconds: str, who: list[str], checks: str = CHECKS
) -> int:
    """schemathesis' exit code."""
    return subprocess.run(
        [program, "run", str(document), "--url", address, "-c", checks, "-n", "12", "--max-time", seconds,
         "--exclude-path-regex", LEFT_OUT, "--continue-on-failure", "-H", "X-Sorot-Chat: 1", *who],
        check=False, cwd=document.parent,
    ).returncode  # fmt: skip


def main(program: str, seconds: str = "300") -> int:
    """0 when nothing was found."""
    with tempfile.TemporaryDirectory(prefix="all-doors-") as folder:
        home, port = Path(folder), free_port()
        address, log = f"http://localhost:{port}", home / "up.log"
        if (TOP / "var" / "nlu").exists():  # trained before
            shutil.copytree(TOP / "var" / "nlu", home / "home" / "nlu")
        named = {
            "SOROT_HOME": str(home / "home"),
            "SOROT_PORT": str(port),
            "SOROT_MQTT_PORT": str(free_port()),
        }
        with log.open("wb") as out:
            up = subprocess.Popen(
                [sys.executable, "-m", "sorot", "up", "--demo-if-empty"],
                cwd=TOP, env=os.environ | named, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            return _all(program, schema(home), address, seconds, log, up)
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(30)


def _all(
    program: str, document: Path, address: str, seconds: str, log: Path, up: "subprocess.Popen[bytes]"
) -> int:
    patience = time.monotonic() + SECONDS_TO_START
    while status(f"{address}/masuk") != 200 or "Ctrl-C" not in log.read_text(errors="replace"):
        if up.poll() is not None or time.monotonic() > patience:
            print(log.read_text(errors="replace"))
            return 1
        time.sleep(1)
    found = knock(program, document, address, seconds, [])
    for name in ("operator", "admin"):
        password = re.search(rf"^\s*{name}\s+(\S+)", log.read_text(errors="replace"), re.M)
        assert password, log.read_text(errors="replace")
        print(f"\n=== as {name}", flush=True)
        who = signed_in(address, name, password[1])
        found |= knock(program, document, address, seconds, who)
        if name == "operator":
            print("\n=== as its program", flush=True)
            described, token = as_program(address, password[1], who, document.parent)
            found |= knock(program, described, address, seconds, token, STRICT)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
