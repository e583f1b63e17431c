"""A ring reaches an engine: that of this process if it has one, else over the broker."""

from collections.abc import Collection

import pytest

from journal import doorbell
from push import waking


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    rings: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(doorbell, "ring_for", lambda task, keys: rings.append((task, [*keys])))
    return rings


def test_without_an_engine_here_the_broker_is_asked(rung: list[tuple[str, list[str]]]) -> None:
    waking.wake([(12, "APNS"), (7, "FCM")])
    waking.wake([])
    assert rung == [("push.tasks.deliver", ["12:APNS", "7:FCM"])]
    assert [waking.read(word) for word in rung[0][1]] == [(12, "APNS"), (7, "FCM")]


def test_with_one_here_no_broker_is_asked(rung: list[tuple[str, list[str]]]) -> None:
    heard: list[Collection[waking.LaneKey]] = []
    waking.answer_here(heard.append)
    try:
        waking.wake([(12, "APNS")])
    finally:
        waking.answer_here(None)
    assert heard == [[(12, "APNS")]]
    assert rung == []
