"""The phones' doors: the page, what has rung, a button that lets something happen, and one for each phone."""

import json
from typing import Any
from urllib.request import urlopen

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_POST

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import BadParameter
from config.demo import only_in_the_demo, page_of
from push.actions import sending
from push.drafting import draft
from push.models import Device
from push.phones import fleet
from push.phones.words import TEXTS
from push.serializers.sending import SendPush

SHOWN = 6  # notifications on a phone
PATIENCE = 2.0
EVERYBODY: dict[str, Any] = {
    "audience": {"tags": {"any": ["demo"]}},
    "notification": {
        "title": "鸿雁 Hongyan",
        "body": "The wild goose has a letter for you.",
        "i18n": {"zh": {"title": "鸿雁 Hongyan", "body": "鸿雁带来了一封信。"}},
    },
}


@only_in_the_demo
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    return page_of(request, "phones/page.html", TEXTS, {"app_key": fleet.APP})


@only_in_the_demo
@require_GET
def rung(request: HttpRequest) -> HttpResponse:
    devices = Device.objects.filter(app__app_key=fleet.APP, device_id__startswith="demo-").order_by("id")
    rings = _rings() if devices else []
    phones = [_phone(device, [one for one in rings if one["token"] == device.token]) for device in devices]
    return JsonResponse({"phones": phones}, headers={"Cache-Control": "no-store"})


@only_in_the_demo
@require_POST
def happen(request: HttpRequest) -> HttpResponse:
    """Alice writes to Bob, or the app's own server pushes to all phones: by the actions of the API."""
    if _asked(request).get("what") == "push":
        _push_to_all(_app())
    else:
        import_string(settings.DEMO_GREETING)()
    return JsonResponse({"sent": True})


@only_in_the_demo
@require_POST
def uninstall(request: HttpRequest) -> HttpResponse:
    fleet.install(_app(), _phone_asked_for(request), dead=True)
    return JsonResponse({"installed": False})


@only_in_the_demo
@require_POST
def install(request: HttpRequest) -> HttpResponse:
    fleet.install(_app(), _phone_asked_for(request))
    return JsonResponse({"installed": True})


def _app() -> App:
    return get_object_or_404(App, app_key=fleet.APP)


def _push_to_all(app: App) -> None:
    given = SendPush(data=EVERYBODY)
    given.is_valid(raise_exception=True)
    asked = draft(app, given.validated_data, body=EVERYBODY, key=None)
    sending.send(app=app, draft=asked, by=Caller(role="S", app=app))


def _asked(request: HttpRequest) -> dict[str, Any]:
    try:
        asked = orjson.loads(request.body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise BadParameter("body", "must be a JSON object")
    return asked


def _phone_asked_for(request: HttpRequest) -> fleet.Phone:
    phone = fleet.phone_of(str(_asked(request).get("deviceId")))
    if phone is None:
        raise BadParameter("deviceId", "is no phone of the demo")
    return phone


def _rings() -> list[dict[str, Any]]:
    """The latest last; none while the stand-ins are away."""
    found = fleet.vendors()
    if found is None:
        return []
    with urlopen(found["ringsUrl"], timeout=PATIENCE) as answer:  # noqa: S310  our own process on this machine
        rings: list[dict[str, Any]] = json.load(answer)["rings"]
    return rings


def _phone(device: Device, rings: list[dict[str, Any]]) -> dict[str, Any]:
    """No token leaves: the page shows what the phone's owner sees."""
    badges = [one["badge"] for one in rings if one["badge"] is not None]
    return {
        "deviceId": device.device_id,
        "userId": device.user_id,
        "platform": device.platform,
        "vendor": device.vendor,
        "model": device.model,
        "status": device.status,
        "invalidReason": device.invalid_reason,
        "installed": not fleet.is_dead(device.token),
        "badge": badges[-1] if badges else 0,
        "rings": [_ring(one) for one in rings[-SHOWN:] if one["title"] or one["body"]],
    }


def _ring(ring: dict[str, Any]) -> dict[str, Any]:
    shown = {name: ring[name] for name in ("title", "body", "at")}
    return {**shown, "n": ring["id"], "key": ring["collapse"] or ring["id"], "pushId": ring["push_id"]}
