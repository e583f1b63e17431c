"""Without a phone, chat is as it was: nothing is written for push, and nothing costs more."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import Account, App
from journal.models import Event
from push.models import Credential, DeviceLog, Notice
from tests.client import Client
from tests.im.chat import Room, say, say_in


@pytest.mark.usefixtures("remembering")
def test_a_send_costs_as_many_statements_as_without_push(
    acme: App, as_alice: Client, alice: Account, bob: Account, hot: Callable[[], int], settings: Settings
) -> None:
    def cost() -> list[int]:
        numbers = []
        for send in (lambda: say(as_alice, "bob"), lambda: say_in(as_alice, "club", atUserIds=["bob"])):
            hot()
            with CaptureQueriesContext(connection) as counted:
                send()
            numbers.append(len(counted) + hot())
        return numbers

    Credential.objects.all().delete()
    Room(acme, "club", alice, bob)
    cost()  # what is remembered afterwards
    with_push = cost()
    settings.EVENT_SINKS_LATER = ["webhooks.sink"]
    settings.PUSH_ASKS = ""
    assert with_push == cost()
    for model in (Event, Notice, DeviceLog):
        assert not model.objects.exists()
