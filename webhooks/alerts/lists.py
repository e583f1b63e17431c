"""An app's alerts, the newest first."""

from typing import Any

from accounts.models import App
from config.api.paging import paged
from webhooks.alerts.shapes import alert_shown
from webhooks.models import Alert


def alert_page(
    app: App, *, page: int, size: int, status: str | None = None, webhook_id: int | None = None
) -> dict[str, Any]:
    """Also those of webhooks that were deleted since."""
    rows = Alert.objects.filter(app=app).select_related("endpoint").order_by("-pk")
    if status is not None:
        rows = rows.filter(status=status)
    if webhook_id is not None:
        rows = rows.filter(endpoint_id=webhook_id)
    return paged(rows, alert_shown, page=page, size=size)
