"""What a URL must look like, and which addresses it may not have."""

from ipaddress import ip_address, ip_network

import pytest
from pytest_django.fixtures import Settings

from config.egress.addresses import is_forbidden
from config.egress.urls import UnsafeUrl, require_safe

GOOD = [
    "https://example.com",
    "https://example.com/hook?key=a%20b",
    "HTTPS://Example.COM:8443/hook",
    "https://example.com./hook",
    "https://xn--fsqu00a.xn--fiqs8s/hook",
    "https://my_service.internal/hook",
    "https://localhost/hook",  # a name: judged when connecting
    "https://93.184.216.34/hook",
    "https://[2606:2800:220:1:248:1893:25c8:1946]:444/hook",
    "https://example.com/a:b@c",
]
FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254
168.63.129.16 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1
192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::10.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:a9fe:a9fe ::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::169.254.169.254
64:ff9b::8.8.8.8 64:ff9b:1::1 64:ff9b:1:ffff::127.0.0.1 100::1 2001::1 2001:0:53aa:64c::1 2001:2::1
2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe:: 2002:808:808:: 3fff::1 5f00::1 fc00::1
fd00:ec2::254 fd20:ce::254 fe80::1 fe80::a9fe:a9fe febf::1 fec0::1 ff02::1 ff0e::1 4000::1 8000::1
::ffff:100.64.0.1 ::ffff:192.168.1.1 1::1
"""
ALLOWED = """
1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 198.17.0.1 198.20.0.1 223.255.255.255
::ffff:8.8.8.8 2001:4860:4860::8888 2001:200::1 2003::1 2606:4700::1111 2a00::1 240e::1 2400:3200::1
"""


@pytest.fixture(autouse=True)
def _nothing_is_allowed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []


@pytest.mark.parametrize("url", GOOD)
def test_it_takes(url: str) -> None:
    require_safe(url, allow_http=False)


@pytest.mark.parametrize("address", FORBIDDEN.split())
def test_an_address_that_leads_inside_is_refused(address: str) -> None:
    assert is_forbidden(ip_address(address), [])
    with pytest.raises(UnsafeUrl, match="private or reserved"):
        require_safe(f"https://[{address}]/" if ":" in address else f"https://{address}/", allow_http=False)


@pytest.mark.parametrize("address", ALLOWED.split())
def test_a_public_address_is_not(address: str) -> None:
    assert not is_forbidden(ip_address(address), [])


@pytest.mark.parametrize(
    ("address", "network"),
    [("127.0.0.1", "127.0.0.0/8"), ("::ffff:127.0.0.1", "127.0.0.0/8"), ("64:ff9b::8.8.8.8", "64:ff9b::/96")],
)
def test_an_installation_can_allow_networks(address: str, network: str) -> None:
    assert not is_forbidden(ip_address(address), [ip_network(network)])


def test_behind_an_allowed_nat64_the_address_counts() -> None:
    assert is_forbidden(ip_address("64:ff9b::10.0.0.1"), [ip_network("64:ff9b::/96")])


def test_http_is_for_apps_that_allow_it() -> None:
    require_safe("http://example.com/", allow_http=True)
    with pytest.raises(UnsafeUrl, match="the app does not allow http"):
        require_safe("http://example.com/", allow_http=False)
