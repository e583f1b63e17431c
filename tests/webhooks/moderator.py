"""A customer's moderator: a real server on a port of its own, which does as a test says."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

from accounts.models import App
from tests.webhooks.endpoints import make_endpoint
from webhooks.models import Endpoint

PATIENCE = 20.0
Answer = dict[str, Any] | Callable[["Handler"], None]


class Moderator(ThreadingHTTPServer):
    """`answer`: what it says, or does, from now on. `asked`: what it was asked, in the order of arrival.
    While `open` is not set it withholds its answers.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Answer = {"action": "allow"}
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.open = threading.Event()
        self.open.set()
        self.arrived = threading.Semaphore(0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/moderate"

    def wait(self) -> None:
        """Until it was asked once more."""
        assert self.arrived.acquire(timeout=PATIENCE)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up on it is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Moderator

    def do_POST(self) -> None:
        self.body = body = self.rfile.read(int(self.headers["content-length"]))
        self.server.bodies.append(body)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.server.asked.append(orjson.loads(body))
        self.server.arrived.release()
        assert self.server.open.wait(PATIENCE)
        answer = self.server.answer
        if callable(answer):
            answer(self)
        else:
            self.say(orjson.dumps(answer))

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


def hangs(call: Handler) -> None:
    """Until the caller hangs up."""
    call.close_connection = True
    call.connection.settimeout(PATIENCE)
    call.connection.recv(1)


def resets(call: Handler) -> None:
    call.close_connection = True
    call.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    call.connection.close()


def drips(call: Handler) -> None:
    """A byte now and then, as long as somebody listens."""
    call.close_connection = True
    call.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
    pause = threading.Event()
    while not pause.wait(0.02):
        call.connection.sendall(b" ")


def fails(call: Handler) -> None:
    call.say(b'{"action": "allow"}', 500)


def redirects(call: Handler) -> None:
    call.say(b'{"action": "allow"}', 302, Location=call.server.url)


def babbles(call: Handler) -> None:
    call.say(b'{"action": "perhaps"}')


def rambles(call: Handler) -> None:
    call.say(b'{"action": "allow", "why": "' + b"x" * 70_000 + b'"}')


@contextmanager
def running() -> Iterator[Moderator]:
    with Moderator() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.open.set()
            server.shutdown()


def ask_it(moderator: Moderator, app: App, *events: str, **fields: Any) -> Endpoint:
    """From now on it is asked before these."""
    app.changed_settings |= {"allowHttpWebhooks": True}
    app.save(update_fields=["changed_settings"])
    return make_endpoint(app, moderator.url, *events, **fields)


def opened_after(moderator: Moderator, number: int) -> threading.Thread:
    """Lets it answer as soon as it was asked so often."""

    def wait() -> None:
        for _ in range(number):
            moderator.wait()
        moderator.open.set()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread
