"""Which apps have phones to ring is remembered, and a first phone makes it forgotten."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import App
from push import listening
from tests.client import Client
from tests.push.test_register import register


@pytest.mark.usefixtures("remembering")
def test_the_first_phone_of_an_app_is_heard_of(
    acme: App, as_phone: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    assert not listening.listens(acme.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert register(as_phone).ok
    assert listening.listens(acme.pk)
    with django_capture_on_commit_callbacks() as hints:
        assert register(as_phone, deviceId="another", token="another").ok
    assert not hints
