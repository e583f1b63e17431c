"""How an app's credentials stand, in words: enabled, readable, checked, paused, and what a check answered."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import App
from config.console.cells import Kind, Text
from push.console.guide import GUIDES
from push.console.reasons import PAUSES, why
from push.console.words import STAGES, translated, vendor_name
from push.models import Credential, Lane, Vendor
from push.shapes.credentials import credentials_shown


def unknown(vendor: str) -> dict[str, Any]:
    return {
        "vendor": vendor,
        "name": vendor_name(vendor),
        "guide": GUIDES[vendor],
        "state": _("Not set up"),
        "kind": "",
    }


def standing(app: App, credentials: list[Credential]) -> dict[str, dict[str, Any]]:
    """As the API shows them, in words, by the vendor."""
    resting = list(Lane.objects.filter(app=app, paused_until__gt=timezone.now()).order_by("vendor"))
    found = {}
    for credential, shown in zip(credentials, credentials_shown(app.pk, credentials), strict=True):
        vendor = credential.vendor
        pauses = [_pause(lane) for lane in resting if Vendor(lane.vendor).credential == vendor]
        state, kind = _state(shown, paused=bool(pauses))
        found[vendor] = {
            **shown,
            "pk": credential.pk,
            "name": vendor_name(vendor),
            "guide": GUIDES[vendor],
            "fields": _fields(vendor, credential.public),
            "state": state,
            "kind": kind,
            "pauses": pauses,
            "result": result_shown(vendor, credential.check_result),
            "checked_at": credential.checked_at,
        }
    return found


def _state(shown: dict[str, Any], *, paused: bool) -> tuple[Text, Kind]:
    if not shown["readable"]:
        return _("Cannot be read"), "danger"
    if not shown["enabled"]:
        return _("Disabled"), "warning"
    if shown["check"] is not None and not shown["check"]["ok"]:
        return _("Check failed"), "danger"
    if paused:
        return _("Paused"), "warning"
    return (_("Checked"), "success") if shown["check"] else (_("Not checked yet"), "info")


def _fields(vendor: str, public: dict[str, Any]) -> list[tuple[Text, str]]:
    labels = GUIDES[vendor].fields
    return [(labels[name][0], str(value)) for name, value in public.items() if name in labels]


def _pause(lane: Lane) -> dict[str, Any]:
    return {
        "name": vendor_name(lane.vendor),
        "until": lane.paused_until,
        "words": PAUSES.get(lane.reason, lane.reason),
    }


def result_shown(vendor: str, check: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a vendor answered to a check, with what it means and what to do."""
    if check is None:
        return None
    known = why(vendor, check["vendorCode"] or "", hint=check["hint"] or "")
    good = check["ok"]
    return {
        **check,
        "where": STAGES.get(check["stage"], check["stage"]),
        "cause": "" if good else known.cause,
        "remedy": "" if good else known.remedy or translated(check["hint"] or ""),
    }
