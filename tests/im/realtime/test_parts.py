"""The gateway's small parts, each by itself."""

import threading

import pytest

from im.realtime import codes, limits
from im.realtime.batches import Batches
from im.realtime.channels import header
from im.realtime.limits import Bucket
from im.realtime.resp import Broken, Reader, command
from im.realtime.transport import text_frame
from tests.im.realtime.phone import PATIENCE

REPLIES = (
    b"+OK\r\n*3\r\n$9\r\nsubscribe\r\n$3\r\nu:1\r\n:1\r\n"
    b"*3\r\n$7\r\nmessage\r\n$3\r\nu:1\r\n$6\r\n\r\n{}\r\n\r\n*2\r\n$4\r\npong\r\n$0\r\n\r\n"
    b"*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n"
)
READ = [
    b"OK",
    [b"subscribe", b"u:1", b"1"],
    [b"message", b"u:1", b"\r\n{}\r\n"],
    [b"pong", b""],
    [b"unsubscribe", b"", b"0"],
]


@pytest.mark.parametrize("size", range(1, len(REPLIES) + 1))
def test_replies_are_read_however_they_are_cut(size: int) -> None:
    reader = Reader()
    chunks = [REPLIES[at : at + size] for at in range(0, len(REPLIES), size)]
    assert [reply for chunk in chunks for reply in reader.feed(chunk)] == READ


@pytest.mark.parametrize("reply", [b"-NOAUTH no\r\n", b"*1\r\n*1\r\n", b"!x\r\n", b"*3\r\n-x\r\n"])
def test_what_a_subscriber_cannot_use_breaks_the_connection(reply: bytes) -> None:
    with pytest.raises(Broken):
        list(Reader().feed(reply))


def test_commands_are_written_as_redis_reads_them() -> None:
    assert command(b"SUBSCRIBE", b"u:1") == b"*2\r\n$9\r\nSUBSCRIBE\r\n$3\r\nu:1\r\n"


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_a_frame_is_encoded_by_its_size(size: int, head: bytes) -> None:
    assert text_frame(b"x" * size) == head + b"x" * size


def test_a_header_names_the_place_and_who_is_left_out() -> None:
    assert header() == b"0 0 0 - ,\n"
    assert header(7, 8, recent=True, skip_session="j", skip_users=("a", "-")) == b"7 8 1 j ,a,-\n"


def test_a_bucket_lets_its_burst_through_and_then_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(limits, "monotonic", lambda: now[0])
    bucket = Bucket(20, 60)
    assert [bucket.take() for _ in range(61)] == [True] * 60 + [False]
    now[0] += 0.06
    assert [bucket.take() for _ in range(2)] == [True, False]
    now[0] += 3_600
    assert sum(bucket.take() for _ in range(100)) == 60


def test_an_unknown_end_lets_the_client_log_in_again() -> None:
    assert codes.for_end("SOMETHING_NEW") == 4002


def test_a_lone_job_is_a_batch_and_what_waits_is_the_next() -> None:
    taken: list[list[int]] = []
    first, go_on = threading.Event(), threading.Event()

    def work(batch: list[int]) -> None:
        taken.append(batch)
        first.set()
        go_on.wait(PATIENCE)

    batches = Batches("test", work, at_most=3)
    batches.start()
    batches.put(0)
    assert first.wait(PATIENCE)
    for job in range(1, 6):
        batches.put(job)
    go_on.set()
    batches.stop()
    batches.join(PATIENCE)
    assert taken == [[0], [1, 2, 3], [4, 5]]


def test_a_batch_that_fails_does_not_end_the_thread() -> None:
    done = threading.Event()

    def work(batch: list[str]) -> None:
        if batch == ["bad"]:
            raise ValueError
        done.set()

    batches = Batches("test", work, at_most=1)
    batches.start()
    batches.put("bad")
    batches.put("good")
    assert done.wait(PATIENCE)
    batches.stop()
    batches.join(PATIENCE)
