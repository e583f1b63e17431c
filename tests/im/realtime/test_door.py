"""The gateway's port is no web server: two pages, and sockets."""

from http.client import HTTPConnection

import pytest

from tests.im.realtime.conftest import Running
from tests.im.realtime.phone import PATIENCE


def ask(gateway: Running, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    line = HTTPConnection("127.0.0.1", gateway.port, timeout=PATIENCE)
    try:
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def test_it_says_that_it_is_alive(gateway: Running) -> None:
    assert ask(gateway, "/healthz") == (200, b"ok\n")


def test_it_shows_its_numbers(gateway: Running) -> None:
    status, body = ask(gateway, "/metrics")
    assert status == 200
    assert b"hongyan_gateway_channels" in body


@pytest.mark.parametrize("path", ["/", "/ws", "/ws/im/x", "/%00", "/ws%2fim", "/../ws/im"])
def test_there_is_nothing_else(gateway: Running, path: str) -> None:
    assert ask(gateway, path)[0] == 404


def test_who_does_not_upgrade_is_told_so(gateway: Running) -> None:
    assert ask(gateway, "/ws/im")[0] == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_other_methods_are_refused(gateway: Running, method: str) -> None:
    assert ask(gateway, "/ws/im", method)[0] == 400
