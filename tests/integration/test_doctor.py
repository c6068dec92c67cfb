"""`sorot doctor` and `sorot upgrade check`: each fault is found and named, and a fit service passes."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import insert, text
from typer.testing import CliRunner

from sorot import doctor
from sorot.cli import cli
from sorot.settings import Settings
from storage import backups, clock, db, schema, tallies
from storage.backup import sealed
from storage.models import Inbox
from watching import advice

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A fit service with a backup of today."""
    (tmp_path / "disk").mkdir()
    given: dict[str, Any] = {
        "home": tmp_path, "database_url": database_url, "secret_key": "k" * 32,
        "backup_folder": tmp_path / "disk", "backup_recipient": sealed.new_key(tmp_path / "kunci"),
    }  # fmt: skip
    db.configure(database_url)
    with db.transaction() as tx:
        backups.note(tx, backups.BackupMade(at=clock.now(), file="x", size=1), now=clock.now())
    return Settings(**given)


def looked(settings: Settings) -> list[tuple[str, str]]:
    return [(look.state, look.words) for look in doctor.examine(settings)]


def test_a_fit_service_passes_but_for_the_disk_its_backups_lie_on(settings: Settings) -> None:
    found = looked(settings)
    worse = [words for state, words in found if state in ("perlu", "gawat")]
    assert worse == ["Cadangan ada di disk yang sama dengan data: satu disk rusak, keduanya hilang."]
    assert ("baik", "Pengaturan SOROT_* aman dan lengkap.") in found
    assert ("baik", "Semua berjalan.") in found


def test_what_is_wrong_is_said_with_what_to_do(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "trace_key").write_text("x" * 40)
    (tmp_path / "trace_key").chmod(0o644)
    with db.transaction() as tx:
        at = clock.now() - LONG_AGO
        tx.add(
            Inbox(
                channel="telegram", external_id="1", sender="7", payload={}, status="new", received_at=at,
                next_try_at=at,
            )
        )  # fmt: skip
    bad = settings.model_copy(update={"oidc_issuer": "http://luar.example"})
    found = {state: words for state, words in looked(bad) if state == "gawat"}
    told = " ".join(words for state, words in looked(bad) if state == "gawat")
    assert "SOROT_OIDC_ISSUER" in told
    assert "trace_key bisa dibaca pengguna lain" in told
    assert "Antrean pesan masuk tertahan" in told
    assert found


def test_tallies_that_differ_from_the_reports_are_named_and_not_touched(settings: Settings) -> None:
    assert ("baik", "Catatan jumlah laporan per status sama dengan laporannya.") in looked(settings)
    with db.transaction() as tx:
        tx.execute(insert(tallies.TALLY).values(status="selesai", kind="pengaduan", many=7))
    for _ in range(2):
        assert any(
            "harus ditambah: selesai -7" in words for state, words in looked(settings) if state == "perlu"
        )
    with db.transaction() as tx:
        tallies.repair(tx.connection())
    assert ("baik", "Catatan jumlah laporan per status sama dengan laporannya.") in looked(settings)


def test_a_database_that_is_away_and_one_of_another_release_are_told_apart(
    settings: Settings, tmp_path: Path
) -> None:
    away = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}"})
    assert ("gawat", "Basis data tidak menjawab.") in looked(away)
    db.configure(settings.database)
    with db.engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert any("rilis yang lebih baru" in words for _, words in looked(settings))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A TLS server whose certificate ends in nine days, and who trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now - LONG_AGO).not_valid_after(now + timedelta(days=9, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "site.pem"
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                    with context.wrap_socket(line, server_side=True) as talk:
                        talk.recv(1)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], ssl.create_default_context(cafile=str(file))
        server.shutdown(socket.SHUT_RDWR)


def test_a_certificate_that_ends_soon_is_said(
    site: tuple[int, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port, trusting = site
    with monkeypatch.context() as patch:
        patch.setattr(doctor.ssl, "create_default_context", lambda: trusting)
        at = Settings(home=tmp_path, public_url=f"https://localhost:{port}")
        [look] = list(doctor._certificate(at))
    assert (look.state, look.words) == ("perlu", "Sertifikat situs berlaku 9 hari lagi.")
    [look] = list(doctor._certificate(at))  # nobody trusts it
    assert (look.state, look.words.split("(")[1]) == ("perlu", "SSLCertVerificationError).")


def test_advice_is_drawn_from_the_databases_own_figures(postgres_url: str) -> None:
    db.configure(postgres_url)
    many = advice.MUCH + 10_000
    with db.engine().begin() as connection:
        connection.execute(text("CREATE TABLE besar (id integer)"))
        connection.execute(text(f"INSERT INTO besar SELECT generate_series(1, {2 * many})"))
        connection.execute(text(f"DELETE FROM besar WHERE id <= {many}"))
    with db.engine().begin() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
    with db.reading() as session:
        found = {(one.code, one.told.get("table", "")) for one in advice.advise(session)}
    assert {("advice-vacuum", "besar"), ("advice-analyze", "besar"), ("advice-off", "")} <= found


def test_before_an_upgrade_it_is_said_what_comes_and_on_a_copy_it_is_timed(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOROT_DATABASE_URL", postgres_url)
    monkeypatch.setenv("SOROT_HOME", str(tmp_path))
    run = CliRunner().invoke
    assert "Nothing to do" in run(cli, ["upgrade", "check"]).output
    db.configure(postgres_url)
    command.downgrade(schema.config(), "0050")
    told = run(cli, ["upgrade", "check"]).output
    assert "0051 alarms that rules about what is measured have raised" in told
    assert "The old release may run meanwhile" in told
    timed = run(cli, ["upgrade", "check", "--rehearse", postgres_url]).output
    assert "0051" in timed
    assert "Nothing to do" in run(cli, ["upgrade", "check"]).output
