"""Which addresses no call to other people's servers may reach. Python's `is_global` is not it: it calls
addresses global that lead back inside.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FORBIDDEN: tuple[Network, ...] = tuple(
    ip_network(word)
    for word in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT; Alibaba Cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's metadata, a public address that leads inside
        "169.254.0.0/16",  # link-local; everybody else's metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        # Of IPv6, only 2000::/3 is given out. The rest is `::`, loopback, v4-compatible, v4-translated, NAT64
        # (64:ff9b::/96 and 64:ff9b:1::/48), unique-local, link-local, site-local, multicast, unassigned.
        "::/3",
        "4000::/2",
        "8000::/1",
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
NAT64 = IPv6Network("64:ff9b::/96")


def is_forbidden(address: Address, allowed_networks: Iterable[Network]) -> bool:
    """What a network allows is allowed. A v4-mapped address is the IPv4 address that it leads to, and where
    an installation allows NAT64 (having no IPv4 of its own), what is behind it is judged as well.
    """
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if not any(address in network for network in allowed_networks):
        return any(address in network for network in FORBIDDEN)
    return address in NAT64 and is_forbidden(IPv4Address(int(address) & 0xFFFF_FFFF), allowed_networks)
