"""Unsafe settings do not start; secrets are made once and kept to their owner."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from sorot.kept_secret import UnsafeSettings, kept_secret
from sorot.settings import Settings

LONG = "k" * 40
WHATSAPP = {
    "whatsapp_token": "EAAx", "whatsapp_phone_id": "106540352242922", "whatsapp_app_secret": "s" * 32,
    "whatsapp_verify_token": "w" * 16,
}  # fmt: skip


def test_the_embedded_default_is_safe_and_needs_no_setting(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert settings.problems() == []
    assert settings.database == f"sqlite:///{tmp_path}/sorot.db"
    assert not settings.broker_url


@pytest.mark.parametrize(
    ("unsafe", "safe", "named"),
    [
        ({"secret_key": "short"}, {"secret_key": LONG}, "SOROT_SECRET_KEY"),
        ({"secret_key": " " * 40}, {"secret_key": LONG}, "SOROT_SECRET_KEY"),
        # A host and no more: pages are named by putting their path behind it.
        *(
            (
                {"public_url": f"https://{bad}"},
                {"public_url": "https://sorot.example:8443/"},
                "SOROT_PUBLIC_URL",
            )
            for bad in (
                "sorot.example/warga",
                "sorot.example?a=1",
                "nama:kunci@sorot.example",
                "sorot .example",
            )
        ),
        (
            {"database_url": "postgresql://h/d"},
            {"database_url": "postgresql://h/d", "secret_key": LONG},
            "SOROT_SECRET_KEY",
        ),
        ({"public_url": "http://sorot.example"}, {"public_url": "https://sorot.example"}, "SOROT_PUBLIC_URL"),
        ({"telegram_secret": "pendek"}, {"telegram_secret": "a" * 16}, "SOROT_TELEGRAM_SECRET"),
        (
            {"telegram_token": "1:a", "public_url": "https://sorot.example"},
            {"telegram_token": "1:a", "public_url": "https://sorot.example", "telegram_secret": "a" * 16},
            "SOROT_TELEGRAM_SECRET",
        ),
        *(
            ({**WHATSAPP, name: ""}, WHATSAPP, f"SOROT_{name.upper()}")
            for name in (
                "whatsapp_token",
                "whatsapp_phone_id",
                "whatsapp_app_secret",
                "whatsapp_verify_token",
            )
        ),
        ({**WHATSAPP, "whatsapp_app_secret": "pendek"}, WHATSAPP, "SOROT_WHATSAPP_APP_SECRET"),
        ({**WHATSAPP, "whatsapp_verify_token": "pendek"}, WHATSAPP, "SOROT_WHATSAPP_VERIFY_TOKEN"),
        ({**WHATSAPP, "whatsapp_phone_id": "1/../2"}, WHATSAPP, "SOROT_WHATSAPP_PHONE_ID"),
        ({"whatsapp_api_base": "http://graph.example"}, {}, "SOROT_WHATSAPP_API_BASE"),
        # Hosts are compared as hosts: these only begin like this machine.
        *(
            ({"public_url": bad}, {"public_url": "http://127.0.0.2:8000"}, "SOROT_PUBLIC_URL")
            for bad in (
                "http://localhost.jahat.example",
                "http://127.0.0.1.jahat.example",
                "http://127.jahat.example",
                "http://localhost@jahat.example",
                "https://",
                "ftp://localhost",
                "http://[::1",
                "//localhost",
            )
        ),
        ({"public_url": "http://sorot.example"}, {"public_url": "http://[::1]:8000"}, "SOROT_PUBLIC_URL"),
        (
            {"telegram_api_base": "http://bot.example"},
            {"telegram_api_base": "http://localhost:81"},
            "TELEGRAM_API",
        ),
        (
            {"rasa_url": "http://rasa:5005"},
            {"rasa_url": "http://rasa:5005", "plain_hosts": "Rasa"},
            "SOROT_RASA_URL",
        ),
        ({"rasa_url": "ws://rasa.example"}, {"rasa_url": "https://rasa.example"}, "SOROT_RASA_URL"),
        (
            {"transcribe_url": "http://10.0.0.7:8080"},
            {"transcribe_url": "http://127.0.0.1:8080"},
            "TRANSCRIBE_URL",
        ),
        (
            {"media_url": "s3://sorot?endpoint=http://minio:9000"},
            {"media_url": "s3://sorot?endpoint=http://minio:9000", "plain_hosts": "minio, rasa"},
            "SOROT_MEDIA_URL",
        ),
        *(
            # The client speaks MQTT alone: what is called wss would go out in the clear.
            ({"mqtt_url": bad}, {"mqtt_url": good, "plain_hosts": "mosquitto"}, "SOROT_MQTT_URL")
            for bad, good in (
                ("ws://u:p@mqtt.example", "mqtts://u:p@mqtt.example"),
                ("wss://u:p@mqtt.example", "MQTTS://u:p@mqtt.example:8883"),
                ("mqtt://u:p@mqtt.example", "mqtt://u:p@mosquitto:1884"),
                ("MQTT://u:p@10.0.0.7", "mqtt://u:p@127.0.0.1"),
                ("tcp://u:p@localhost", "mqtt://[::1]:1884"),
                ("mqtt://localhost@mqtt.example", "mqtt://u:p@localhost"),
            )
        ),
        *(
            ({"host": host}, {"host": host, "public_url": "https://sorot.example"}, "SOROT_HOST")
            for host in ("0.0.0.0", "::", "192.168.1.5")
        ),
    ],
)
def test_what_is_unsafe_is_refused_by_name_and_its_safe_sister_is_not(
    tmp_path: Path, unsafe: dict[str, Any], safe: dict[str, Any], named: str
) -> None:
    with pytest.raises(UnsafeSettings, match=named):
        Settings(home=tmp_path, **unsafe).check()
    Settings(home=tmp_path, **safe).check()


def test_a_secret_never_shows_in_the_settings_text(tmp_path: Path) -> None:
    assert LONG not in repr(Settings(home=tmp_path, secret_key=SecretStr(LONG)))


def test_eight_starts_at_once_agree_on_one_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "home" / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: kept_secret(path), range(32)))
    assert len(found) == 1
    assert len(found.pop()) >= 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("left", ["", "\n", "pendek"])
def test_an_emptied_secret_is_no_secret(tmp_path: Path, left: str) -> None:
    (tmp_path / "secret_key").write_text(left)
    with pytest.raises(UnsafeSettings, match="secret_key"):
        _ = Settings(home=tmp_path).secret
