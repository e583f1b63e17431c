"""What is tested, sent again or recovered by its door arrives, under the id that the answer names."""

from collections.abc import Iterator

import pytest

from accounts.models import App
from tests.client import Client
from tests.webhooks.deliveries import BODY, make_delivery
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.engines import Running
from tests.webhooks.receiver import Receiver, wait_until
from webhooks import waking
from webhooks.models import Delivery
from webhooks.signing import new_secret

HOOKS, SENT = "/api/im/admin/webhooks", "/api/im/admin/webhook-deliveries"


@pytest.fixture
def woken(engine: Running) -> Iterator[None]:
    """The doorbell rings here."""
    waking.answer_here(lambda endpoints: engine.wake(*endpoints))
    yield
    waking.answer_here(None)


def test_by_every_door(woken: None, receiver: Receiver, as_root: Client, acme: App) -> None:
    secret = new_secret()
    endpoint = make_endpoint(acme, receiver.url(), secret=secret)
    dead, held = make_delivery(endpoint, "DEAD", tries=11), make_delivery(endpoint, "HELD")
    tested = as_root.post(f"{HOOKS}/{endpoint.pk}/test").data
    again = as_root.post(f"{SENT}/{dead.pk}/redeliver").data
    assert as_root.post(f"{HOOKS}/{endpoint.pk}/recover", {"since": 0}).data == {"recovered": 1}
    receiver.wait_for(3)
    assert set(receiver.ids()) == {tested["eventId"], again["eventId"], held.event_id}
    for arrival in receiver.arrivals:
        arrival.verify(secret)
    assert {one.body.decode() for one in receiver.arrivals if one.id == dead.event_id} == {BODY}
    wait_until(lambda: Delivery.objects.filter(status="SUCCESS").count() == 3, str)
    shown = {item["eventId"]: item for item in as_root.get(SENT).items}
    assert (shown[dead.event_id]["attempt"], len(shown[dead.event_id]["attempts"])) == (12, 1)
    assert shown[tested["eventId"]]["event"] == "webhook.test"
