"""The console's lists of webhooks and deliveries: to be read, and no secret in them."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import App, Operator
from tests.im.test_admin import signed_in
from tests.webhooks.deliveries import BODY, make_delivery
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.test_alert_admin import shown
from webhooks.models import Attempt, Delivery, Endpoint

ENDPOINTS, DELIVERIES = "/admin/webhooks/endpoint/", "/admin/webhooks/delivery/"


@pytest.fixture
def delivery(acme: App, other: App) -> Delivery:
    make_delivery(make_endpoint(other, name="<script>theirs"))
    delivery = make_delivery(make_endpoint(acme, name="shop"), "DEAD")
    Attempt.objects.create(
        delivery=delivery, number=1, at=timezone.now(), duration_ms=1, response_body="<script>down"
    )
    return delivery


def test_they_are_shown_and_cannot_be_touched(delivery: Delivery, admin_user: Operator) -> None:
    browser = signed_in(admin_user)
    assert "&lt;script&gt;theirs" in shown(browser, ENDPOINTS)
    assert "DEAD" in shown(browser, f"{DELIVERIES}?q={delivery.pk}")
    page = shown(browser, f"{DELIVERIES}{delivery.pk}/change/")
    assert BODY.replace('"', "&quot;") in page
    assert "&lt;script&gt;down" in page
    assert browser.get(f"{DELIVERIES}add/").status_code == 403


def test_no_secret_is_shown(delivery: Delivery, admin_user: Operator) -> None:
    endpoint = Endpoint.objects.get(name="shop")
    assert endpoint.secret not in shown(signed_in(admin_user), f"{ENDPOINTS}{endpoint.pk}/change/")


@pytest.mark.parametrize("path", [ENDPOINTS, DELIVERIES])
def test_an_operator_sees_those_of_his_own_apps(path: str, delivery: Delivery, operator: Operator) -> None:
    operator.is_staff = True
    operator.save()
    operator.user_permissions.set(Permission.objects.filter(content_type__app_label="webhooks"))
    page = shown(signed_in(operator), path)
    assert "shop" in page
    assert "theirs" not in page
