"""How a test push looks: device by device how far it came, and what to do about it."""

from collections.abc import Iterable
from typing import Any, Final

from push import credentials, lanes
from push.actions.testing import Tested
from push.deciding import Decision
from push.logs import CODE, WORDS
from push.models import DeliveryStatus as Status
from push.models import Device, DeviceStatus
from push.planning import Chosen, Skipped
from push.sending.at_once import Came
from push.sending.completing import clean
from push.sending.due import Result
from push.vendors.contract import Kind, Outcome, Stage, TooLong

PENDING: Final = "PENDING"
MEND: Final[dict[str, str]] = {
    Stage.CREDENTIAL: "Enter the app's credential: PUT /api/push/admin/credentials/{vendor}.",
    Stage.AUTH: "The vendor refuses the credential: check it, and enter it again if need be.",
    Stage.CONNECT: "The vendor was not reached from this server: look at DNS, firewall, proxy, PUSH_CA_FILE.",
    Stage.SEND: "The vendor refuses this push, or this device's token: its words say why.",
    Stage.ACCEPTED: "The vendor has it. If nothing shows: are notifications and this channel allowed there?",
    PENDING: "The vendor has not answered within 10 s; the device log will have what comes of it.",
}
# Where it was sent, and neither it nor the token was refused.
WAIT: Final[dict[str, str]] = {
    Kind.RETRY: "The vendor has trouble of its own: look at its status page, and try again later.",
    Kind.THROTTLED: "The vendor takes no more for now: try again later.",
    Kind.UNKNOWN: "It went out, and no answer came that says what became of it: it may have rung.",
}
SWITCHED_OFF: Final = "Notifications are switched off on this device: the vendor may take it, nothing shows."
RESTS: Final = "Other pushes to this vendor wait: it is paused ({reason})."
RENDERED: Final = "It fits. Nothing was sent: this was a dry run."
CANNOT: Final = {
    TooLong.code: "The data do not fit into this vendor's payload, however short the text is made.",
    credentials.UNREADABLE: "No key in ENCRYPTION_KEYS opens the stored credential: enter it again.",
}
MISSING: Final = (credentials.NOT_CONFIGURED, credentials.UNREADABLE)


def tested_shown(tested: Tested, app_id: int) -> dict[str, Any]:
    paused = lanes.paused(app_id) if tested.came else {}
    dead = _dead(tested.came)
    return {
        "taskId": None if tested.task is None else str(tested.task),
        "userId": tested.user_id,
        "online": tested.online,
        "forced": tested.forced,
        "results": [
            *(_came_shown(one, tested.devices[one.due.device], paused, dead) for one in tested.came),
            *(_rendered_shown(one, problem) for one, problem in tested.rendered),
            *(_unconfigured_shown(one) for one in tested.unconfigured),
        ],
    }


def decision_shown(decision: Decision) -> dict[str, Any]:
    return {
        "online": decision.online,
        "muted": decision.unwanted == "MUTED",
        "dnd": decision.dnd,
        "devices": decision.devices,
        "wouldSend": decision.would_send,
        "reason": decision.unwanted or ("DND" if decision.dnd and not decision.would_send else None),
    }


def _came_shown(came: Came, device: Device, paused: dict[str, str], dead: set[int]) -> dict[str, Any]:
    vendor, result = came.lane[1], came.result
    outcome = result.outcome if result else None
    stage = _stage(result)
    hints = [(result.hint if result else "") or (outcome.hint if outcome else "") or _mended(stage, outcome)]
    if not device.notification_enabled:
        hints.append(SWITCHED_OFF)
    if vendor in paused:
        hints.append(RESTS.format(reason=paused[vendor]))
    return {
        **_shown(came.due.device_id, vendor, stage, " ".join(hints)),
        "pushId": str(came.due.delivery),
        "ok": result is not None and result.status == Status.ACCEPTED,
        **_said(result, outcome, came.due.token),
        "invalidated": came.due.device in dead,
    }


def _stage(result: Result | None) -> str:
    if result is None:
        return PENDING
    if result.outcome is not None:
        return str(result.outcome.stage)
    return str(Stage.CREDENTIAL if result.reason in MISSING else Stage.SEND)


def _mended(stage: str, outcome: Outcome | None) -> str:
    waits = WAIT.get(outcome.kind) if outcome and stage == Stage.SEND else None
    return waits or MEND[stage]


def _said(result: Result | None, outcome: Outcome | None, token: str) -> dict[str, Any]:
    """The vendor's words, should they repeat the token without it; where it was not asked, our own reason."""
    if outcome is None:
        return {"vendorCode": result.reason or None} if result else {}
    return {
        "httpStatus": outcome.http_status,
        "vendorCode": clean(outcome.code, CODE, token) or None,
        "vendorMessage": clean(outcome.message, WORDS, token) or None,
        "vendorMessageId": outcome.vendor_message_id or None,
        "latencyMs": outcome.latency_ms,
    }


def _rendered_shown(chosen: Chosen, problem: str) -> dict[str, Any]:
    stage = Stage.CREDENTIAL if problem in MISSING else Stage.SEND
    hint = CANNOT.get(problem, MEND[stage]) if problem else RENDERED
    shown = _shown(chosen.device_id, chosen.vendor, stage, hint)
    return {**shown, "ok": not problem, "vendorCode": problem or None}


def _unconfigured_shown(skipped: Skipped) -> dict[str, Any]:
    shown = _shown(skipped.device_id, skipped.vendor, Stage.CREDENTIAL, MEND[Stage.CREDENTIAL])
    return {**shown, "vendorCode": skipped.reason}


def _shown(device_id: str, vendor: str, stage: str, hint: str) -> dict[str, Any]:
    """As it stands where nothing has come of it."""
    return {
        "deviceId": device_id,
        "vendor": vendor,
        "pushId": None,
        "ok": False,
        "stage": stage,
        "httpStatus": None,
        "vendorCode": None,
        "vendorMessage": None,
        "vendorMessageId": None,
        "latencyMs": None,
        "invalidated": False,
        "hint": hint.format(vendor=vendor.partition("_")[0]),
    }


def _dead(came: Iterable[Came]) -> set[int]:
    """Which of the devices were given up for it."""
    tried = [one.due.device for one in came if one.result and one.result.invalid]
    gone = Device.objects.filter(pk__in=tried, status=DeviceStatus.INVALID)
    return set(gone.values_list("pk", flat=True)) if tried else set()
