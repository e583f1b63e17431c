"""No call reaches a forbidden address, however its URL is written and whatever a name server says.

A canary listens on the loopback addresses, behind which every forbidden address could be, and counts.
"""

import asyncio
from collections.abc import Callable
from ipaddress import ip_network

import pytest
from pytest_django.fixtures import Settings

from config.egress.client import Client
from config.egress.reply import Reply
from config.egress.resolving import Info
from tests.config.egress.servers import IPV6, OK, Call, Server, calling, infos, post, serving
from tests.config.egress.test_urls import FORBIDDEN

# PORT is the canary's.
HOSTILE = [
    "http://127.0.0.1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://127.0.0.1..:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://2130706433:PORT/",
    "http://017700000001:PORT/",
    "http://0x7f000001:PORT/",
    "http://0x7f.1:PORT/",
    "http://0X7F.0x0.0x0.0x1:PORT/",
    "http://127.0x1:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0177.0.0.01:PORT/",
    "http://00000127.0.0.1:PORT/",
    "http://127.0.0.0x1:PORT/",
    "http://127.000.000.001:PORT/",
    "http://0:PORT/",
    "http://0.0:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0x:PORT/",
    "http://4294967296:PORT/",
    "http://4294967295:PORT/",
    "http://256.256.256.256:PORT/",
    "http://1.2.3.4.5:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST:PORT/",
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[0000::0001]:PORT/",
    "http://[::]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::FFFF:7F00:1]:PORT/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/",
    "http://[64:ff9b::127.0.0.1]:PORT/",
    "http://[64:ff9b:1::127.0.0.1]:PORT/",
    "http://[2002:7f00:1::1]:PORT/",
    "http://[::1%lo]:PORT/",
    "http://[::1%25lo]:PORT/",
    "http://[fe80::1%25eth0]:PORT/",
    "http://[127.0.0.1]:PORT/",
    "http://[::1]x:PORT/",
    "http://[::1:PORT/",
    "http://::1:PORT/",
    "http://[v1.x]:PORT/",
    "http://user@127.0.0.1:PORT/",
    "http://user:word@127.0.0.1:PORT/",
    "http://example.com@127.0.0.1:PORT/",
    "http://example.com:80@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT@example.com/",
    "http://@127.0.0.1:PORT/",
    "http://example.com%40127.0.0.1:PORT/",
    "http://example.com\\@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT\\@example.com/",
    "http:\\\\127.0.0.1:PORT\\",
    "http:/127.0.0.1:PORT/",
    "http:127.0.0.1:PORT/",
    "http:///127.0.0.1:PORT/",
    "//127.0.0.1:PORT/",
    "127.0.0.1:PORT",
    "http://127.0.0.1%00.example.com:PORT/",
    "http://127.0.0.1%2f.example.com:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://127%2e0%2e0%2e1:PORT/",
    "http://127.0.0.1\t:PORT/",
    "http://127.0.0.1\n:PORT/",
    "http://127.0.0.1\r\nHost: x:PORT/",
    "http://127.0.0.1\0:PORT/",
    "http:// 127.0.0.1:PORT/",
    " http://127.0.0.1:PORT/",
    "http://127.0.0.1 :PORT/",
    "http://127.0.0.1:PORT/ HTTP/1.1\r\nX: y",
    "http://127.0.0.1:PORT\x7f/",
    "http://127.0.0.1: PORT/",
    "http://127.0.0.1:+PORT/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:65536/",
    "http://127.0.0.1:99999999/",
    "http://127.0.0.1:/",
    "http://example.com:0/",
    "http://example.com:65536/",
    "http://１２７.0.0.1:PORT/",
    "http://１２７。０。０。１:PORT/",
    "http://127。0。0。1:PORT/",
    "http://127．0．0．1:PORT/",
    "http://127｡0｡0｡1:PORT/",
    "http://①②⑦.⓪.⓪.①:PORT/",
    "http://ｌｏｃａｌｈｏｓｔ:PORT/",
    "http://ⓛocalhost:PORT/",
    "http://local\u200dhost:PORT/",
    "http://local\u00adhost:PORT/",
    "http://loc\u0430lhost:PORT/",
    "http://١٢٧.٠.٠.١:PORT/",
    "http://127.0.0.1\u3000:PORT/",
    "http://127.0.0.1\u2028:PORT/",
    "http://例子.中国:PORT/",
    "http://a..b:PORT/",
    "http://.localhost:PORT/",
    "http://-a.test:PORT/",
    "http://*.test:PORT/",
    "http://a,b:PORT/",
    "http://a;b:PORT/",
    "http://$HOST:PORT/",
    "http://" + "a" * 64 + ".test:PORT/",
    "http://" + "a." * 127 + "test:PORT/",
    "http://:PORT/",
    "http:///",
    "http://",
    "http://?x",
    "http://#x",
    "",
    "hook",
    "ftp://127.0.0.1:PORT/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:PORT/_x",
    "unix:///run/docker.sock",
    "tcp://127.0.0.1:PORT/",
    "ws://127.0.0.1:PORT/",
    "http+unix://%2Frun/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fd00:ec2::254]/latest/",
    "http://2852039166/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://example.com/" + "x" * 2048,
]


