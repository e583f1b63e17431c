"""The chat's doors: the page, and who its people are. All else it does by the API and the gateway."""

from time import time
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts import signatures
from accounts.models import Account, App
from accounts.secrets import unseal
from config.demo import only_in_the_demo, page_of
from im.demo.words import TEXTS

APP = "demo"
MOST = 100
DAY = 24 * 3600
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


@only_in_the_demo
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    gateway = _gateway(request)
    context = {"ws_url": gateway.geturl(), "app_key": APP}
    origin = f"{gateway.scheme}://{gateway.netloc}"
    return page_of(request, "chat/page.html", TEXTS, context, connect=origin)


@only_in_the_demo
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """What an app's own server would give its users: each a UserSig to log in with. Nobody with power."""
    app = get_object_or_404(App, app_key=APP)
    secret = unseal(app.secret_key)
    accounts = Account.objects.of_app(app).there().filter(admin=False, status="ACTIVE").order_by("pk")
    shown = [
        {
            "userId": account.user_id,
            "nickname": account.nickname or account.user_id,
            "userSig": signatures.generate(
                sdk_app_id=app.sdk_app_id,
                user_id=account.user_id,
                secret=secret,
                expire=DAY,
                issued_at=max(int(time()), account.sig_not_before + 1),
            ),
        }
        for account in accounts[:MOST]
    ]
    return JsonResponse({"people": shown}, headers={"Cache-Control": "no-store"})


def _gateway(request: HttpRequest) -> SplitResult:
    """By the name that the page was asked for by, where the gateway's own means only this machine."""
    gateway = urlsplit(settings.WS_URL)
    asked = urlsplit(f"//{request.get_host()}").hostname or ""
    if gateway.hostname not in LOCAL or asked == gateway.hostname:
        return gateway
    name = f"[{asked}]" if ":" in asked else asked
    return gateway._replace(netloc=f"{name}:{gateway.port}" if gateway.port else name)
