"""Locks that keep changes of endpoints apart: the app's for what must be true of all, then the endpoint's.

Neither holds up the sink's insertions, which refer to these rows.
"""

from accounts.models import App
from webhooks import rules
from webhooks.models import Endpoint


def lock_app(app: App) -> None:
    App.objects.select_for_update(no_key=True).only("pk").get(pk=app.pk)


def locked(app: App, endpoint_id: int) -> Endpoint:
    rows = Endpoint.objects.of_app(app).select_for_update(no_key=True)
    endpoint = rows.filter(pk=endpoint_id).first()
    if endpoint is None:
        raise rules.missing()
    endpoint.app = app
    return endpoint
