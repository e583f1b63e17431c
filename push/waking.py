"""Wakes an engine for lanes that have something due. A lost ring costs the seconds until the sweep."""

from collections.abc import Callable, Collection

from journal import doorbell

TASK = "push.tasks.deliver"

LaneKey = tuple[int, str]  # an app and a vendor, as its devices name it
Answering = Callable[[Collection[LaneKey]], None]

_here: Answering | None = None


def answer_here(answering: Answering | None) -> None:
    """An engine runs in this process: it need not be called over the broker."""
    global _here
    _here = answering


def wake(lanes: Collection[LaneKey]) -> None:
    """After the commit of what is due there; also of what will be due in a moment."""
    if _here is not None:
        _here(lanes)
    elif lanes:
        doorbell.ring_for(TASK, [spelt(lane) for lane in lanes])


def spelt(lane: LaneKey) -> str:
    """As the broker carries it: `12:APNS`."""
    return f"{lane[0]}:{lane[1]}"


def read(word: str) -> LaneKey:
    app_id, _, vendor = word.partition(":")
    return int(app_id), vendor
