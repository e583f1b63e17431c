"""The endpoint of the demo app that points at the inbox."""

from django.conf import settings
from django.db import transaction

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import Refusal
from webhooks.actions.creating import create
from webhooks.actions.updating import update
from webhooks.models import Endpoint
from webhooks.models.endpoint import EndpointQuerySet

PAGE, HOOK = "/demo/inbox", "/demo/inbox/hook"
NAME = "Inbox 收件箱"


def address() -> str:
    """This machine's own, wherever the installation is called from."""
    return f"http://127.0.0.1:{settings.PORT}{HOOK}"


def endpoints() -> EndpointQuerySet:
    """Whoever else of the demo points here is verified too."""
    return Endpoint.objects.filter(deleted_at=None, url__endswith=HOOK)


@transaction.atomic
def provide(app: App) -> None:
    """Once; a later start on another port takes it there. What its owner made of it since is left alone."""
    made = Endpoint.objects.filter(app=app, name=NAME).order_by("id").first()
    by = Caller(role="S", app=app)
    if made is None:
        create(app=app, given={"name": NAME, "url": address(), "events": ["*"]}, by=by)
    elif made.deleted_at is None and made.url.endswith(HOOK) and made.url != address():
        update(app=app, endpoint_id=made.pk, given={"url": address()}, by=by)


def allowed(app: App) -> bool:
    """Tries it: an installation may forbid calls to its own machine."""
    try:
        provide(app)
    except Refusal:
        return False
    return True
