"""As much of Redis's protocol as a subscriber needs, lean because every frame comes through here."""

from collections.abc import Iterator


def command(*words: bytes) -> bytes:
    """One command as Redis reads it."""
    parts = [b"*%d\r\n" % len(words)]
    parts += [b"$%d\r\n%b\r\n" % (len(word), word) for word in words]
    return b"".join(parts)


class Broken(Exception):
    """The other side does not speak the protocol, or said no."""


class Reader:
    """Fed with what the connection reads, yields whole replies: `[kind, channel, payload]` mostly."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> Iterator[list[bytes] | bytes]:
        data = self._rest + chunk if self._rest else chunk
        at = 0
        while True:
            parsed = _reply(data, at)
            if parsed is None:
                break
            reply, at = parsed
            yield reply
        self._rest = data[at:]


def _reply(data: bytes, at: int) -> tuple[list[bytes] | bytes, int] | None:
    end = data.find(b"\r\n", at)
    if end < 0:
        return None
    kind = data[at : at + 1]
    if kind == b"*":
        return _array(data, end + 2, int(data[at + 1 : end]))
    if kind == b"-":
        raise Broken(data[at + 1 : end].decode("utf-8", "replace"))
    return _item(data, at)


def _array(data: bytes, at: int, length: int) -> tuple[list[bytes], int] | None:
    items: list[bytes] = []
    for _ in range(length):
        parsed = _item(data, at)
        if parsed is None:
            return None
        item, at = parsed
        items.append(item)
    return items, at


def _item(data: bytes, at: int) -> tuple[bytes, int] | None:
    """A bulk string, or a number or simple string as its text."""
    end = data.find(b"\r\n", at)
    if end < 0:
        return None
    kind = data[at : at + 1]
    if kind in b":+":
        return data[at + 1 : end], end + 2
    if kind != b"$":
        raise Broken(f"unexpected {kind!r}")
    size = int(data[at + 1 : end])
    if size < 0:
        return b"", end + 2
    start = end + 2
    if len(data) < start + size + 2:
        return None
    return data[start : start + size], start + size + 2
