"""The inbox's four doors: the page, what arrived, the hook, and a button that lets something happen."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from config.demo import only_in_the_demo, page_of
from webhooks.inbox import arrivals
from webhooks.inbox.endpoint import address, endpoints
from webhooks.inbox.verifying import verdict
from webhooks.inbox.words import TEXTS

BODY_KEPT = 64 * 1024


@only_in_the_demo
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "base": request.build_absolute_uri("/").rstrip("/"),
        "file": settings.DATA / "demo.json",
        "endpoints": endpoints().select_related("app").order_by("id"),
        "address": address(),
    }
    return page_of(request, "inbox/page.html", TEXTS, context)


@only_in_the_demo
@require_GET
def arrived(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    last, calls = arrivals.since(int(after) if after.isdecimal() and len(after) < 16 else 0)
    return JsonResponse({"last": last, "calls": calls}, headers={"Cache-Control": "no-store"})


@csrf_exempt
@only_in_the_demo
@require_POST
def hook(request: HttpRequest) -> HttpResponse:
    """What a customer's server would do: verify, remember, answer fast."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    found = verdict(headers, request.body)
    arrivals.keep(
        {
            "at": int(now().timestamp() * 1000),
            "refused": found.refused,
            "endpoint": found.endpoint,
            "appKey": found.app_key,
            "headers": headers,
            "body": request.body[:BODY_KEPT].decode(errors="replace"),
        }
    )
    return JsonResponse({"refused": found.refused}, status=401 if found.refused else 200)


@only_in_the_demo
@require_POST
def happen(request: HttpRequest) -> HttpResponse:
    import_string(settings.DEMO_GREETING)()
    return JsonResponse({"sent": True})
