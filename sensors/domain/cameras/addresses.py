"""Addresses of cameras: what may be one, and how one is shown without its password."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from storage.outside import MayCall, Network, may_be_called

LONGEST = 500
HIDDEN = "•••"


def wrong_with(address: str, reach: MayCall) -> str:
    """Why an address cannot be a camera's, in a sentence without the address; "" for one that can.

    Without TLS only hosts the city has named, or a number inside its own networks: a password may be in it.
    """
    if len(address) > LONGEST:
        return f"alamatnya lebih panjang dari {LONGEST} huruf"
    if not address.isprintable() or " " in address:
        return "alamatnya tidak bisa dibaca"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "alamatnya tidak bisa dibaca"
    if parts.scheme not in ("http", "https") or not host:
        return "alamatnya harus dimulai dengan http:// atau https:// (bukan rtsp://)"
    inside = _within(host, reach.networks)
    if parts.scheme == "http" and host not in reach.plain and inside is not True:
        return "http:// hanya untuk jaringan dan host kota yang didaftarkan (SOROT_INNER_NETWORKS)"
    if inside is False and host not in reach.plain:
        return "alamat dalam itu tidak ada di daftar jaringan kota (SOROT_INNER_NETWORKS)"
    return ""


def _within(host: str, networks: Iterable[Network]) -> bool | None:
    """Whether the number is inside a network of the city; None for a name, and for a public number."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return None
    if any(number.version == network.version and number in network for network in networks):
        return True
    return None if may_be_called(number, ()) else False


def shown(address: str) -> str:
    """The address for an admin's eyes: no user, no password, no value behind a question mark."""
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return HIDDEN
    secret = f"{HIDDEN}@" if parts.username or parts.password else ""
    netloc = f"{secret}{host}{f':{port}' if port else ''}"
    query = "&".join(f"{name}={HIDDEN}" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))


def parted(address: str) -> tuple[str, str, str]:
    """(address without user and password, user, password)."""
    parts = urlsplit(address)
    netloc = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))
    return bare, unquote(parts.username or ""), unquote(parts.password or "")


def same_place(one: str, other: str) -> bool:
    """Whether both addresses are of one scheme, host and port."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme, first.hostname, first.port) == (second.scheme, second.hostname, second.port)
