"""Enters this gateway's sockets in the presence store, and tells what changed for their users."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from django.db import DatabaseError
from redis import RedisError

from accounts.models import Account
from accounts.models.account import PLATFORM_ACCOUNT
from config.clock import moment, now_ms
from config.redis import client
from im.presence import store
from im.presence.store import Change, Device, Entry, State
from im.realtime import channels, frames
from im.realtime.batches import Batches
from im.realtime.extensions import extension
from im.realtime.publisher import publish

log = structlog.get_logger(__name__)

AT_MOST: Final = 500

Present = list[Device]


@dataclass(slots=True)
class _Step:
    """A change and who waits for it, or entries to renew: one queue, so that nothing renews what has gone."""

    change: Change | None = None
    account_id: int = 0
    done: "asyncio.Future[Present] | None" = None
    renew: Sequence[Entry] = ()


class Attendance:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._tell = extension("REALTIME_PRESENCE_EVENT")
        self._batches: Batches[_Step] = Batches("attendance", self._work, at_most=AT_MOST)
        self.start, self.stop, self.join = self._batches.start, self._batches.stop, self._batches.join

    def change(self, change: Change) -> "asyncio.Future[Present]":
        """Done with who is there after it; with nobody when Redis is away: a socket does not wait for it."""
        done: asyncio.Future[Present] = self._loop.create_future()
        self._batches.put(_Step(change, done=done))
        return done

    def gone(self, change: Change, account_id: int) -> None:
        self._batches.put(_Step(change, account_id))

    def renew(self, entries: Sequence[Entry]) -> None:
        for start in range(0, len(entries), AT_MOST):
            self._batches.put(_Step(renew=entries[start : start + AT_MOST]))

    def _work(self, batch: list[_Step]) -> None:
        run: list[_Step] = []
        for step in batch:
            if step.change:
                run.append(step)
            else:
                self._apply(run)
                run = []
                self._renew(step.renew)
        self._apply(run)

    def _renew(self, entries: Sequence[Entry]) -> None:
        try:
            store.refresh(client(), entries)
        except RedisError as problem:
            log.warning("presence_not_renewed", error=str(problem)[:200], sockets=len(entries))

    def _apply(self, steps: list[_Step]) -> None:
        changes = [step.change for step in steps if step.change]
        if not changes:
            return
        now = now_ms()
        present: list[Present] = [[] for _ in changes]
        try:
            present = store.apply(client(), changes)
        except RedisError as problem:
            log.warning("presence_not_changed", error=str(problem)[:200], sockets=len(changes))
        else:
            self._announce(changes, present, now)
        finally:
            self._loop.call_soon_threadsafe(_hand_back, steps, present)
        _note_last_seen([step.account_id for step in steps if step.account_id], now)

    def _announce(self, changes: list[Change], present: list[Present], now: int) -> None:
        words: list[str | bytes] = []
        for change, devices in zip(changes, present, strict=True):
            after = store.state_of(devices)
            before = store.state_of(_before(change, devices))
            if before == after:
                continue
            frame = changed(change.user_id, after, now)
            words += [channels.of_watchers(change.app_id, change.user_id), channels.header() + frame]
            if State.OFFLINE in (before, after) and change.user_id != PLATFORM_ACCOUNT:
                self._tell_world(change, online=after != State.OFFLINE)
        publish(words)

    def _tell_world(self, change: Change, *, online: bool) -> None:
        try:
            self._tell(change.app_id, change.user_id, online)
        except Exception:  # the others of the batch must not suffer
            log.exception("presence_event_failed", online=online)


def changed(user_id: str, state: State, last_seen_at: int | None) -> bytes:
    return frames.event("presence.changed", {"userId": user_id, "state": state, "lastSeenAt": last_seen_at})


def _before(change: Change, after: Present) -> Present:
    """Who was there before the change, by who is there after it."""
    came = store.device_of(change.after) if change.after else None
    others = [device for device in after if device != came]
    return [*others, store.device_of(change.before)] if change.before else others


def _note_last_seen(accounts: list[int], now: int) -> None:
    try:
        if accounts:
            Account.objects.filter(pk__in=accounts).update(last_seen_at=moment(now))
    except DatabaseError as problem:
        log.warning("last_seen_not_noted", error=str(problem)[:200], accounts=len(accounts))


def _hand_back(steps: list[_Step], present: list[Present]) -> None:
    for step, devices in zip(steps, present, strict=True):
        if step.done is not None and not step.done.done():
            step.done.set_result(devices)
