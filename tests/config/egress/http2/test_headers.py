"""Whatever is said is understood, and what is said again and again costs a byte."""

from random import Random

import pytest
from hpack import Decoder

from config.egress.http2.headers import Header, HeaderEncoder

SAME = [(b":method", b"POST"), (b":path", b"/3/device/aa"), (b"authorization", b"bearer " + b"x" * 180)]


@pytest.mark.parametrize("size", [4096, 300, 0])
def test_every_block_is_understood(size: int) -> None:
    random, encoder, decoder = Random(size), HeaderEncoder(), Decoder()
    decoder.max_allowed_table_size = 4096
    encoder.header_table_size = size
    for _ in range(300):
        headers: list[Header] = [
            (b":method", b"POST"),
            (b":path", b"/%d" % random.randrange(3)),
            (b"x-long-name-that-nobody-knows", b"v" * random.choice((0, 1, 126, 127, 128, 300))),
            (b"authorization", b"bearer %d" % random.randrange(2)),
            (b"cache-control", b"%d" % random.randrange(1000)),
        ]
        assert list(decoder.decode(encoder.encode(headers), raw=True)) == headers


def test_what_is_the_same_costs_a_byte() -> None:
    encoder = HeaderEncoder()
    sizes = [len(encoder.encode(SAME)) for _ in range(4)]
    assert sizes[0] > sizes[2] == sizes[3] == len(SAME)


def test_what_changes_does_not_push_out_what_stays() -> None:
    encoder = HeaderEncoder()
    for number in range(500):
        block = encoder.encode([*SAME, (b"apns-id", b"%064d" % number)])
    assert len(block) == len(SAME) + 1 + 1 + len("apns-id") + 1 + 64


def test_a_table_that_the_server_wants_smaller() -> None:
    encoder, decoder = HeaderEncoder(), Decoder()
    for size in (4096, 100, 0, 4096):
        encoder.header_table_size = size
        for _ in range(4):
            assert list(decoder.decode(encoder.encode(SAME), raw=True)) == SAME
