"""The process's one loop and client, from any thread."""

from ipaddress import ip_network
from threading import Thread

from pytest_django.fixtures import Settings

from config.egress.loop import client, loop, submit
from tests.config.egress.servers import Server, post, serving


def test_a_thread_gets_its_reply(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    heard: list[Server] = []

    async def ask() -> int | None:
        async with serving() as server:
            heard.append(server)
            return (await post(client(), f"http://127.0.0.1:{server.port}/")).status

    assert submit(ask()).result(5) == 200
    assert heard[0].connections == 1


def test_all_threads_have_the_same() -> None:
    found: list[object] = []
    threads = [Thread(target=lambda: found.append((loop(), client()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(loop(), client())] * 4
