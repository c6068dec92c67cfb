"""What makes settings unsafe to serve with, and what to set instead."""

import re
from typing import TYPE_CHECKING

from portal import streets
from sorot.addresses import endpoint_of, is_loopback, safe_to_call
from sorot.kept_secret import MIN_SECRET
from storage.limits import BadLimit, granting
from storage.outside import networks_of

if TYPE_CHECKING:
    from sorot.settings import Settings

MIN_WHATSAPP_SECRET = 16
SITE = re.compile(r"https?://(?:[\w.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
ENDPOINT = re.compile(SITE.pattern + r"/[\w./-]*")
TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Telegram's own alphabet; shorter could be guessed


def problems(of: "Settings") -> list[str]:
    """One sentence each; none where they are safe."""
    found = []
    keys = {"SOROT_SECRET_KEY": of.secret_key, "SOROT_TRACE_KEY": of.trace_key}
    for name, key in keys.items():
        length = len(key.get_secret_value().strip())
        if key.get_secret_value() and length < MIN_SECRET:
            found.append(f"{name} has {length} characters; it needs at least {MIN_SECRET}.")
    elsewhere = of.database_url and not of.database_url.startswith("sqlite")
    if elsewhere and not of.secret_key.get_secret_value():
        found.append("SOROT_DATABASE_URL names a server but SOROT_SECRET_KEY is not set.")
    secret = of.telegram_secret.get_secret_value()
    if secret and not TELEGRAM_SECRET.fullmatch(secret):
        found.append("SOROT_TELEGRAM_SECRET must be 16 to 256 characters out of A-Z a-z 0-9 _ -.")
    if of.telegram_token.get_secret_value() and of.public_url and not secret:
        found.append(
            "SOROT_TELEGRAM_TOKEN with a SOROT_PUBLIC_URL means a webhook: set SOROT_TELEGRAM_SECRET."
        )
    if of.drill and of.in_public:
        found.append("SOROT_DRILL is set with a SOROT_PUBLIC_URL: a drill is not for the public.")
    if of.traces_url and not ENDPOINT.fullmatch(of.traces_url):
        found.append("SOROT_TRACES_URL is not an address: write https://HOST:4318/v1/traces.")
    found += _mail(of) + _watch(of)
    if bool(of.oidc_issuer) != bool(of.oidc_client_id):
        found.append("SOROT_OIDC_ISSUER and SOROT_OIDC_CLIENT_ID are set together, or not at all.")
    found += _whatsapp(of)
    if of.map and (wrong := streets.fault(of.map)):
        found.append(f"SOROT_MAP: {wrong} (see docs/map.md).")
    found += _address(of)
    try:
        networks_of(of.inner_networks)
    except ValueError as bad:
        found.append(f"SOROT_INNER_NETWORKS: {bad}. Write them as 10.20.0.0/16, 10.8.1.4.")
    try:
        granting(of.limits)
    except BadLimit as bad:
        found.append(f"SOROT_LIMITS: {bad}.")
    return found


def _address(of: "Settings") -> list[str]:
    """Addresses by which a secret or somebody's words would travel in the clear, or to nobody."""
    found = []
    if of.public_url and not safe_to_call(of.public_url):
        found.append("SOROT_PUBLIC_URL must begin with https:// (sign-in cookies would travel in the clear).")
    elif of.public_url and not SITE.fullmatch(of.public_url):
        found.append("SOROT_PUBLIC_URL is a host and no more, such as https://sorot.example.go.id.")
    if not of.public_url and not is_loopback(of.host):
        found.append(
            f"SOROT_HOST={of.host} lets other machines in, but SOROT_PUBLIC_URL does not say by which "
            "https address they come (put a proxy with TLS in front, see docs/install.md)."
        )
    for name, given in {
        "SOROT_TELEGRAM_API_BASE": of.telegram_api_base,
        "SOROT_WHATSAPP_API_BASE": of.whatsapp_api_base,
        "SOROT_RASA_URL": of.rasa_url,
        "SOROT_TRANSCRIBE_URL": of.transcribe_url,
        "SOROT_OIDC_ISSUER": of.oidc_issuer,
        "SOROT_MEDIA_URL": endpoint_of(of.media_url),
    }.items():
        if given and not safe_to_call(given, of.trusted_hosts):
            found.append(
                f"{name} must begin with https:// (tokens or residents' words are sent there), unless it "
                "is this machine or a host of your own network that SOROT_PLAIN_HOSTS names."
            )
    mqtt = of.mqtt_url.casefold()
    if mqtt and not (mqtt.startswith(("mqtt://", "mqtts://")) and safe_to_call(mqtt, of.trusted_hosts)):
        found.append(
            "SOROT_MQTT_URL must begin with mqtts:// (else its password is in the clear); mqtt:// is for "
            "a broker on this machine or on a host that SOROT_PLAIN_HOSTS names."
        )
    return found


def _mail(of: "Settings") -> list[str]:
    url = of.smtp_url.get_secret_value()
    if url and not url.startswith(("smtp://", "smtps://")):
        return ["SOROT_SMTP_URL begins with smtp:// or smtps://."]
    if url and "@" not in of.mail_from:
        return ["SOROT_SMTP_URL is set but SOROT_MAIL_FROM is no address: from whom would the mail be?"]
    return []


def _watch(of: "Settings") -> list[str]:
    """Alarms and backups that were asked for and could never come about."""
    found = []
    if of.alarm_mail and not of.smtp_url.get_secret_value():
        found.append("SOROT_ALARM_MAIL is set but SOROT_SMTP_URL is not: no mail could be sent.")
    if of.alarm_telegram and not of.telegram_token.get_secret_value():
        found.append("SOROT_ALARM_TELEGRAM is set but SOROT_TELEGRAM_TOKEN is not: no bot could tell.")
    if of.backup_folder and not of.backup_recipient:
        found.append("SOROT_BACKUP_FOLDER is set but SOROT_BACKUP_RECIPIENT is not (`sorot backup key`).")
    return found


def _whatsapp(of: "Settings") -> list[str]:
    given = {
        "SOROT_WHATSAPP_TOKEN": of.whatsapp_token.get_secret_value(),
        "SOROT_WHATSAPP_PHONE_ID": of.whatsapp_phone_id,
        "SOROT_WHATSAPP_APP_SECRET": of.whatsapp_app_secret.get_secret_value(),
        "SOROT_WHATSAPP_VERIFY_TOKEN": of.whatsapp_verify_token.get_secret_value(),
    }
    missing = [name for name, value in given.items() if not value]
    found = []
    if 0 < len(missing) < len(given):
        found.append(f"WhatsApp is set up by halves; still missing: {', '.join(missing)}.")
    if of.whatsapp_phone_id and not of.whatsapp_phone_id.isdecimal():
        found.append("SOROT_WHATSAPP_PHONE_ID is Meta's number for the phone: digits only.")
    for name in ("SOROT_WHATSAPP_APP_SECRET", "SOROT_WHATSAPP_VERIFY_TOKEN"):
        if given[name] and len(given[name]) < MIN_WHATSAPP_SECRET:
            found.append(f"{name} needs at least {MIN_WHATSAPP_SECRET} characters: it could be guessed.")
    return found
