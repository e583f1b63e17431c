"""Test pushes: one is sent at once, whoever is online, and what comes of it is told step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts import rates
from accounts.callers import Caller
from accounts.models import App
from config.api.errors import Missing
from config.api.status import DEVICE_MISSING
from config.buckets import Bucket
from journal.audit import log
from push import deciding, logs
from push.deciding import Decision
from push.fitting import problem
from push.models import Device, LogEvent, Notice, Source
from push.planning import Chosen, Plan, Skipped, Terms, for_users
from push.queueing import queue
from push.sending import at_once, store
from push.sending.at_once import Came
from push.sending.due import Due
from push.waking import LaneKey

A_MINUTE: Final = 10
LIFE: Final = timedelta(minutes=10)
HELD: Final = LIFE.total_seconds() + 60  # should we die meanwhile, it has expired before an engine finds it
TITLE: Final = "离线推送测试"
BODY: Final = "这是一条测试推送。This is a test push."


@dataclass(slots=True)
class Tested:
    """`task` None: nothing was sent. `unconfigured`: devices whose vendor the app has no credential for.
    `rendered`: of a dry run, by device, why its vendor could not be given it, or "".
    """

    user_id: str
    online: bool
    forced: bool
    devices: Mapping[int, Device]
    decision: Decision
    task: int | None = None
    came: list[Came] = field(default_factory=list)
    unconfigured: list[Skipped] = field(default_factory=list)
    rendered: list[tuple[Chosen, str]] = field(default_factory=list)


def test(*, app: App, given: Mapping[str, Any], by: Caller) -> Tested:
    """`given`: by the API's names. With `simulateOffline` the user's wishes are heeded, else they are not."""
    _admit(app)
    user_id, simulated = given["userId"], given.get("simulateOffline", False)
    plan = _narrowed(for_users(app.pk, [user_id], _terms(given)), given)
    if not (plan.chosen or plan.skipped):
        raise Missing(DEVICE_MISSING, "the user has no such device that is registered and not invalid")
    decision = deciding.decide(app, user_id, given)
    tested = Tested(user_id, decision.online, not simulated, _devices(plan), decision)
    tested.unconfigured = plan.skipped
    if simulated and not decision.would_send:
        return tested
    if given.get("dryRun"):
        tested.rendered = [(one, problem(app.pk, _content(given), {}, one.vendor)) for one in plan.chosen]
        return tested
    notice, claimed = _write(app, given, plan, tested.devices, by)
    tested.task, tested.came = notice.pk, at_once.send(claimed)
    return tested


def _admit(app: App) -> None:
    rates.take(Bucket(f"rate:{{{app.pk}}}:push-test:", A_MINUTE / 60, A_MINUTE), why="too many tests")


def _terms(given: Mapping[str, Any]) -> Terms:
    """An iPhone's tokens for calls and live activities are tried where they are asked for."""
    vendor = given.get("vendor")
    return Terms(at=timezone.now(), forced=True, voip=vendor == "APNS_VOIP", live=vendor == "APNS_LIVE")


def _narrowed(plan: Plan, given: Mapping[str, Any]) -> Plan:
    """Of what was passed over only what an operator can mend."""

    def wanted(one: Chosen | Skipped) -> bool:
        return all(
            given.get(name) in (None, value)
            for name, value in (("deviceId", one.device_id), ("vendor", one.vendor))
        )

    mendable = [one for one in plan.skipped if one.reason == "VENDOR_NOT_CONFIGURED"]
    return Plan([one for one in plan.chosen if wanted(one)], [one for one in mendable if wanted(one)])


def _devices(plan: Plan) -> dict[int, Device]:
    keys = [one.device for one in plan.chosen] + [one.device or 0 for one in plan.skipped]
    return Device.objects.in_bulk(keys)


def _content(given: Mapping[str, Any]) -> dict[str, Any]:
    """Without a badge: what the phone shows stays."""
    notification: dict[str, Any] = {"title": given.get("title", TITLE), "body": given.get("body", BODY)}
    if given.get("vendor") == "APNS_VOIP":
        notification["category"] = "VOIP"
    return {"notification": notification, "data": given.get("data", {})}


@transaction.atomic
def _write(
    app: App, given: Mapping[str, Any], plan: Plan, devices: Mapping[int, Device], by: Caller
) -> tuple[Notice, dict[LaneKey, list[Due]]]:
    """Before anything goes out, so that the payload's pushId is of something; claimed, so that nobody else
    sends it.
    """
    notice = Notice.objects.create(
        app=app,
        source=Source.TEST,
        audience={"userIds": [given["userId"]]},
        content=_content(given),
        options={"ttl": int(LIFE.total_seconds())},
        expires_at=timezone.now() + LIFE,
        created_by=f"{by.operator_role}:{by.operator_id}",
    )
    queued = queue(notice, plan)
    logs.write(logs.of_device(LogEvent.TEST, device, notice_id=notice.pk) for device in devices.values())
    detail = {"taskId": str(notice.pk), "devices": sorted(one.device_id for one in devices.values())}
    log(by, "PUSH_TEST", app_id=app.pk, target_type="ACCOUNT", target_id=given["userId"], detail=detail)
    return notice, _claimed(app, notice, sorted(queued.deliveries))


def _claimed(app: App, notice: Notice, vendors: Sequence[str]) -> dict[LaneKey, list[Due]]:
    lanes = [(app.pk, vendor) for vendor in vendors]
    return {lane: store.claim_of_notice(lane, notice.pk, HELD) for lane in lanes}
