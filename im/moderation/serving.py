"""The rules where they are needed: each process keeps the compiled words of the apps that it serves.

What is kept counts as current for a moment after PostgreSQL said that it is; so no rule is served longer than
that after its change is committed, whatever became of the hint. A thread asks for all kept apps at once, in
time, and builds anew what has changed, while sends go on with the old rules. Only who comes to an app that
this process does not know yet, or when the thread is late, waits.
"""

import os
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic, sleep

import structlog
from django.conf import settings
from django.db import close_old_connections

from config import hints
from im.moderation import counting
from im.moderation.models import FilterVersion, KeywordFilter
from im.moderation.screening import Rule, Screen

TOPIC = "words"
EVERY = 0.3  # times RULES_CACHE_SECONDS; so that most of the time is left to build in
REST = 0.1  # seconds; a list that changes without end is not built without end
CURRENT = 1.5  # times RULES_CACHE_SECONDS; less than the 1.5 s that are promised
UNUSED = 600.0  # seconds after which an app's rules are forgotten
COLUMNS = ("pk", "word", "match_type", "action", "replacement", "scopes")

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Kept:
    """`screen`: None where the app has no word that is enabled. `asked_at`: when somebody last needed it."""

    version: int
    screen: Screen | None
    current_until: float
    asked_at: float


class Rules:
    def __init__(self) -> None:
        self.start_again()

    def start_again(self) -> None:
        """Neither threads nor what they hold survive a fork."""
        self._kept: dict[int, Kept] = {}
        self._locks: dict[int, Lock] = {}
        self._starting = Lock()
        self._wake = Event()
        self._thread: Thread | None = None

    def of(self, app_id: int) -> Screen | None:
        """The app's rules, current; None where it has none."""
        now = monotonic()
        kept = self._kept.get(app_id)
        if kept is None or kept.current_until <= now:
            kept = self._asked(app_id)
            self._start()
        kept.asked_at = now
        return kept.screen

    def latest(self, app_id: int) -> Screen | None:
        """As PostgreSQL has them now."""
        with self._lock(app_id):
            return self._look(app_id, self._version(app_id)).screen

    def hear(self, app_id: str | None) -> None:
        """A hint: something has changed."""
        self._wake.set()

    def refresh(self) -> None:
        """One question for all apps; what nobody needs any more is forgotten."""
        began = monotonic()
        unused = [app_id for app_id, kept in list(self._kept.items()) if kept.asked_at < began - UNUSED]
        for app_id in unused:
            self._kept.pop(app_id, None)
        known = list(self._kept)
        found = FilterVersion.objects.filter(app__in=known).values_list("app_id", "version")
        versions = dict(found) if known else {}
        said = {app_id: versions.get(app_id, 0) for app_id in known}
        for app_id in sorted(said, key=lambda app_id: self._is_outdated(app_id, said[app_id])):
            with self._lock(app_id):  # what has to be built comes last: the others do not wait for it
                self._look(app_id, (said[app_id], began))

    def _is_outdated(self, app_id: int, version: int) -> bool:
        kept = self._kept.get(app_id)
        return kept is None or kept.version < version

    def _asked(self, app_id: int) -> Kept:
        with self._lock(app_id):
            kept = self._kept.get(app_id)
            if kept is not None and kept.current_until > monotonic():
                return kept  # who held the lock has done it
            return self._look(app_id, self._version(app_id))

    def _version(self, app_id: int) -> tuple[int, float]:
        """And when it was asked for."""
        began = monotonic()
        found = FilterVersion.objects.filter(app=app_id).values_list("version", flat=True).first()
        return found or 0, began

    def _look(self, app_id: int, said: tuple[int, float]) -> Kept:
        """Under the app's lock. The words are read after the version: they may be newer, never older."""
        version, began = said
        kept = self._kept.get(app_id)
        until = began + CURRENT * settings.RULES_CACHE_SECONDS
        if kept is None or self._is_outdated(app_id, version):
            screen = built(app_id) if version else None
            kept = self._kept[app_id] = Kept(version, screen, until, began)
        kept.current_until = max(until, kept.current_until)
        return kept

    def _lock(self, app_id: int) -> Lock:
        return self._locks.setdefault(app_id, Lock())

    def _start(self) -> None:
        """With the first look-up of the process, after any fork."""
        if self._thread is None and settings.RULES_KEPT_FRESH:
            with self._starting:
                if self._thread is None:
                    hints.listener.start()
                    self._thread = Thread(target=self._keep_fresh, name="words", daemon=True)
                    self._thread.start()

    def _keep_fresh(self) -> None:
        while True:
            self._wake.wait(EVERY * settings.RULES_CACHE_SECONDS)
            self._wake.clear()
            try:
                close_old_connections()
                self.refresh()
                counting.flush()
            except Exception as problem:  # PostgreSQL may be away: who needs the rules asks himself
                log.warning("words.not_refreshed", error=repr(problem)[:300])
            sleep(REST)


def built(app_id: int) -> Screen | None:
    enabled = KeywordFilter.objects.filter(app=app_id, enabled=True).order_by("pk")
    words = [Rule(*row) for row in enabled.values_list(*COLUMNS)]
    return Screen(words) if words else None


def changed(app_id: int) -> None:
    """For whoever changes words, in his transaction: all processes look again after it."""
    hints.changed(TOPIC, str(app_id))


rules = Rules()
hints.listener.join(TOPIC, rules.hear)


os.register_at_fork(after_in_child=rules.start_again)
