"""Settings, all from the environment (`SOROT_*`); every one has a safe embedded default.

What is unsafe is refused here, before anything listens: see `problems()`.
"""

import ipaddress
import re
import secrets
import tempfile
from collections.abc import Container
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from accounts.single_sign_on import Provider
from portal import streets
from routing.delivered import CITY
from storage.limits import BadLimit, granting
from storage.outside import MayCall, networks_of
from watching.places import Places

MIN_SECRET = 32
NEW_CITY = "new"
GAUGES = Path(__file__).parent.parent / "sensors" / "data" / CITY.name
MIN_WHATSAPP_SECRET = 16
SITE = re.compile(r"https?://(?:[\w.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Telegram's own alphabet; shorter could be guessed

SECRET_KEY_LOST = "and photos picked but not yet sent are lost"
TRACE_KEY_LOST = "and heads signed so far need --key with the old public key"


class UnsafeSettings(SystemExit):
    """The settings would open a hole or lose data; the message says which and what to set."""


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
    def sign_on(self) -> Provider | None:
        """The city's own provider of sign-in (OpenID Connect), where there is one."""
        secret = self.oidc_client_secret.get_secret_value()
        made = Provider(self.oidc_issuer, self.oidc_client_id, secret, self.oidc_name)
        return made if self.oidc_issuer else None

    @property
    def reach(self) -> MayCall:
        """Which of the city's own networks and hosts may be called: cameras, servers of agencies."""
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
        found = []
        keys = {"SOROT_SECRET_KEY": self.secret_key, "SOROT_TRACE_KEY": self.trace_key}
        for name, key in keys.items():
            length = len(key.get_secret_value().strip())
            if key.get_secret_value() and length < MIN_SECRET:
                found.append(f"{name} has {length} characters; it needs at least {MIN_SECRET}.")
        elsewhere = self.database_url and not self.database_url.startswith("sqlite")
        if elsewhere and not self.secret_key.get_secret_value():
            found.append("SOROT_DATABASE_URL names a server but SOROT_SECRET_KEY is not set.")
        secret = self.telegram_secret.get_secret_value()
        if secret and not TELEGRAM_SECRET.fullmatch(secret):
            found.append("SOROT_TELEGRAM_SECRET must be 16 to 256 characters out of A-Z a-z 0-9 _ -.")
        if self.telegram_token.get_secret_value() and self.public_url and not secret:
            found.append(
                "SOROT_TELEGRAM_TOKEN with a SOROT_PUBLIC_URL means a webhook: set SOROT_TELEGRAM_SECRET."
            )
        if self.drill and self.in_public:
            found.append("SOROT_DRILL is set with a SOROT_PUBLIC_URL: a drill is not for the public.")
        found += self._mail_problems() + self._watch_problems()
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            found.append("SOROT_OIDC_ISSUER and SOROT_OIDC_CLIENT_ID are set together, or not at all.")
        found += self._whatsapp_problems()
        if self.map and (wrong := streets.fault(self.map)):
            found.append(f"SOROT_MAP: {wrong} (see docs/map.md).")
        found += self._address_problems()
        try:
            networks_of(self.inner_networks)
        except ValueError as bad:
            found.append(f"SOROT_INNER_NETWORKS: {bad}. Write them as 10.20.0.0/16, 10.8.1.4.")
        try:
            granting(self.limits)
        except BadLimit as bad:
            found.append(f"SOROT_LIMITS: {bad}.")
        return found

    def _address_problems(self) -> list[str]:
        """Addresses by which a secret or somebody's words would travel in the clear, or to nobody."""
        found = []
        if self.public_url and not safe_to_call(self.public_url):
            found.append(
                "SOROT_PUBLIC_URL must begin with https:// (sign-in cookies would travel in the clear)."
            )
        elif self.public_url and not SITE.fullmatch(self.public_url):
            found.append("SOROT_PUBLIC_URL is a host and no more, such as https://sorot.example.go.id.")
        if not self.public_url and not is_loopback(self.host):
            found.append(
                f"SOROT_HOST={self.host} lets other machines in, but SOROT_PUBLIC_URL does not say by which "
                "https address they come (put a proxy with TLS in front, see docs/install.md)."
            )
        for name, given in {
            "SOROT_TELEGRAM_API_BASE": self.telegram_api_base,
            "SOROT_WHATSAPP_API_BASE": self.whatsapp_api_base,
            "SOROT_RASA_URL": self.rasa_url,
            "SOROT_TRANSCRIBE_URL": self.transcribe_url,
            "SOROT_OIDC_ISSUER": self.oidc_issuer,
            "SOROT_MEDIA_URL": endpoint_of(self.media_url),
            "SOROT_MQTT_URL": self.mqtt_url if self.mqtt_url.startswith("ws") else "",
        }.items():
            if given and not safe_to_call(given, self.trusted_hosts):
                found.append(
                    f"{name} must begin with https:// (tokens or residents' words are sent there), unless it "
                    "is this machine or a host of your own network that SOROT_PLAIN_HOSTS names."
                )
        return found

    def _mail_problems(self) -> list[str]:
        url = self.smtp_url.get_secret_value()
        if url and not url.startswith(("smtp://", "smtps://")):
            return ["SOROT_SMTP_URL begins with smtp:// or smtps://."]
        if url and "@" not in self.mail_from:
            return ["SOROT_SMTP_URL is set but SOROT_MAIL_FROM is no address: from whom would the mail be?"]
        return []

    def _watch_problems(self) -> list[str]:
        """Alarms and backups that were asked for and could never come about."""
        found = []
        if self.alarm_mail and not self.smtp_url.get_secret_value():
            found.append("SOROT_ALARM_MAIL is set but SOROT_SMTP_URL is not: no mail could be sent.")
        if self.alarm_telegram and not self.telegram_token.get_secret_value():
            found.append("SOROT_ALARM_TELEGRAM is set but SOROT_TELEGRAM_TOKEN is not: no bot could tell.")
        if self.backup_folder and not self.backup_recipient:
            found.append("SOROT_BACKUP_FOLDER is set but SOROT_BACKUP_RECIPIENT is not (`sorot backup key`).")
        return found

    def _whatsapp_problems(self) -> list[str]:
        given = {
            "SOROT_WHATSAPP_TOKEN": self.whatsapp_token.get_secret_value(),
            "SOROT_WHATSAPP_PHONE_ID": self.whatsapp_phone_id,
            "SOROT_WHATSAPP_APP_SECRET": self.whatsapp_app_secret.get_secret_value(),
            "SOROT_WHATSAPP_VERIFY_TOKEN": self.whatsapp_verify_token.get_secret_value(),
        }
        missing = [name for name, value in given.items() if not value]
        found = []
        if 0 < len(missing) < len(given):
            found.append(f"WhatsApp is set up by halves; still missing: {', '.join(missing)}.")
        if self.whatsapp_phone_id and not self.whatsapp_phone_id.isdecimal():
            found.append("SOROT_WHATSAPP_PHONE_ID is Meta's number for the phone: digits only.")
        for name in ("SOROT_WHATSAPP_APP_SECRET", "SOROT_WHATSAPP_VERIFY_TOKEN"):
            if given[name] and len(given[name]) < MIN_WHATSAPP_SECRET:
                found.append(f"{name} needs at least {MIN_WHATSAPP_SECRET} characters: it could be guessed.")
        return found

    def check(self) -> None:
        """Refuse to go on when unsafe."""
        if found := self.problems():
            raise UnsafeSettings("Sorot does not start, because:\n  - " + "\n  - ".join(found))


def is_loopback(host: str) -> bool:
    """Whether this host is this machine, by name or by number."""
    name = host.strip("[]").casefold()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def safe_to_call(address: str, trusted: Container[str] = ()) -> bool:
    """Whether what is sent to this address stays secret on the way: TLS, this machine, or a trusted host."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme in ("https", "wss"):
        return bool(host)
    return parts.scheme in ("http", "ws") and (is_loopback(host) or host in trusted)


def endpoint_of(media_url: str) -> str:
    """Where an S3 store other than AWS is spoken to, "" for a folder and for AWS."""
    if not media_url.startswith("s3:"):
        return ""
    return dict(parse_qsl(urlsplit(media_url).query)).get("endpoint", "")


def kept_secret(path: Path, *, lost: str = SECRET_KEY_LOST) -> str:
    """The secret stored in `path`, readable by its owner only; made at first use.

    UnsafeSettings when there is none in it: a file emptied by a full disk would sign with nothing.
    Written aside and linked: of two processes that start at once, both read the whole secret of one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as made:
            made.write(secrets.token_urlsafe(48))
            made.flush()
            with suppress(FileExistsError):
                path.hardlink_to(made.name)
    secret = path.read_text().strip()
    if len(secret) < MIN_SECRET:
        raise UnsafeSettings(
            f"Sorot does not start, because:\n  - {path} holds no secret any more. Put it back from a "
            f"backup, or remove the file: a new one is made, {lost}."
        )
    return secret
