"""The benchmarks' own clients: what they count is what the server sent, however the bytes come in."""

import asyncio
from itertools import repeat
from typing import Any

import orjson
import pytest

from benchmarks import rest, sockets
from benchmarks.people import Person
from benchmarks.tally import Tally
from im.realtime.transport import text_frame

UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
HELLO = text_frame(b'{"type":"hello","data":{}}')
SHORT = text_frame(b'{"type":"message.sent","id":"1"}')
MIDDLE = text_frame(b'{"type":"message.sent","id":"' + b"2" * 300 + b'"}')
LONG = text_frame(b'{"type":"message.sent","id":"' + b"3" * 70_000 + b'"}')


class Wire:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def abort(self) -> None: ...


class Ears(sockets.SocketClient):
    def __init__(self, tally: Tally) -> None:
        super().__init__(Person("alice", "a-token", None), tally)  # type: ignore[arg-type]  # no account needed
        self.heard: list[bytes] = []

    def frame(self, data: bytes, start: int, end: int) -> None:
        super().frame(data, start, end)
        self.heard.append(data[start:end])


@pytest.mark.parametrize("step", [1, 2, 7, 1000, 1_000_000])
def test_a_socket_hears_every_frame_however_the_bytes_are_cut(step: int) -> None:
    async def listen() -> Ears:
        ears = Ears(Tally())
        ears.connection_made(Wire())  # type: ignore[arg-type]
        stream = UPGRADED + HELLO + SHORT + (LONG if step > 1 else b"") + MIDDLE + SHORT
        for at in range(0, len(stream), step):
            ears.data_received(stream[at : at + step])
        assert ears.ready.done()
        return ears

    heard = asyncio.run(listen()).heard
    frames = [HELLO, SHORT, *([LONG] if step > 1 else []), MIDDLE, SHORT]
    assert [orjson.loads(body) for body in heard] == [
        orjson.loads(frame[frame.index(b"{") :]) for frame in frames
    ]


def test_a_socket_that_is_refused_or_closed_fails_the_measurement() -> None:
    async def refused() -> Tally:
        ears = Ears(Tally())
        ears.connection_made(Wire())  # type: ignore[arg-type]
        ears.data_received(UPGRADED + b"\x88\x07\x0f\xa4no :(")
        return ears.tally

    tally = asyncio.run(refused())
    assert "4004 b'no :('" in tally.failure
    assert not tally.running


def test_an_ack_makes_the_next_send_and_is_timed_once() -> None:
    async def talk() -> tuple[sockets.Sender, Wire]:
        tally, wire = Tally(counting=True), Wire()
        person = Person("alice", "a-token", None)  # type: ignore[arg-type]
        sender = sockets.Sender(person, tally, sockets.sends(["bob"]), 2)
        sender.connection_made(wire)  # type: ignore[arg-type]
        sender.data_received(UPGRADED + HELLO)
        sender.begin()
        first = orjson.loads(wire.written[1][8:])
        sender.data_received(text_frame(orjson.dumps({"type": "ack", "ref": first["ref"], "data": {}})))
        return sender, wire

    sender, wire = asyncio.run(talk())
    sent = [orjson.loads(frame[8:]) for frame in wire.written[1:]]
    assert len(sender.tally.latencies) == 1
    assert sender.waiting
    assert len({frame["clientMsgId"] for frame in sent}) == len({frame["ref"] for frame in sent}) == 3
    assert all(len(frame) == frame[2] * 256 + frame[3] + 8 for frame in wire.written[1:] if frame[1] == 0xFE)


@pytest.mark.parametrize("length", ["content-length: 12", "Transfer-Encoding: chunked"])
def test_a_rest_answer_is_awaited_to_its_end(length: str) -> None:
    body = b'{"code":200}' if length.startswith("content") else b'c\r\n{"code":200}\r\n0\r\n\r\n'
    client, wire = _asking(Tally(counting=True))
    answer = f"HTTP/1.1 200 OK\r\n{length}\r\nserver: x\r\n\r\n".encode() + body
    client.data_received(answer[:30])
    client.data_received(answer[30:-3])
    assert client._tally.latencies == []
    client.data_received(answer[-3:])
    assert len(client._tally.latencies) == 1
    assert len(wire.written) == 2


def test_a_refused_request_fails_the_measurement() -> None:
    client, _ = _asking(Tally())
    client.data_received(b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\n{}")
    assert "429" in client._tally.failure
    assert not client.waiting


def test_every_send_is_a_whole_request_with_an_id_of_its_own() -> None:
    requests = rest.sends("a-token", ["bob", "carol"], port=8000)
    made = [next(requests).partition(b"\r\n\r\n") for _ in range(200)]
    bodies: list[dict[str, Any]] = [orjson.loads(body) for _, _, body in made]
    assert all(f"Content-Length: {len(body)}".encode() in head for head, _, body in made)
    assert len({body["clientMsgId"] for body in bodies}) == 200
    assert {body["toId"] for body in bodies} == {"bob", "carol"}
    assert all(len(body["content"]["text"]) == 40 for body in bodies)


def _asking(tally: Tally) -> tuple[rest.RestClient, Wire]:
    client, wire = rest.RestClient(repeat(b"GET"), tally), Wire()
    client.connection_made(wire)  # type: ignore[arg-type]
    client.begin()
    return client, wire
