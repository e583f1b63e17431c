"""A client of the gateway, as the tests hold it in their hand."""

import base64
import os
import socket
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from itertools import count
from time import monotonic, sleep
from typing import Any

import orjson
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE = 30.0  # a deadline for what hangs: what is only slow, as a busy host is, costs no more by it


class Phone:
    """Collects what it hears; `ask` waits for the answer to one op, `hear` for the next frame of a kind."""

    def __init__(self, url: str, token: str = "", **options: Any) -> None:
        self.token = token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        common = {"compression": None, "open_timeout": PATIENCE, "close_timeout": 1, "ping_interval": None}
        opening = connect(url, additional_headers=headers, proxy=None, **{**common, **options})
        self._open = ExitStack()
        self.socket: ClientConnection = self._open.enter_context(opening)
        self.hello: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []
        self._refs = count(1)

    def say(self, frame: Any) -> None:
        self.socket.send(frame if isinstance(frame, str | bytes) else orjson.dumps(frame).decode())

    def ask(self, op: str, **body: Any) -> dict[str, Any]:
        ref = f"r{next(self._refs)}"
        self.say({"op": op, "ref": ref, **body})
        return self._wait(lambda frame: frame.get("ref") == ref)

    def hear(self, kind: str) -> dict[str, Any]:
        return self._wait(lambda frame: frame["type"] == kind)

    def hears_nothing(self, kind: str, seconds: float = 0.4) -> bool:
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            try:
                self.heard.append(orjson.loads(self.socket.recv(timeout=left)))
            except TimeoutError:
                break
        return all(frame["type"] != kind for frame in self.heard)

    def end(self) -> tuple[int, str]:
        """The code and reason that it is closed with; what came before is kept."""
        try:
            while True:
                self.heard.append(orjson.loads(self.socket.recv(timeout=PATIENCE)))
        except ConnectionClosed as closed:
            return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")

    def hang_up(self) -> None:
        self._open.close()

    def _wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        for index, kept in enumerate(self.heard):
            if wanted(kept):
                return self.heard.pop(index)
        end = monotonic() + PATIENCE
        while (left := end - monotonic()) > 0:
            frame: dict[str, Any] = orjson.loads(self.socket.recv(timeout=left))
            if wanted(frame):
                return frame
            self.heard.append(frame)
        raise TimeoutError


@contextmanager
def deaf(port: int, token: str, receive_buffer: int = 4096):
    """A client that upgrades and then reads nothing, not even pings: a bare TCP socket."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        line.settimeout(PATIENCE)
        line.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        line.sendall(
            f"GET /ws/im HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        yield line


def eventually(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What `true` answers as soon as it is something: for what happens in another thread."""
    end = monotonic() + seconds
    while not (answer := true()):
        if monotonic() > end:
            raise TimeoutError
        sleep(0.02)
    return answer


def frames_until_close(line: socket.socket) -> list[tuple[int, bytes]]:
    """What a bare socket was sent after the upgrade, to its end: opcode and payload of each frame."""
    data = b""
    try:
        while chunk := line.recv(65_536):
            data += chunk
    except ConnectionResetError:
        pass
    _, _, data = data.partition(b"\r\n\r\n")
    frames = []
    while len(data) > 1:
        size, start = data[1] & 0x7F, 2
        if size > 125:
            start = 4 if size == 126 else 10
            size = int.from_bytes(data[2:start], "big")
        frames.append((data[0] & 0x0F, data[start : start + size]))
        data = data[start + size :]
    return frames
