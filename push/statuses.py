"""How users stand: their devices, whether a push would ring on one of them just now, and if not, why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db.models import Case, Count, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import Account, App
from push import credentials, lanes
from push.asking import Socket, Unread, chat
from push.models import Delivery, Device, DeviceStatus, Preference
from push.planning import UNKNOWN_USER, Chosen, Plan, Skipped, Terms, for_users

SHOWN: Final = 20  # devices of a user, those in use first
DAY: Final = timedelta(hours=24)
WHOLE: Final = ("NO_DEVICE", "ALL_INVALID")
OF_A_VENDOR: Final = frozenset({credentials.NOT_CONFIGURED})
PAUSED: Final = "VENDOR_PAUSED"


@dataclass(slots=True)
class Status:
    """`counts`: of the last day's deliveries, by their status. `reasons`: all that keeps one of the devices
    from ringing, also where another one rings.
    """

    user_id: str
    exists: bool
    sockets: Sequence[Socket]
    unread: int
    wishes: Preference
    devices: list[Device] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    pushable: bool = False
    reasons: list[str] = field(default_factory=list)


def statuses(app: App, user_ids: Sequence[str]) -> list[Status]:
    """One for each, in order; the same number of statements for all."""
    found = _known(app, list(dict.fromkeys(user_ids)))
    _add_devices(app, found)
    _add_counts(app, found)
    _add_reasons(app, found)
    return list(found.values())


def _known(app: App, user_ids: list[str]) -> dict[str, Status]:
    accounts = Account.objects.of_app(app).there().filter(user_id__in=user_ids)
    there = set(accounts.values_list("user_id", flat=True))
    wishes = {one.user_id: one for one in Preference.objects.filter(app=app, user_id__in=user_ids)}
    sockets = chat().presence(app.pk, user_ids)
    standings = chat().standings([Unread(app.pk, user_id) for user_id in user_ids])
    return {
        user_id: Status(
            user_id,
            user_id in there,
            [socket for socket in sockets.get(user_id, ()) if not socket.background],
            standing.badge,
            wishes.get(user_id) or Preference(app=app, user_id=user_id),
        )
        for user_id, standing in zip(user_ids, standings, strict=True)
    }


def _add_devices(app: App, found: Mapping[str, Status]) -> None:
    """Somebody who has one is known, also where there is no IM and nobody has an account."""
    first = Case(When(status=DeviceStatus.ACTIVE, then=Value(0)), default=Value(1))
    place = Window(RowNumber(), partition_by="user_id", order_by=[first, "-updated_at", "-pk"])
    rows = Device.objects.filter(app=app, user_id__in=found).annotate(place=place).filter(place__lte=SHOWN)
    for device in rows.order_by("user_id", "place"):
        found[device.user_id].devices.append(device)
        found[device.user_id].exists = True


def _add_counts(app: App, found: Mapping[str, Status]) -> None:
    rows = Delivery.objects.filter(app=app, user_id__in=found, created_at__gt=timezone.now() - DAY)
    for user_id, status, count in rows.values_list("user_id", "status").annotate(Count("pk")).order_by():
        found[user_id].counts[status] = count


def _add_reasons(app: App, found: Mapping[str, Status]) -> None:
    """As if nobody were online, and the message one of the usual kind."""
    plan = for_users(app.pk, list(found), Terms(at=timezone.now()))
    chosen, skipped = _by_user(plan)
    whole = {missed.user_id: missed.reason for missed in plan.missed}
    paused = lanes.paused(app.pk)
    for user_id, status in found.items():
        reasons = {one: _hindrance(app.pk, one, paused) for one in chosen[user_id]}
        status.pushable = "" in reasons.values()
        told = [_of_user(whole.get(user_id, "")), *map(_of_device, skipped[user_id]), *reasons.values()]
        status.reasons = [reason for reason in dict.fromkeys(told) if reason]


def _by_user(plan: Plan) -> tuple[Mapping[str, list[Chosen]], Mapping[str, list[Skipped]]]:
    chosen, skipped = defaultdict(list), defaultdict(list)
    for one in plan.chosen:
        chosen[one.user_id].append(one)
    for other in plan.skipped:
        skipped[other.user_id].append(other)
    return chosen, skipped


def _of_user(reason: str) -> str:
    """What holds for all of his devices; the others are told device by device."""
    return "NO_DEVICE" if reason == UNKNOWN_USER else reason if reason in WHOLE else ""


def _of_device(skipped: Skipped) -> str:
    if skipped.device is None or skipped.reason == "ALL_INVALID":
        return ""
    return f"{skipped.reason}:{skipped.vendor}" if skipped.reason in OF_A_VENDOR else skipped.reason


def _hindrance(app_id: int, chosen: Chosen, paused: Iterable[str]) -> str:
    if why := credentials.why_not(app_id, chosen.vendor):
        return f"{why}:{chosen.vendor}"
    return f"{PAUSED}:{chosen.vendor}" if chosen.vendor in paused else ""
