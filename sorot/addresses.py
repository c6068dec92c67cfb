"""Addresses that settings name: is it this machine, and does what is sent there stay secret on the way?"""

import ipaddress
from collections.abc import Container
from urllib.parse import parse_qsl, urlsplit


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
    if parts.scheme in ("https", "wss", "mqtts"):
        return bool(host)
    return parts.scheme in ("http", "ws", "mqtt") and (is_loopback(host) or host in trusted)


def endpoint_of(media_url: str) -> str:
    """Where an S3 store other than AWS is spoken to, "" for a folder and for AWS."""
    if not media_url.startswith("s3:"):
        return ""
    return dict(parse_qsl(urlsplit(media_url).query)).get("endpoint", "")
