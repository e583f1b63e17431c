"""The same send, several times at the same moment, is one push."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.models import App
from push.models import Delivery, Notice
from tests.client import Client
from tests.push.credentials import make_credential
from tests.push.phones import make_device
from tests.push.planted import Planted
from tests.push.sends import send


@pytest.mark.django_db(transaction=True)
def test_repeats_at_the_same_time_make_one_task(as_server: Client, acme: App, vendor: Planted) -> None:
    make_credential(acme)
    make_device(acme, "bob")

    def once(number: int) -> Any:
        try:
            return send(Client(as_server.headers), requestId="r-1").data
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(once, range(8)))
    assert {answer["taskId"] for answer in answers} == {str(Notice.objects.get().pk)}
    assert sorted(answer["duplicate"] for answer in answers) == [False] + [True] * 7
    assert Delivery.objects.count() == 1
