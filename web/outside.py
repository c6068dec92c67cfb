"""Connections that never lead inside: a foreign name that suddenly means an address of ours is not called.

A name that was judged can be made to mean 169.254.169.254 between two looks. So the name is looked up here,
and the very address that was judged is called; TLS still checks the name.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2


class _Outside(httpcore2.SyncBackend):
    def __init__(self, trusted: frozenset[str]) -> None:
        self.trusted = trusted

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:  # fmt: skip
        if host not in self.trusted:
            host = _public_address(host, port)
        return super().connect_tcp(host, port, timeout, local_address, socket_options)


def _public_address(host: str, port: int) -> str:
    """An address `host` means; ConnectError unless every one of them is on the public internet."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as failure:
        raise httpcore2.ConnectError("the name is not known") from failure
    addresses = [ipaddress.ip_address(address.partition("%")[0]) for address in found]
    if not addresses or not all(address.is_global and not address.is_multicast for address in addresses):
        raise httpcore2.ConnectError("the name means an address that is not on the public internet")
    return found[0]


def keep_outside(http: httpx2.Client, *, trusted: Iterable[str]) -> httpx2.Client:
    """The client, from now on refusing addresses that are not public; those of hosts in `trusted` may be."""
    transport: Any = http._transport  # httpx2 takes no backend of its own; tests hold this line
    transport._pool._network_backend = _Outside(frozenset(trusted))
    return http
