"""The benchmarks' receiver: it answers as the path says, and notes every call with its event."""

import asyncio
from collections.abc import Iterator

import pytest

from benchmarks import receiver
from benchmarks.receiver import BAD, DRIP, OK, Hook

CALL = b"POST /%s/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nwebhook-id: evt_%d\r\n\r\n12345"


class Wire:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)


@pytest.fixture(autouse=True)
def _no_notes() -> Iterator[None]:
    receiver.notes.clear()
    yield
    receiver.notes.clear()


def answered(stream: bytes, step: int) -> list[bytes]:
    async def hear() -> list[bytes]:
        hook, wire = Hook(), Wire()
        hook.connection_made(wire)  # type: ignore[arg-type]
        for at in range(0, len(stream), step):
            hook.data_received(stream[at : at + step])
        hook.connection_lost(None)
        return wire.written

    return asyncio.run(hear())


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_a_call_is_noted_once_however_its_bytes_are_cut(step: int) -> None:
    assert answered(CALL % (b"ok", 1), step) == [OK]
    assert [note[:2] for note in receiver.notes] == [(b"/ok/1", b"evt_1")]


def test_each_path_has_its_way() -> None:
    assert answered(CALL % (b"bad", 1), 1000) == [BAD]
    assert answered(CALL % (b"hang", 2), 1000) == []
    assert answered(CALL % (b"drip", 3), 1000) == [DRIP, b"x"]


def test_the_notes_are_handed_over_once() -> None:
    answered(CALL % (b"ok", 1), 1000)
    ask = b"GET /notes HTTP/1.1\r\nHost: x\r\n\r\n"
    assert b"/ok/1 evt_1 " in answered(ask, 1000)[0]
    assert answered(ask, 1000)[0].endswith(b"Content-Length: 0\r\n\r\n")
