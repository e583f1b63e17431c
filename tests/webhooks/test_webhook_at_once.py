"""Endpoints made and changed at the same moment: what an app may have, it has no more of."""

from functools import partial

import pytest
from pytest_django.fixtures import Settings

from accounts.models import App
from tests.accounts.test_at_once import at_once, poster
from tests.client import Answer, Client
from tests.webhooks.endpoints import make_endpoint
from webhooks.models import Endpoint

pytestmark = pytest.mark.django_db(transaction=True)
ROW = "/api/im/admin/webhooks"
HOOK = {"name": "hook", "url": "https://hooks.example.com/im", "events": ["message.before_send"]}


def test_one_of_many_gets_a_before_event(as_root: Client) -> None:
    answers = at_once(*[poster(ROW, HOOK, as_root)] * 4)
    assert sorted(answer.code for answer in answers) == [200, 400, 400, 400]
    assert Endpoint.objects.count() == 1


def switched_on(client: Client, endpoint_id: int) -> Answer:
    return Client(dict(client.headers)).put(f"{ROW}/{endpoint_id}", {"enabled": True})


def test_one_of_many_is_enabled_for_it(as_root: Client, acme: App) -> None:
    url = "https://hooks.example.com/im"
    made = [make_endpoint(acme, url, "message.before_send", enabled=False).pk for _ in range(4)]
    answers = at_once(*[partial(switched_on, as_root, pk) for pk in made])
    assert sorted(answer.code for answer in answers) == [200, 400, 400, 400]
    assert Endpoint.objects.filter(enabled=True).count() == 1


def test_the_last_place_is_given_once(as_root: Client, settings: Settings) -> None:
    settings.WEBHOOK_MAX_ENDPOINTS = 1
    answers = at_once(*[poster(ROW, {**HOOK, "events": ["*"]}, as_root)] * 4)
    assert sorted(answer.code for answer in answers) == [200, 400, 400, 400]
