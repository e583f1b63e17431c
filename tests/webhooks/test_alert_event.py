"""webhook.alert is durable: the app's other endpoints get it, never the one it is about."""

import orjson
import pytest

from accounts.models import App
from config.schedule import SCHEDULE
from tests.journal.facts import dispatch_all
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.telling import Story
from webhooks.models import Alert, Delivery, Payload
from webhooks.tasks import evaluate_alerts

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_other_endpoints_of_the_app_hear_of_it(acme: App, other: App) -> None:
    ill, well, deaf = make_endpoint(acme), make_endpoint(acme), make_endpoint(acme, "http://x", "user.*")
    foreign = make_endpoint(other)
    Story(ill).tries(*[False] * 10)
    evaluate_alerts()
    dispatch_all()
    (delivery,) = Delivery.objects.all()
    assert delivery.endpoint_id == well.pk
    assert (delivery.type, delivery.status) == ("webhook.alert", "PENDING")
    body = orjson.loads(Payload.objects.get().body)
    assert (body["type"], body["appKey"]) == ("webhook.alert", "acme")
    assert (body["data"]["webhookId"], body["data"]["status"]) == (str(ill.pk), "OPEN")
    assert body["data"]["id"] == str(Alert.objects.get().pk)
    assert {deaf.pk, foreign.pk}.isdisjoint({delivery.endpoint_id})


def test_beat_looks_at_them_more_often_than_every_thirty_seconds() -> None:
    (turn,) = [turn for turn in SCHEDULE.values() if turn["task"] == evaluate_alerts.name]
    assert turn["schedule"] <= 15
