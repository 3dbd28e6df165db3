"""Which addresses may be dialled? Only the public internet, and what the operator allows.

Names are judged by what they resolve to, at the moment of dialling: every address of a name must
be allowed, and the socket is made for an address that was looked at, so neither redirects nor a
resolver that changes its mind get past.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from feeds.errors import Forbidden
from feeds.urls import LONGEST

Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]

PORTS = frozenset({80, 443, 8080, 8443})

# Python 3.11's is_global takes these for public, or they wrap an IPv4 address that may not be.
_NEVER = tuple(
    ip_network(network)
    for network in (
        *("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16"),
        *("3fff::/20", "5f00::/16", "fec0::/10", "ff00::/8"),
    )
)
# Where clouds hand out credentials: never, whatever the operator allows. Wrapped IPv4 addresses
# (NAT64, 6to4, Teredo, IPv4-compatible) are here because they may lead to the same place.
_METADATA = tuple(
    ip_network(network)
    for network in (
        *("169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32"),
        *("fe80::/10", "fd00:ec2::/32", "fd20:ce::/32"),
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0:0/96"),
    )
)
_LOOPBACK6 = ip_address("::1")
_COMPATIBLE = ip_network("::/96")
_NUMBER = re.compile(r"^(?:\d+|0x[0-9a-f]*)$", re.I)
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


class NotAllowed(OSError):
    """An address that we never dial; an OSError, so that the connector passes it on."""


@dataclass(frozen=True, slots=True)
class Networks:
    """The private networks that the operator lets feeds be on, at any port."""

    everywhere: bool = False
    some: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Networks:
        """Read "off", "on" or "127.0.0.0/8, fd12::/16"; ValueError names the bad part."""
        word = text.strip().lower()
        if word in ("", "off", "false", "0", "no"):
            return cls()
        if word in ("on", "true", "1", "yes", "all"):
            return cls(everywhere=True)
        return cls(some=tuple(_network(part.strip()) for part in text.split(",") if part.strip()))

    def include(self, address: IPv4Address | IPv6Address) -> bool:
        """Tell whether the operator allows this address by name of its network."""
        if _is_in(address, _METADATA) or (address in _COMPATIBLE and address != _LOOPBACK6):
            return False
        return self.everywhere or _is_in(address, self.some)

    def permit(self, address: str, port: int) -> bool:
        """Tell whether an address in its usual form may be dialled at a port."""
        try:
            plain = _address(address)
        except ValueError:
            return False
        inner = getattr(plain, "ipv4_mapped", None) or plain
        return self.include(inner) or (port in PORTS and _is_public(inner))


def check_url(url: str | URL, networks: Networks) -> URL:
    """Take an address apart with the parser that dials, or raise Forbidden."""
    if len(str(url)) > LONGEST or _UNSAFE.search(str(url)):
        raise Forbidden(str(url), "the address holds characters that none may have, or too many")
    try:
        whole = URL(url)
        host, port = whole.raw_host, whole.port
    except (ValueError, UnicodeError) as problem:
        raise Forbidden(str(url), "the address cannot be understood") from problem
    if whole.scheme not in ("http", "https") or not host or not port:
        raise Forbidden(str(url), "only http and https addresses with a host are read")
    if whole.raw_user is not None or whole.raw_password is not None:
        raise Forbidden(str(url), "the address holds a user name or password")
    _check_host(str(url), host, port, networks)
    return whole


def _check_host(url: str, host: str, port: int, networks: Networks) -> None:
    """Judge a host that is an address itself; names are judged once they are resolved."""
    if not _looks_numeric(host):
        return
    try:
        address = ip_address(host)
    except ValueError as problem:
        raise Forbidden(url, "the host is a number that is no usual address") from problem
    if not networks.include(getattr(address, "ipv4_mapped", None) or address):
        raise Forbidden(url, f"{address} is a bare address that the operator has not allowed")
    if not networks.permit(host, port):
        raise Forbidden(url, f"port {port} is not one of the web")


class GuardedResolver(AbstractResolver):
    """Resolves a name only when every address of it may be dialled."""

    def __init__(self, networks: Networks, resolve: Resolve | None = None) -> None:
        """Take another way of resolving for tests."""
        self._networks = networks
        self._resolve = resolve or resolve_by_system

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the addresses to dial, or raise NotAllowed."""
        addresses = await self._resolve(host, port)
        if not addresses:
            raise OSError(f"{host} has no address")
        self._check(host, port, addresses)
        return [_result(host, port, address) for address in addresses]

    def _check(self, host: str, port: int, addresses: Iterable[str]) -> None:
        for address in addresses:
            if not self._networks.permit(address, port):
                why = "is not on the public internet" if port in PORTS else f"at port {port}"
                raise NotAllowed(f"{host} leads to {address}, which {why}; it may not be read")

    async def close(self) -> None:
        """Nothing is held open."""


def guarded_socket(
    networks: Networks,
) -> Callable[[tuple[int, int, int, str, tuple[str | int, ...]]], socket.socket]:
    """Make sockets for allowed addresses only: the last look, at what is really dialled."""

    def make(info: tuple[int, int, int, str, tuple[str | int, ...]]) -> socket.socket:
        family, kind, protocol, _, target = info
        if not networks.permit(str(target[0]), int(target[1])):
            raise NotAllowed(f"{target[0]} may not be read")
        return socket.socket(family, kind, protocol)

    return make


async def resolve_by_system(host: str, port: int) -> list[str]:
    """Ask the system's resolver in a thread of its own.

    A daemon thread and not the shared pool: fifty names that hang would fill the pool for
    everybody, and a pool is waited for when the process ends.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | OSError | UnicodeError) -> None:
        if answer.done():
            return
        if isinstance(found, list):
            answer.set_result(found)
        else:
            answer.set_exception(found)

    def ask() -> None:
        found: list[str] | OSError | UnicodeError
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as problem:
            found = problem
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    return await answer


def _result(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=flags
    )


_address = lru_cache(4_096)(ip_address)  # looked at twice for each connection


def _network(part: str) -> Network:
    try:
        return ip_network(part, strict=False)
    except ValueError as problem:
        raise ValueError(f"{part!r} is no network like 10.1.0.0/16") from problem


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not _is_in(address, _NEVER) and not _is_in(address, _METADATA)


def _looks_numeric(host: str) -> bool:
    """Tell whether a resolver may take a host for an address: 127.1, 0x7f.1, 2130706433."""
    return ":" in host or bool(_NUMBER.match(host.rstrip(".").rsplit(".", 1)[-1]))
