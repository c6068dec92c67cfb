"""Settings, all from the environment (`SOROT_*`); every one has a safe embedded default.

What is unsafe is refused here, before anything listens: see `problems()`.
"""

import re
import secrets
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.limits import BadLimit, granting

MIN_SECRET = 32
MIN_WHATSAPP_SECRET = 16
SAFE_SCHEMES = ("https://", "http://localhost", "http://127.")
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Telegram's own alphabet; shorter could be guessed


class UnsafeSettings(SystemExit):
    """The settings would open a hole or lose data; the message says which and what to set."""


class Settings(BaseSettings):
    """See `.env.example` for what each means."""

    model_config = SettingsConfigDict(env_prefix="SOROT_", extra="ignore")

    home: Path = Path("var")
    database_url: str = ""
    broker_url: str = ""
    mqtt_url: str = ""
    media_url: str = ""
    secret_key: SecretStr = SecretStr("")
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
    city: Path = Path(__file__).parent.parent / "routing" / "data" / "bekasi"
    gauges: Path = Path(__file__).parent.parent / "sensors" / "data" / "bekasi"

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
        return self.public_url.rstrip("/") or f"http://{shown}:{self.port}"

    @cached_property
    def secret(self) -> str:
        """The key that signs and derives; made once and kept under `home` where none is set."""
        given = self.secret_key.get_secret_value()
        return given or kept_secret(self.home / "secret_key")

    def problems(self) -> list[str]:
        """What makes these settings unsafe to serve with, one sentence each."""
        found = []
        given = self.secret_key.get_secret_value()
        if given and len(given) < MIN_SECRET:
            found.append(f"SOROT_SECRET_KEY has {len(given)} characters; it needs at least {MIN_SECRET}.")
        if self.database_url and not self.database_url.startswith("sqlite") and not given:
            found.append("SOROT_DATABASE_URL names a server but SOROT_SECRET_KEY is not set.")
        secret = self.telegram_secret.get_secret_value()
        if secret and not TELEGRAM_SECRET.fullmatch(secret):
            found.append("SOROT_TELEGRAM_SECRET must be 16 to 256 characters out of A-Z a-z 0-9 _ -.")
        if self.telegram_token.get_secret_value() and self.public_url and not secret:
            found.append(
                "SOROT_TELEGRAM_TOKEN with a SOROT_PUBLIC_URL means a webhook: set SOROT_TELEGRAM_SECRET."
            )
        found += self._whatsapp_problems()
        if self.public_url and not self.public_url.startswith(SAFE_SCHEMES):
            found.append(
                "SOROT_PUBLIC_URL must begin with https:// (sign-in cookies would travel in the clear)."
            )
        if self.transcribe_url and not self.transcribe_url.startswith(("http://", "https://")):
            found.append("SOROT_TRANSCRIBE_URL must begin with http:// or https://.")
        try:
            granting(self.limits)
        except BadLimit as bad:
            found.append(f"SOROT_LIMITS: {bad}.")
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
        if not self.whatsapp_api_base.startswith(SAFE_SCHEMES):
            found.append("SOROT_WHATSAPP_API_BASE must begin with https:// (the token is sent there).")
        return found

    def check(self) -> None:
        """Refuse to go on when unsafe."""
        if found := self.problems():
            raise UnsafeSettings("Sorot does not start, because:\n  - " + "\n  - ".join(found))


def kept_secret(path: Path) -> str:
    """The secret stored in `path`, readable by its owner only; made at first use.

    Written aside and linked: of two processes that start at once, both read the whole secret of one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as made:
            made.write(secrets.token_urlsafe(48))
            made.flush()
            with suppress(FileExistsError):
                path.hardlink_to(made.name)
    return path.read_text()
