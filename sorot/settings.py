"""Settings, all from the environment (`SOROT_*`); every one has a safe embedded default.

What is unsafe is refused before anything listens: see `sorot/unsafe.py`. What only some commands ask for is
imported when it is asked for, so that the others are quick.
"""

import re
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from routing.delivered import CITY
from sorot.addresses import is_loopback
from sorot.kept_secret import TRACE_KEY_LOST, UnsafeSettings, kept_secret
from watching.places import Places

if TYPE_CHECKING:
    from accounts.single_sign_on import Provider
    from storage.outside import MayCall

NEW_CITY = "new"
GAUGES = Path(__file__).parent.parent / "sensors" / "data" / CITY.name


class Settings(BaseSettings):
    """See `.env.example` for what each means."""

    model_config = SettingsConfigDict(env_prefix="SOROT_", env_ignore_empty=True, extra="ignore")

    home: Path = Path("var")
    database_url: str = ""
    broker_url: str = ""
    mqtt_url: str = ""
    media_url: str = ""
    secret_key: SecretStr = SecretStr("")
    trace_key: SecretStr = SecretStr("")
    backup_recipient: str = ""
    backup_identity: Path | None = None
    backup_folder: Path | None = None
    backup_hours: int = Field(24, ge=1, le=24 * 7)
    metrics_port: int = Field(0, ge=0, le=65535)
    traces_url: str = ""
    traces_share: float = Field(1.0, ge=0, le=1)
    drill: bool = False
    log: Literal["text", "json"] = "text"
    alarm_mail: str = ""
    alarm_telegram: str = ""
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    mqtt_port: int = 1883
    mqtt_passwords: Path | None = None
    telegram_token: SecretStr = SecretStr("")
    telegram_secret: SecretStr = SecretStr("")
    telegram_api_base: str = "https://api.telegram.org"
    whatsapp_token: SecretStr = SecretStr("")
    whatsapp_phone_id: str = ""
    whatsapp_app_secret: SecretStr = SecretStr("")
    whatsapp_verify_token: SecretStr = SecretStr("")
    whatsapp_api_base: str = "https://graph.facebook.com"
    rasa_url: str = ""
    transcribe_url: str = ""
    limits: dict[str, str] = {}
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = "akun kota"
    plain_hosts: str = ""
    inner_networks: str = ""
    camera_hours: int = Field(6, ge=1, le=24 * 7)
    city: Path = CITY
    zone: Literal["WIB", "WITA", "WIT"] = "WIB"
    map: Path | None = None
    gauges: Path = GAUGES

    def __init__(self, **given: Any) -> None:
        """As the environment says; UnsafeSettings names a variable that cannot be read, never its value."""
        try:
            super().__init__(**given)
        except SettingsError as wrong:  # pydantic's, of a variable that holds a table
            field = re.search(r'field "(\w+)"', str(wrong))
            name = field[1].upper() if field else "…"
            raise UnsafeSettings(
                f'Sorot does not start: SOROT_{name} is not JSON. Write it as {{"name": "value"}}.'
            ) from None
        except ValidationError as wrong:
            faults = wrong.errors(include_input=False)
            told = [f"SOROT_{str(e['loc'][0]).upper()}: {e['msg']}" for e in faults]
            raise UnsafeSettings("Sorot does not start, because:\n  - " + "\n  - ".join(told)) from None

    @property
    def begins_empty(self) -> bool:
        """Whether the city is made on the page of setting up (SOROT_CITY=new) and kept in the database."""
        return str(self.city) == NEW_CITY

    @property
    def city_folder(self) -> Path:
        """The folder the city's files are read from; under `home` for one that began empty."""
        return self.home.absolute() / "city" if self.begins_empty else self.city

    @property
    def gauges_folder(self) -> Path:
        """The folder of its gauges, feeds and indicators; a city that began empty has its own beside."""
        own = self.begins_empty and self.gauges == GAUGES
        return self.city_folder if own else self.gauges

    @property
    def database(self) -> str:
        """The database's URL; SQLite under `home` unless one is set."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'sorot.db'}"

    @property
    def media(self) -> str:
        """Where pictures lie; a folder under `home` unless set."""
        return self.media_url or str(self.home.absolute() / "media")

    @property
    def address(self) -> str:
        """The address people use; where the server listens unless `public_url` is set."""
        anywhere = ("127.0.0.1", "0.0.0.0", "::")  # noqa: S104 - only compared with
        shown = "localhost" if self.host in anywhere else self.host
        return self.public_url or f"http://{shown}:{self.port}"

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, given: str) -> str:
        """Pages are named by putting their path behind it."""
        return given.rstrip("/")

    @cached_property
    def secret(self) -> str:
        """The key that signs and derives; made once and kept under `home` where none is set."""
        given = self.secret_key.get_secret_value()
        return given or kept_secret(self.home / "secret_key")

    @cached_property
    def signing(self) -> str:
        """The secret behind the signature under the event log; made once and kept where none is set."""
        given = self.trace_key.get_secret_value()
        return given or kept_secret(self.home / "trace_key", lost=TRACE_KEY_LOST)

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """Hosts of the city's own network that are spoken to without TLS, and may lie inside."""
        return frozenset(host.strip().casefold() for host in self.plain_hosts.split(",")) - {""}

    @property
    def sign_on(self) -> "Provider | None":
        """The city's own provider of sign-in (OpenID Connect), where there is one."""
        from accounts.single_sign_on import Provider

        secret = self.oidc_client_secret.get_secret_value()
        made = Provider(self.oidc_issuer, self.oidc_client_id, secret, self.oidc_name)
        return made if self.oidc_issuer else None

    @property
    def reach(self) -> "MayCall":
        """Which of the city's own networks and hosts may be called: cameras, servers of agencies."""
        from storage.outside import MayCall, networks_of

        return MayCall(networks_of(self.inner_networks), self.trusted_hosts)

    @property
    def places(self) -> Places:
        """What is watched outside the database."""
        every = timedelta(hours=self.backup_hours) if self.backup_folder else None
        folder = None if self.media.startswith("s3:") else Path(self.media)
        return Places(self.home.absolute(), folder, self.backup_folder, every)

    @property
    def in_public(self) -> bool:
        """Whether others than this machine's own users come here."""
        return bool(self.public_url) and not is_loopback(urlsplit(self.public_url).hostname or "")

    def problems(self) -> list[str]:
        """What makes these settings unsafe to serve with, one sentence each."""
        from sorot import unsafe

        return unsafe.problems(self)

    def check(self) -> None:
        """Refuse to go on when unsafe."""
        if found := self.problems():
            raise UnsafeSettings("Sorot does not start, because:\n  - " + "\n  - ".join(found))