@pytest.fixture(autouse=True)
def _nothing_is_allowed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []


def called(ask: Callable[[Server, Client], object], *addresses: str) -> None:
    """Nobody came to the canary, who listens at all loopback addresses."""

    async def run() -> None:
        async with serving(host="") as canary, calling(*addresses) as client:
            await ask(canary, client)  # type: ignore[misc]
            assert canary.connections == 0

    asyncio.run(run())


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_url(number: int) -> None:
    async def ask(canary: Server, client: Client) -> None:
        reply = await post(client, HOSTILE[number].replace("PORT", str(canary.port)))
        assert (reply.status, reply.error) == (None, "blocked_address"), HOSTILE[number]

    called(ask)


@pytest.mark.parametrize("address", FORBIDDEN.split())
def test_a_name_with_a_forbidden_address(address: str) -> None:
    async def ask(canary: Server, client: Client) -> None:
        reply = await post(client, f"http://hook.test:{canary.port}/")
        assert (reply.status, reply.error) == (None, "blocked_address")

    called(ask, address)


@pytest.mark.parametrize(
    "addresses",
    [
        ("93.184.216.34", "127.0.0.1"),
        ("127.0.0.1", "93.184.216.34"),
        ("2606:2800:220:1::1", "::1"),
        ("93.184.216.34", "::ffff:127.0.0.1"),
        ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::7f00:1"),
        (*(f"93.184.216.{n}" for n in range(1, 100)), "127.0.0.1"),
        ("fe80::1%lo",),
    ],
    ids=lambda addresses: addresses[-1],
)
def test_one_forbidden_address_refuses_the_name(addresses: tuple[str, ...]) -> None:
    async def ask(canary: Server, client: Client) -> None:
        reply = await post(client, f"http://hook.test:{canary.port}/")
        assert (reply.status, reply.error) == (None, "blocked_address")

    called(ask, *addresses)


def test_the_canary_would_have_heard(settings: Settings) -> None:
    """The same calls, with the loopback addresses allowed."""
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1/128")]

    async def run() -> None:
        async with serving(host="") as canary:
            for address in ("127.0.0.1", "127.9.9.9", *(["::1"] if IPV6 else [])):
                async with calling(address) as client:
                    assert (await post(client, f"http://hook.test:{canary.port}/")).status == 200
            async with calling() as client:
                for host in ("127.0.0.1", "localhost", *(["[::1]", "[::ffff:127.0.0.1]"] if IPV6 else [])):
                    assert (await post(client, f"http://{host}:{canary.port}/")).status == 200, host
            assert canary.connections == (7 if IPV6 else 4)

    asyncio.run(run())


def changing(*answers: str) -> tuple[list[str], Callable[[str, int], list[Info]]]:
    """A name server that says something else each time."""
    said: list[str] = []

    def look_up(host: str, port: int) -> list[Info]:
        said.append(answers[min(len(said), len(answers) - 1)])
        return infos(port, said[-1])

    return said, look_up


def test_a_name_that_changes_between_check_and_connect(settings: Settings) -> None:
    """It is looked up once, and what was checked is what is connected to."""
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.2/32")]
    said, look_up = changing("127.0.0.2", "127.0.0.1")

    async def run() -> Reply:
        client = Client(look_up)
        async with serving(host="127.0.0.2") as server:
            reply = await post(client, f"http://hook.test:{server.port}/")
            await client.close()
            return reply

    assert asyncio.run(run()).status == 200
    assert said == ["127.0.0.2"]


def test_a_name_that_changes_between_two_connections(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.2/32")]
    said, look_up = changing("127.0.0.2", "127.0.0.1")

    async def run() -> None:
        client = Client(look_up)
        async with serving(host="") as canary:
            assert (await post(client, f"http://hook.test:{canary.port}/")).status == 200
            assert (await post(client, f"http://hook.test.:{canary.port}/")).error == "blocked_address"
            assert canary.connections == 1
        await client.close()

    asyncio.run(run())
    assert said == ["127.0.0.2", "127.0.0.1"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["http://127.0.0.1:PORT/", "//127.0.0.1:PORT/", "http://localhost:PORT/"])
def test_a_redirect_into_the_house_is_not_followed(settings: Settings, status: int, target: str) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.2/32")]

    async def run() -> None:
        async with serving() as canary:

            async def redirect(call: Call) -> None:
                place = target.replace("PORT", str(canary.port)).encode()
                await call.say(OK.replace(b"200 OK", b"%d Go\r\nLocation: %s" % (status, place)))

            async with serving(redirect, host="127.0.0.2") as server, calling("127.0.0.2") as client:
                assert (await post(client, f"http://hook.test:{server.port}/")).status == status
            assert canary.connections == 0

    asyncio.run(run())


def test_http_is_refused_where_it_is_no_longer_allowed() -> None:
    async def ask(canary: Server, client: Client) -> None:
        url = f"http://hook.test:{canary.port}/"
        reply = await client.post(url, b"", {}, timeout=1, allow_http=False)
        assert reply.error == "blocked_address"

    called(ask, "93.184.216.34")
