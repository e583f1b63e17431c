"""Compresses headers as a client does that says nearly the same very often (RFC 7541)."""

from collections.abc import Iterable
from typing import Final

from hpack import Encoder
from hpack.hpack import encode_integer
from hpack.table import HeaderTable

Header = tuple[bytes, bytes]
NEVER_INDEXED: Final = 0x10


class HeaderEncoder(Encoder):
    """A value that comes twice in a row goes into the table; one that changes with each request would only
    push the others out of it. Without Huffman's code, which saves a fifth of the bytes and costs more than
    all the rest of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[bytes, bytes] = {}
        self._indices: dict[Header, bytes] = {}  # of what is in the table, until it changes

    def encode(self, headers: Iterable[Header], huffman: bool = False) -> bytes:  # type: ignore[override]
        made = []
        if self.header_table.resized:
            made.append(self._encode_table_size_change())
            self.header_table.resized = False
            self._indices.clear()
        indices, last = self._indices, self._last
        for header in headers:
            if (index := indices.get(header)) is not None:
                made.append(index)
            elif last.get(header[0]) == header[1]:
                made.append(self._index(header))
            else:
                last[header[0]] = header[1]
                made.append(_literal(*header))
        return b"".join(made)

    def _index(self, header: Header) -> bytes:
        match = self.header_table.search(*header)
        if match is not None and match[2] is not None:
            index = self._indices[header] = bytes(self._encode_indexed(match[0]))
            return index
        self._indices.clear()  # since all the others move on by one
        return bytes(self.add(header, sensitive=False))


def _literal(name: bytes, value: bytes) -> bytes:
    prefix = _PREFIXES.get(name)
    if prefix is None:
        prefix = _PREFIXES[name] = _prefix(name)
    length = len(value)
    return prefix + (bytes((length,)) if length < 127 else bytes(encode_integer(length, 7))) + value


_PREFIXES: dict[bytes, bytes] = {}  # by the few names that we send


def _prefix(name: bytes) -> bytes:
    known = HeaderTable.STATIC_TABLE_MAPPING.get(name)
    if known is None:
        return bytes((NEVER_INDEXED, *encode_integer(len(name), 7))) + name
    index = encode_integer(known[0], 4)
    index[0] |= NEVER_INDEXED
    return bytes(index)
