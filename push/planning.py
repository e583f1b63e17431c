"""Who of an audience gets a notice on which devices, and why the others do not. It writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, LiteralString, NamedTuple

from config.sql import rows
from push.asking import Socket
from push.credentials import configured
from push.models.device import Vendor
from push.quiet import Clock

UNKNOWN_USER: Final = "UNKNOWN_USER"
# Of a user's devices the one that came furthest says why he got nothing.
REASONS: Final = (
    "NO_DEVICE",
    "ALL_INVALID",
    "NOTIFICATION_DISABLED",
    "VENDOR_NOT_CONFIGURED",
    "DND",
    "ONLINE",
)
RANK: Final = {reason: rank for rank, reason in enumerate(REASONS)}

# `known`, where there is no device: an account, or somebody who had one and is no account (push alone).
USERS: LiteralString = """
SELECT asked.name, asked.name, d.id, d.device_id, d.vendor, d.status = 'ACTIVE', d.notification_enabled,
  p.dnd_from, p.dnd_to, p.time_zone,
  CASE WHEN d.id IS NULL THEN COALESCE(
    (SELECT status <> 'DELETED' FROM accounts_account WHERE app_id = %(app)s AND user_id = asked.name),
    EXISTS (SELECT FROM push_device WHERE app_id = %(app)s AND user_id = asked.name)) END,
  d.vendor = 'APNS' AND %(voip)s AND EXISTS (SELECT FROM push_device o WHERE o.app_id = %(app)s
    AND o.device_id = d.device_id AND o.vendor = 'APNS_VOIP' AND o.status = 'ACTIVE')
FROM unnest(%(names)s::text[]) WITH ORDINALITY AS asked(name, place)
LEFT JOIN push_device d ON d.app_id = %(app)s AND d.user_id = asked.name AND d.status IN ('ACTIVE', 'INVALID')
LEFT JOIN push_preference p ON p.app_id = %(app)s AND p.user_id = asked.name AND p.dnd_enabled
ORDER BY asked.place, d.id
"""
DEVICES: LiteralString = """
SELECT asked.name, COALESCE(d.user_id, ''), d.id, asked.name, d.vendor, d.status = 'ACTIVE',
  d.notification_enabled, p.dnd_from, p.dnd_to, p.time_zone, true,
  d.vendor = 'APNS' AND %(voip)s AND EXISTS (SELECT FROM push_device o WHERE o.app_id = %(app)s
    AND o.device_id = d.device_id AND o.vendor = 'APNS_VOIP' AND o.status = 'ACTIVE')
FROM unnest(%(names)s::text[]) WITH ORDINALITY AS asked(name, place)
LEFT JOIN push_device d ON d.app_id = %(app)s AND d.device_id = asked.name
  AND d.status IN ('ACTIVE', 'INVALID')
LEFT JOIN push_preference p ON p.app_id = %(app)s AND p.user_id = d.user_id AND p.dnd_enabled
ORDER BY asked.place, d.id
"""


class Candidate(NamedTuple):
    """`asked`: the user or device named, the same for all that belong to it. Without a device, it and what
    follows is None. `voip`: the same iPhone has another token, for calls.
    """

    asked: str
    user_id: str
    device: int | None
    device_id: str | None
    vendor: str | None
    active: bool | None
    enabled: bool | None
    dnd_from: int | None
    dnd_to: int | None
    time_zone: str | None
    known: bool | None
    voip: bool | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a notice is, as far as it decides who gets it. `sockets`: who is there, empty where that does not
    matter; `unwanted`: who is not told, and why, by the chat's word; `due`: when, for whom it is another
    time than `at`. `forced`: a test, which heeds no wish of the user's.
    """

    at: datetime
    silent: bool = False
    voip: bool = False
    live: bool = False
    respect_dnd: bool = True
    forced: bool = False
    sockets: Mapping[str, Sequence[Socket]] = field(default_factory=dict)
    unwanted: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, datetime] = field(default_factory=dict)


class Chosen(NamedTuple):
    device: int
    device_id: str
    user_id: str
    vendor: str
    at: datetime


class Skipped(NamedTuple):
    """`device` None: it is about all that the user has, or would have."""

    user_id: str
    device: int | None
    device_id: str
    vendor: str
    reason: str


class Missed(NamedTuple):
    """A user, or device, that was asked for and gets nothing at all."""

    asked: str
    user_id: str
    reason: str


@dataclass(slots=True)
class Plan:
    chosen: list[Chosen] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)

    @property
    def users(self) -> int:
        return len({chosen.user_id for chosen in self.chosen})


def terms_of(content: Mapping[str, Any], options: Mapping[str, Any], at: datetime, **more: Any) -> Terms:
    """Of a notice's content and options. `more`: what these do not say (`sockets`, `unwanted`, `due` …)."""
    notification: Mapping[str, Any] = content.get("notification") or {}
    return Terms(
        at=at,
        silent=not notification,
        voip=notification.get("category") == "VOIP",
        live="liveActivity" in options,
        respect_dnd=options.get("respectDnd", True),
        **more,
    )


