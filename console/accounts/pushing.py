"""An account's tab of push: would his phones ring, why not, and how each of them does."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from config.console.cells import Cell, Kind, Table, Text
from config.console.panels import Panel
from console.accounts.chat import all_of
from push.console.words import translated
from push.models import Device, DeviceStatus
from push.shapes.statuses import status_shown
from push.statuses import statuses
from push.vendors.contract import Stage

# What keeps a phone silent: in words, what to do, and the list where it is done.
REASONS: Final[Mapping[str, tuple[Text, Text, str]]] = {
    "NO_DEVICE": (
        _("No device of his is registered."),
        _("The app must register its token after signing in. The device log says what became of others."),
        "push_devicelog",
    ),
    "ALL_INVALID": (
        _("The vendor says of each of his tokens that it is none."),
        _("The app was removed or set up anew there: it must register again."),
        "push_devicelog",
    ),
    "NOTIFICATION_DISABLED": (
        _("He switched notifications off on that phone."),
        _("Only he can allow them, in the settings of the phone."),
        "",
    ),
    "VENDOR_NOT_CONFIGURED": (
        _("The app has no credential for this vendor, or it is switched off."),
        _("Enter it."),
        "push_credential",
    ),
    "CREDENTIAL_UNREADABLE": (
        _("No key of the server opens the stored credential."),
        _("Bring back the key in ENCRYPTION_KEYS, or enter the credential again."),
        "push_credential",
    ),
    "VENDOR_PAUSED": (
        _("Nothing is sent to this vendor just now."),
        _("The pause says why, and until when."),
        "push_lane",
    ),
    "DND": (
        _("His quiet hours."),
        _("They end by themselves; only he can change them."),
        "push_preference",
    ),
}
STATES: Final[Mapping[str, Kind]] = {DeviceStatus.ACTIVE: "success", DeviceStatus.INVALID: "danger"}
# As a push goes: each stage with what it means that it was passed.
STEPS: Final[list[tuple[str, Text]]] = [
    (Stage.CREDENTIAL, _("The app has a credential for the vendor, and it can be opened.")),
    (Stage.CONNECT, _("The vendor is reached from this server.")),
    (Stage.AUTH, _("The vendor takes the credential.")),
    (Stage.SEND, _("The vendor takes this push for this device.")),
    (Stage.ACCEPTED, _("The vendor has it, and brings it to the phone.")),
]


def tab(request: HttpRequest, account: Account) -> dict[str, Any]:
    status = statuses(account.app, [account.user_id])[0]
    return {
        "status": status_shown(status),
        "reasons": [reason_in_words(reason) for reason in status.reasons],
        "table": _devices(account, status.devices),
        "logs": all_of("push_devicelog", account),
        "test": reverse("admin:accounts_account_do", args=[account.pk, "test-push"]),
    }


def reason_in_words(reason: str) -> dict[str, Any]:
    code, _colon, vendor = reason.partition(":")
    said, remedy, where = REASONS.get(code, (code, "", ""))
    link = reverse(f"admin:{where}_changelist") if where else ""
    return {"code": code, "said": said, "remedy": remedy, "vendor": vendor, "link": link}


def _devices(account: Account, devices: list[Device]) -> Table:
    rows = [
        [
            Cell(one.device_id, link=reverse("admin:push_device_change", args=[one.pk])),
            one.vendor,
            Cell(one.get_status_display(), kind=STATES.get(one.status, "warning")),
            one.invalid_reason or one.last_error_code,
            one.last_success_at,
            one.last_failure_at,
            Cell(_("off"), kind="warning") if not one.notification_enabled else _("on"),
            Cell(one.token_masked, mono=True),
            f"{one.brand} {one.model} {one.app_version}".strip(),
        ]
        for one in devices
    ]
    head = [
        *(_("Device"), _("Vendor"), _("State"), _("Last error"), _("Last success"), _("Last failure")),
        *(_("Notifications"), _("Token"), _("Model and version")),
    ]
    return Table(head, rows, _("No device is registered for him."), all_of("push_device", account))


def tested(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What came of a test push, device by device: each step, whether it was passed, and where it stopped."""
    return [
        {**one, "hint": translated(one["hint"]), "steps": list(_steps(one)), "state": _state(one)}
        for one in data["results"]
    ]


def _steps(result: Mapping[str, Any]) -> Any:
    """Of what was not sent, only the credential was looked at, and whether it fits."""
    stage, order = result["stage"], [name for name, _said in STEPS]
    reached = order.index(stage) if stage in order else order.index(Stage.SEND)
    was_sent = result["pushId"] is not None
    for place, (name, said) in enumerate(STEPS):
        is_passed = place < reached or (place == reached and result["ok"])
        if is_passed and (was_sent or name == Stage.CREDENTIAL):
            yield {"said": said, "mark": "check_circle", "kind": "success"}
        elif place == reached and stage != "PENDING" and not result["ok"]:
            yield {"said": said, "mark": "cancel", "kind": "danger"}
        else:
            yield {"said": said, "mark": "pending", "kind": "quiet"}


def _state(result: Mapping[str, Any]) -> Cell:
    if result["stage"] == "PENDING":
        return Cell(gettext("no answer yet"), kind="warning")
    if not result["ok"]:
        return Cell(gettext("failed"), kind="danger")
    return Cell(gettext("accepted") if result["pushId"] else gettext("would be sent"), kind="success")


PANEL = Panel("push", _("Push"), tab, "console/accounts/push.html")
