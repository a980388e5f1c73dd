"""A request -> the address that counts as one sender; settings -> whether others reach the page."""

from __future__ import annotations

import ipaddress

from starlette.types import Scope

from rag.settings import PageSettings

#: Whoever has one address of IPv6 has usually all that begin alike.
_IPV6_PREFIX = 64


def address_of(scope: Scope) -> str:
    """Name the sender's address, or for IPv6 its network; "unknown" for a local socket."""
    client = scope.get("client")
    return group_address(client[0]) if client else "unknown"


def group_address(host: str) -> str:
    """Take the addresses of one IPv6 network as one."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host or "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))


def is_loopback(host: str) -> bool:
    """Tell a host that this computer alone can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_exposed(settings: PageSettings) -> bool:
    """Tell whether others than this computer can reach the page, by themselves or by a proxy."""
    return bool(
        not is_loopback(settings.host) or settings.allowed_hosts or settings.trusted_proxies
    )
