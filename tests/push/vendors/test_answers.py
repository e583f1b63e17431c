"""What an answer means that is none, and what is read out of one."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from config.egress.reply import Reply
from push.vendors import http1
from push.vendors.contract import Kind, Notified, Stage

SEND, AUTH, CONNECT = Stage.SEND, Stage.AUTH, Stage.CONNECT


@pytest.mark.parametrize(
    ("error", "sent", "stage", "kind", "reached"),
    [
        ("dns", False, SEND, Kind.RETRY, CONNECT),
        ("connect", False, SEND, Kind.RETRY, CONNECT),
        ("tls", False, AUTH, Kind.RETRY, CONNECT),
        ("timeout", False, SEND, Kind.RETRY, CONNECT),
        ("timeout", True, SEND, Kind.UNKNOWN, SEND),
        ("timeout", True, AUTH, Kind.RETRY, AUTH),
        ("reset", True, SEND, Kind.UNKNOWN, SEND),
        ("reset", False, SEND, Kind.RETRY, CONNECT),
        ("protocol", True, SEND, Kind.UNKNOWN, SEND),
        ("blocked_address", False, SEND, Kind.PERMANENT, CONNECT),
    ],
    ids=lambda one: str(one),
)
def test_only_what_went_out_may_have_rung(
    error: str, sent: bool, stage: Stage, kind: Kind, reached: Stage
) -> None:
    outcome = http1.unanswered(Reply(error=error, sent=sent), stage)
    assert outcome is not None
    assert (outcome.kind, outcome.stage, outcome.code) == (kind, reached, error)


def test_a_whole_answer_is_none_of_these() -> None:
    assert http1.unanswered(Reply(status=500)) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), (" 7 ", 7.0), ("", None), (None, None), ("soon", None), ("-3", None), ("1.5", None)],
    ids=str,
)
def test_a_wait_is_told_in_seconds(header: str | None, seconds: float | None) -> None:
    assert http1.seconds(header) == seconds


def test_a_wait_is_told_as_a_date() -> None:
    at = datetime.now(UTC) + timedelta(seconds=60)
    found = http1.seconds(format_datetime(at, usegmt=True))
    assert found is not None
    assert 50 < found <= 60
    assert http1.seconds(format_datetime(at - timedelta(days=1), usegmt=True)) == 0.0
    assert http1.seconds("Mon, 23 Nov 2026 07:00:00 -0000") is None  # in no known time zone


@pytest.mark.parametrize(
    ("at", "ms"),
    [
        (1_700_000_000, 1_700_000_000_000),
        ("1700000000123", 1_700_000_000_123),
        (0, None),
        (-1, None),
        ("9" * 5000, None),
        ({}, None),
        (None, None),
    ],
    ids=["seconds", "ms", "zero", "before", "endless", "object", "nothing"],
)
def test_a_receipt_s_time_is_in_ms(at: object, ms: int | None) -> None:
    assert http1.milliseconds(at) == ms


def test_a_vendor_s_words_are_short_plain_and_without_ours() -> None:
    words = http1.scrubbed("no: secret-1\x00\n secret-1 ab " + "x" * 1000, ["secret-1", "ab", ""])
    assert words.startswith("no: …   … ab xxx")
    assert len(words) == http1.LONGEST
    assert http1.scrubbed(None, ["secret"]) == ""


def test_a_code_that_contradicts_its_status_is_no_success() -> None:
    judged = http1.judged("OPPO", Reply(status=500), "0", "fine", ())
    assert (judged.kind, judged.stage) == (Kind.RETRY, Stage.SEND)
    assert http1.judged("OPPO", Reply(status=200), "0", "fine", (), Stage.AUTH).kind is Kind.RETRY


def test_words_that_postgresql_does_not_take_are_no_receipt() -> None:
    with pytest.raises(ValueError):
        Notified("DELIVERED", "a\0b")