def for_users(app_id: int, user_ids: Sequence[str], terms: Terms) -> Plan:
    return _planned(app_id, USERS, user_ids, terms)


def candidates(app_id: int, user_ids: Iterable[str], *, voip: bool) -> dict[str, list[Candidate]]:
    """For whoever plans several notices for the same people."""
    found: dict[str, list[Candidate]] = {}
    for one in _found(app_id, USERS, user_ids, voip=voip):
        found.setdefault(one.asked, []).append(one)
    return found


def for_devices(app_id: int, device_ids: Sequence[str], terms: Terms) -> Plan:
    """By their deviceIds."""
    return _planned(app_id, DEVICES, device_ids, terms)


def plan(app_id: int, candidates: Iterable[Candidate], terms: Terms) -> Plan:
    """Those of the same `asked` stand together."""
    judge, plan = _Judge(terms, configured(app_id)), Plan()
    for asked, group in groupby(candidates, attrgetter("asked")):
        _add(plan, asked, list(group), judge)
    return plan


def _planned(app_id: int, statement: LiteralString, names: Sequence[str], terms: Terms) -> Plan:
    return plan(app_id, _found(app_id, statement, names, voip=terms.voip), terms)


def _found(app_id: int, statement: LiteralString, names: Iterable[str], *, voip: bool) -> list[Candidate]:
    values = {"app": app_id, "names": list(dict.fromkeys(names)), "voip": voip}
    return [Candidate(*row) for row in rows(statement, values)]


def _add(plan: Plan, asked: str, group: list[Candidate], judge: "_Judge") -> None:
    user_id = group[0].user_id
    whole = judge.of_user(group[0])
    if whole:
        plan.missed.append(Missed(asked, user_id, whole))
        plan.skipped.append(Skipped(user_id, None, group[0].device_id or "", "", whole))
        return
    before, reasons = len(plan.chosen), ["NO_DEVICE"]
    for one in judge.suited(group):
        reason = judge.of_device(one)
        if reason:
            reasons.append(reason)
            plan.skipped.append(_skipped(one, reason))
        else:
            plan.chosen.append(judge.chosen(one))
    if len(plan.chosen) == before:
        reason = max(reasons, key=RANK.__getitem__)
        plan.missed.append(Missed(asked, user_id, reason))
        if reason == "NO_DEVICE":
            plan.skipped.append(Skipped(user_id, None, group[0].device_id or "", "", reason))


def _skipped(one: Candidate, reason: str) -> Skipped:
    return Skipped(one.user_id, one.device, one.device_id or "", one.vendor or "", reason)


class _Judge:
    def __init__(self, terms: Terms, configured: frozenset[str]) -> None:
        self._terms, self._configured = terms, configured
        self._clock = Clock(terms.at)
        self._there = {
            (user_id, socket.device_id)
            for user_id, sockets in terms.sockets.items()
            for socket in sockets
            if not socket.background
        }

    def of_user(self, one: Candidate) -> str:
        if one.user_id in self._terms.unwanted and not self._terms.forced:
            return self._terms.unwanted[one.user_id]
        return UNKNOWN_USER if one.device is None and not one.known else ""

    def suited(self, group: Iterable[Candidate]) -> Iterator[Candidate]:
        """An iPhone's tokens for calls and live activities get these and nothing else. A call goes to the
        token for calls where there is one.
        """
        for one in group:
            if one.device is None:
                continue
            if self._terms.live:
                fits = one.vendor == Vendor.APNS_LIVE
            elif self._terms.voip:
                fits = one.vendor != Vendor.APNS_LIVE and not one.voip
            else:
                fits = one.vendor not in (Vendor.APNS_VOIP, Vendor.APNS_LIVE)
            if fits:
                yield one

    def of_device(self, one: Candidate) -> str:
        terms = self._terms
        if not one.active:
            return "ALL_INVALID"
        if not (one.enabled or terms.silent or terms.forced):
            return "NOTIFICATION_DISABLED"
        if one.vendor not in self._configured:
            return "VENDOR_NOT_CONFIGURED"
        if terms.forced:
            return ""
        if self._quiet(one):
            return "DND"
        return "ONLINE" if (one.user_id, one.device_id) in self._there else ""

    def chosen(self, one: Candidate) -> Chosen:
        at = self._terms.due.get(one.user_id, self._terms.at)
        return Chosen(one.device or 0, one.device_id or "", one.user_id, one.vendor or "", at)

    def _quiet(self, one: Candidate) -> bool:
        """What makes no sound disturbs nobody; a call is worth it."""
        terms = self._terms
        if one.time_zone is None or terms.silent or terms.voip or not terms.respect_dnd:
            return False
        return self._clock.quiet(one.dnd_from or 0, one.dnd_to or 0, one.time_zone)
