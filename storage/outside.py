"""Connections that never lead inside: a foreign name that suddenly means an address of ours is not called.

A name can be judged, and made to mean 169.254.169.254 between two looks. So the name is looked up here, and
the very address that was judged is called; TLS still checks the name.
"""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Any

import httpcore2
import httpx2

Network = IPv4Network | IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
# 6to4 holds any IPv4 address, of ours too; the other one is for documents.
_NO_PUBLIC = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("3fff::/20"))
_RELAYS = ipaddress.ip_network("192.88.99.0/24")  # of 6to4


@dataclass(frozen=True)
class MayCall:
    """What may be called beside the public internet: networks of the city, and hosts even without TLS."""

    networks: tuple[Network, ...] = ()
    plain: frozenset[str] = frozenset()


OUTSIDE = MayCall()  # the public internet alone


class _Outside(httpcore2.SyncBackend):
    def __init__(self, trusted: frozenset[str], networks: tuple[Network, ...]) -> None:
        self.trusted, self.networks = trusted, networks

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:  # fmt: skip
        if host not in self.trusted:
            host = _permitted_address(host, port, self.networks)
        return super().connect_tcp(host, port, timeout, local_address, socket_options)


def _permitted_address(host: str, port: int, networks: tuple[Network, ...]) -> str:
    """An address `host` means; ConnectError unless every one is on the public internet or in `networks`."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as failure:
        raise httpcore2.ConnectError("the name is not known") from failure
    addresses = [ipaddress.ip_address(address.partition("%")[0]) for address in found]
    if not addresses or not all(may_be_called(address, networks) for address in addresses):
        raise httpcore2.ConnectError("the name means an address that is not on the public internet")
    return found[0]


def may_be_called(address: Address, networks: Iterable[Network]) -> bool:
    """Whether the address is on the public internet, or in one of these networks; however it is written."""
    if any(address.version == network.version and address in network for network in networks):
        return True
    if isinstance(address, ipaddress.IPv6Address):
        if address in _TRANSLATED:  # the network calls the IPv4 address that stands at its end
            return may_be_called(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF), networks)
        if address not in _GLOBAL_UNICAST or any(address in none for none in _NO_PUBLIC):
            return False
    elif address in _RELAYS:
        return False
    return address.is_global and not address.is_multicast


def networks_of(said: str) -> tuple[Network, ...]:
    """The networks of a list such as "10.20.0.0/16, 10.8.1.4"; ValueError names what is none."""
    return tuple(ipaddress.ip_network(part.strip()) for part in said.split(",") if part.strip())


def keep_outside(
    http: httpx2.Client, *, trusted: Iterable[str] = (), networks: tuple[Network, ...] = ()
) -> httpx2.Client:
    """The client, from now on refusing addresses that are not public.

    Those of hosts in `trusted` may be, and those in `networks`: the city's own, where its cameras stand.
    """
    transport: Any = http._transport  # httpx2 takes no backend of its own; tests hold this line
    transport._pool._network_backend = _Outside(frozenset(trusted), networks)
    return http


def guarded(http: httpx2.Client, reach: MayCall) -> httpx2.Client:
    """As `keep_outside`, by what a city allows."""
    return keep_outside(http, trusted=reach.plain, networks=reach.networks)
