"""An app's endpoints, the newest first."""

from typing import Any

from accounts.models import App
from config.api.paging import paged
from webhooks.models import Endpoint
from webhooks.shapes import endpoints_shown


def endpoint_page(app: App, *, page: int, size: int, enabled: bool | None = None) -> dict[str, Any]:
    rows = Endpoint.objects.of_app(app).order_by("-pk")
    if enabled is not None:
        rows = rows.filter(enabled=enabled)
    found = paged(rows, lambda endpoint: endpoint, page=page, size=size)
    return {**found, "items": endpoints_shown(found["items"])}
