"""The example files for nginx and Caddy, run by these in front of the product's own web role."""

import http.client
import json
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import skipping_when_missing
from tests.servers import ROOT, Role, free_port, program, run_role, wait_until

CONFIG = ROOT / "deploy" / "nginx" / "sorot.conf"
CADDYFILE = ROOT / "deploy" / "caddy" / "Caddyfile"
NAME = "lapor.kota.example"
MAIN = """daemon off; worker_processes 1; pid {at}/pid; error_log {at}/error.log;
events {{ worker_connections 64; }}
http {{ access_log off; client_body_temp_path {at}/body; proxy_temp_path {at}/proxy; fastcgi_temp_path {at}/f;
  uwsgi_temp_path {at}/u; scgi_temp_path {at}/s; include {at}/sorot.conf; }}
"""


def certificate(folder: Path) -> None:
    subject = ["-subj", "/CN=localhost", "-days", "2", "-nodes", "-newkey", "ec", "-pkeyopt"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    command = ["openssl", "req", "-x509", *subject, "ec_paramgen_curve:prime256v1", *files]
    subprocess.run(command, check=True, capture_output=True)


def ours(folder: Path, *, https: int, http_port: int, product: int) -> str:
    """The example with this test's ports, names and certificate, and nothing else changed."""
    text = CONFIG.read_text()
    for old, new in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{https} ssl;"), ("    listen [::]:443 ssl;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{http_port};"), ("    listen [::]:80;\n", ""),
        ("/etc/letsencrypt/live/lapor.kota.example", str(folder)), ("127.0.0.1:8000", f"127.0.0.1:{product}"),
        ("lapor.kota.example", "localhost"),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(folder: Path, *, https: int, plain: int, product: int) -> list[str]:
    """The command that runs it."""
    binary = program("nginx", package="nginx-light")
    (folder / "sorot.conf").write_text(ours(folder, https=https, http_port=plain, product=product))
    (folder / "nginx.conf").write_text(MAIN.format(at=folder))
    return [binary, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]


def caddy(folder: Path, *, https: int, plain: int, product: int) -> list[str]:
    """The command that runs it; with this test's ports and certificate, and nothing else changed."""
    if (binary := shutil.which("caddy")) is None:  # no test of every day: 40 MB, and not in every Debian
        pytest.skip("caddy is not on this machine (Debian package: caddy)")
    text = CADDYFILE.read_text()
    assert f"\n{NAME} {{\n" in text
    keys = f"tls {folder}/fullchain.pem {folder}/privkey.pem"
    text = text.replace(f"\n{NAME} {{\n", f"\nlocalhost {{\n\t{keys}\n").replace(
        "127.0.0.1:8000", f"127.0.0.1:{product}"
    )
    here = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {https}\n\tskip_install_trust\n}}\n"
    (folder / "Caddyfile").write_text(here + text)
    return [binary, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(scope="module")
def role(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Role]:
    settings = {"SOROT_PUBLIC_URL": "https://localhost"}
    with run_role("web", folder=tmp_path_factory.mktemp("home"), settings=settings) as web:
        yield web


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, role: Role, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, int, Role]]:
    folder, https, plain = tmp_path_factory.mktemp("proxy"), free_port(), free_port()
    certificate(folder)
    with skipping_when_missing():
        command = request.param(folder, https=https, plain=plain, product=role.port)
    with (folder / "said.log").open("wb") as said:
        own = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
        process = subprocess.Popen(command, stdout=said, stderr=said, env=own)
        try:
            wait_until(lambda: knocks(https), seconds=20, what=f"{command[0]} does not answer")
            yield https, plain, role
        finally:
            process.kill()  # an open line would hold up a kind end
            process.wait(10)
            shutil.rmtree(folder, ignore_errors=True)


def connect(port: int) -> http.client.HTTPSConnection:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection("localhost", port, timeout=30, context=trusting)


def knocks(port: int) -> bool:
    try:
        connection = connect(port)
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False


def ask(
    port: int, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = connect(port)
    connection.request(method, path, body, {"X-Sorot-Chat": "1", **headers})
    answer = connection.getresponse()
    said = {name.lower(): value for name, value in answer.getheaders()}
    if "text/event-stream" in said.get("content-type", ""):
        return answer.status, said, answer.read1(200)
    return answer.status, said, answer.read()


def begin(port: int) -> str:
    return ask(port, "POST", "/chat/session", b"{}")[1]["set-cookie"].partition(";")[0]


def test_the_way_through_nginx_is_https_and_plain_http_leads_to_it(proxy: tuple[int, int, Role]) -> None:
    https, plain, _ = proxy
    status, headers, _ = ask(https, "GET", "/")
    assert status == 200
    assert headers["strict-transport-security"]
    assert begin(https).startswith("__Host-")
    connection = http.client.HTTPConnection("127.0.0.1", plain, timeout=30)
    connection.request("GET", "/lacak", headers={"Host": "localhost"})
    leads = connection.getresponse().getheader("Location")
    assert leads in ("https://localhost/lacak", f"https://localhost:{https}/lacak")


def test_a_photo_as_large_as_is_allowed_passes_and_a_larger_one_is_refused_by_the_product(
    proxy: tuple[int, int, Role],
) -> None:
    https, _, _ = proxy
    mine = begin(https)
    status, _, body = ask(https, "POST", "/chat/photos", b"x" * 10 * 1024 * 1024, Cookie=mine)
    assert status == 400  # read whole: it is no picture
    assert json.loads(body)["detail"].startswith("Berkas itu bukan foto")
    status, headers, _ = ask(https, "POST", "/chat/photos", b"x" * (10 * 1024 * 1024 + 1), Cookie=mine)
    assert (status, headers["content-type"]) == (413, "application/problem+json")


def test_what_a_client_claims_to_be_is_not_believed(proxy: tuple[int, int, Role]) -> None:
    https, _, _ = proxy
    guess = b'{"key": "%s"}' % (b"A" * 43)
    claims = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in range(30)]  # more than one address may guess
    codes = {ask(https, "POST", "/chat/session", guess, **claim)[0] for claim in claims}
    assert 429 in codes <= {404, 429}  # the address is this machine's, whichever proxy stands in between


def test_an_open_line_is_not_held_back(proxy: tuple[int, int, Role]) -> None:
    https, _, _ = proxy
    status, _, first = ask(https, "GET", "/chat/live", Cookie=begin(https))
    assert status == 200
    assert b"event: hello" in first
