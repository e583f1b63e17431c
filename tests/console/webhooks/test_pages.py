"""Webhooks in the console: how endpoints stand, secrets shown once, deliveries found and resent."""

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Account, App, Mandate, Operator, OperatorRole
from accounts.secrets import unseal
from config.clock import ms, now_ms
from console.concerning import links
from journal.models import Operation
from tests.client import Client
from tests.im.chat import say
from tests.webhooks.deliveries import fill, make_delivery
from tests.webhooks.endpoints import make_endpoint
from webhooks import health, minutes, signing
from webhooks.alerts import open_alert
from webhooks.console.deliveries import shown
from webhooks.models import Alert, AlertLevel, AlertType, Attempt, Delivery, Endpoint

ENDPOINTS, DELIVERIES = "/admin/webhooks/endpoint/", "/admin/webhooks/delivery/"
KEY = {"key": "k"}


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def shop(acme: App) -> Endpoint:
    return make_endpoint(acme, "https://hooks.example.com/im", name="shop")


def page(browser: Browser, path: str, **query: Any) -> str:
    answer = browser.get(path, query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def mandated(operator: Operator, role: OperatorRole) -> None:
    Mandate.objects.filter(operator=operator).update(role=role)


def tried(endpoint: Endpoint, *, succeeded: int, failed: int = 0) -> None:
    tallies = minutes.Tallies()
    for number in range(succeeded + failed):
        tallies.count(endpoint.pk, now_ms(), 40, failed=number >= succeeded)
    minutes.add(tallies)


def attempted(delivery: Delivery, **fields: Any) -> Attempt:
    values = {"number": 1, "at": timezone.now(), "duration_ms": 7, "http_status": 200, **fields}
    return Attempt.objects.create(delivery=delivery, **values)


def listed(browser: Browser, **query: Any) -> list[int]:
    return [row.pk for row in browser.get(DELIVERIES, query).context["cl"].result_list]


def test_the_list_says_how_each_endpoint_stands(browser: Browser, shop: Endpoint) -> None:
    tried(shop, succeeded=3, failed=1)
    make_delivery(shop)
    text = page(browser, ENDPOINTS)
    assert "75.0%" in text
    assert "Degraded" in text


def test_a_page_says_it_too_and_shows_it_over_time(browser: Browser, shop: Endpoint) -> None:
    at = f"{ENDPOINTS}{shop.pk}/change/"
    assert "Nothing was tried" in page(browser, at, tab="health")
    tried(shop, succeeded=3, failed=1)
    assert "75.0%" in page(browser, at)
    for window in ("1h", "24h", "7d", "moon"):
        assert "3 succeeded, 1 failed" in page(browser, at, tab="health", window=window)


def test_history_goes_back_as_far_as_the_window(shop: Endpoint) -> None:
    tallies = minutes.Tallies()
    for hours in (0, 2, 30):
        tallies.count(shop.pk, now_ms() - hours * 3_600_000, 40)
    minutes.add(tallies)
    found = [len(health.history(shop.pk, window, timezone.now())) for window in ("1h", "24h", "7d")]
    assert found == [1, 2, 3]


def test_a_secret_is_shown_once(browser: Browser, acme: App) -> None:
    form = {**KEY, "name": "new", "url": "https://hooks.example.com/new", "events": "*", "enabled": "on"}
    answer = browser.post(f"{ENDPOINTS}add/", form)
    endpoint = Endpoint.objects.get(name="new")
    first = unseal(endpoint.secret)
    assert first in answer.content.decode()
    again = browser.post(f"{ENDPOINTS}{endpoint.pk}/do/rotate/", KEY).content.decode()
    endpoint.refresh_from_db()
    assert unseal(endpoint.secret) in again
    assert first not in again
    assert len(signing.live_keys(endpoint, now_ms())) == 2
    for query in ({}, {"tab": "health"}, {"tab": "deliveries"}, {"tab": "alerts"}):
        text = page(browser, f"{ENDPOINTS}{endpoint.pk}/change/", **query)
        assert unseal(endpoint.secret) not in text
        assert endpoint.secret not in text


def test_who_runs_the_app_does_not_rotate(browser: Browser, operator: Operator, shop: Endpoint) -> None:
    mandated(operator, OperatorRole.OPERATOR)
    assert browser.get(f"{ENDPOINTS}{shop.pk}/do/rotate/").status_code == 403
    assert browser.get(f"{ENDPOINTS}{shop.pk}/do/disable/").status_code == 200


def test_nor_by_the_api(as_operator: Client, operator: Operator, shop: Endpoint) -> None:
    mandated(operator, OperatorRole.OPERATOR)
    path = f"/api/im/admin/webhooks/{shop.pk}"
    assert as_operator.put(path, {"rotateSecret": True}).refused(403)
    assert as_operator.put(path, {"name": "renamed"}).ok


def test_support_resends_tests_and_acknowledges_and_no_more(
    browser: Browser, operator: Operator, shop: Endpoint
) -> None:
    mandated(operator, OperatorRole.SUPPORT)
    delivery = make_delivery(shop, "DEAD")
    assert browser.post(f"{DELIVERIES}{delivery.pk}/do/redeliver/", KEY).status_code == 302
    assert Delivery.objects.get().status == "PENDING"
    assert browser.get(f"{ENDPOINTS}{shop.pk}/do/test/").status_code == 200
    for name in ("change", "disable", "delete", "recover"):
        assert browser.get(f"{ENDPOINTS}{shop.pk}/do/{name}/").status_code == 403


def test_a_refusal_stands_at_its_field(browser: Browser, shop: Endpoint) -> None:
    form = {**KEY, "name": "shop", "url": "https://10.0.0.1/x", "events": "nothing.at_all"}
    answer = browser.post(f"{ENDPOINTS}{shop.pk}/do/change/", form)
    assert answer.status_code == 400
    assert "there is no event" in str(answer.context["form"].errors["events"])


def test_a_test_leads_to_its_delivery(browser: Browser, shop: Endpoint) -> None:
    text = browser.post(f"{ENDPOINTS}{shop.pk}/do/test/", KEY).content.decode()
    delivery = Delivery.objects.get(type="webhook.test")
    assert f'data-follow="/admin/webhooks/delivery/{delivery.pk}/change/"' in text
    assert 'data-outcome="PENDING"' in page(browser, f"{DELIVERIES}{delivery.pk}/change/")


def test_what_failed_and_what_was_missed_is_counted_before_it_is_resent(
    browser: Browser, shop: Endpoint
) -> None:
    fill(shop, "DEAD", 3)
    fill(shop, "HELD", 2)
    at = f"{ENDPOINTS}{shop.pk}/do/recover/"
    text = page(browser, at)
    assert "All that failed or was missed (5)" in text
    assert "while it was disabled (2)" in text
    answer = browser.post(at, {**KEY, "since": "2020-01-01T00:00", "mode": "FAILED"})
    assert "3 deliveries are sent again" in answer.content.decode()
    assert Operation.objects.get(action="WEBHOOK_RECOVER").detail["recovered"] == 3


def test_several_are_resent_at_once(browser: Browser, shop: Endpoint) -> None:
    rows = [make_delivery(shop, "DEAD") for _ in range(2)]
    ids = ",".join(str(row.pk) for row in rows)
    assert browser.post(f"{DELIVERIES}do/redeliver/", {**KEY, "ids": ids}).status_code == 302
    assert set(Delivery.objects.values_list("status", flat=True)) == {"PENDING"}


def test_a_deleted_endpoint_is_shown_where_it_is_asked_for_and_nothing_is_sent_to_it(
    browser: Browser, shop: Endpoint
) -> None:
    delivery = make_delivery(shop, "DEAD")
    assert browser.post(f"{ENDPOINTS}{shop.pk}/do/delete/", KEY).status_code == 302
    assert "hooks.example.com" not in page(browser, ENDPOINTS)
    assert "hooks.example.com" in page(browser, ENDPOINTS, deleted="1")
    assert browser.get(f"{ENDPOINTS}{shop.pk}/change/").context["row_acts"] == []
    assert browser.get(f"{DELIVERIES}{delivery.pk}/change/").context["row_acts"] == []


def test_the_log_goes_forth_and_back_by_the_time_of_the_events(browser: Browser, shop: Endpoint) -> None:
    made = [make_delivery(shop, age=age).pk for age in range(120)]  # the later made, the older
    first = browser.get(DELIVERIES).context["cl"]
    assert [row.pk for row in first.result_list] == made[:50]
    assert not first.newer
    second = browser.get(DELIVERIES + first.older).context["cl"]
    assert [row.pk for row in second.result_list] == made[50:100]
    last = browser.get(DELIVERIES + second.older).context["cl"]
    assert [row.pk for row in last.result_list] == made[100:]
    assert not last.older
    back = browser.get(DELIVERIES + last.newer).context["cl"]
    assert [row.pk for row in back.result_list] == made[50:100]
    front = browser.get(DELIVERIES + back.newer).context["cl"]
    assert [row.pk for row in front.result_list] == made[:50]
    assert front.older
    assert not front.newer


def test_it_is_narrowed_by_status_endpoint_and_event(browser: Browser, shop: Endpoint, acme: App) -> None:
    dead = make_delivery(shop, "DEAD")
    login = make_delivery(shop, "SUCCESS", type="user.login")
    others = make_delivery(make_endpoint(acme), "SUCCESS")
    assert listed(browser, status="DEAD") == [dead.pk]
    assert set(listed(browser, endpoint=shop.pk)) == {dead.pk, login.pk}
    assert listed(browser, event="user.login") == [login.pk]
    assert listed(browser, status="SUCCESS", event="message.sent") == [others.pk]
    assert listed(browser, endpoint=shop.pk, status="SUCCESS", event="message.sent") == []
    for nonsense in ("x", "9" * 30, "-1", "²"):
        assert browser.get(DELIVERIES, {"endpoint": nonsense}).status_code in (200, 302)


def test_it_is_searched_by_its_id_and_the_events(browser: Browser, shop: Endpoint, other: App) -> None:
    mine, foreign = make_delivery(shop), make_delivery(make_endpoint(other))
    make_delivery(shop)
    assert listed(browser, q=mine.pk) == [mine.pk]
    assert listed(browser, q=mine.event_id) == [mine.pk]
    for key in (foreign.pk, foreign.event_id, "nothing", "9" * 40):
        assert listed(browser, q=key) == []


def test_other_apps_are_in_no_list(browser: Browser, shop: Endpoint, other: App) -> None:
    theirs = make_endpoint(other, name="theirs")
    foreign = make_delivery(theirs)
    mine = make_delivery(shop)
    assert listed(browser) == [mine.pk]
    assert listed(browser, endpoint=theirs.pk) == []
    assert "theirs" not in page(browser, ENDPOINTS)
    assert listed(browser, before=foreign.pk + 10**6) == [mine.pk]


def test_a_rare_status_is_found_by_the_index(browser: Browser, shop: Endpoint) -> None:
    fill(shop, "SUCCESS", 3_000)
    dead = make_delivery(shop, "DEAD")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE webhooks_delivery")
    assert listed(browser, status="DEAD") == [dead.pk]
    assert len(listed(browser)) == 50


def test_the_request_is_shown_to_the_byte_and_with_what_was_signed(browser: Browser, shop: Endpoint) -> None:
    body = '{"type":"message.sent","data":{"text":"<script>alert(1)</script>"}}'
    delivery = make_delivery(shop, "SUCCESS", body=body, tries=1, http_status=200)
    attempt = attempted(delivery, response_body="<b>thanks</b>")
    text = page(browser, f"{DELIVERIES}{delivery.pk}/change/")
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text
    assert "&lt;b&gt;thanks" in text
    stamp = int(attempt.at.timestamp())
    key = signing.key_of(unseal(shop.secret))
    signed = signing.headers([key], delivery.event_id, stamp, body.encode())
    (one,) = shown(delivery)["tries"]
    assert dict(one["headers"]) == signed


def test_no_signature_is_made_up(shop: Endpoint) -> None:
    delivery = make_delivery(shop, "SUCCESS")
    attempt = attempted(delivery)
    former = {"secret": shop.secret, "until": ms(attempt.at) + 60_000 + signing.FORMER_SIGN_MS}
    for change in (
        {"former_secrets": [former]},
        {"secret": ""},
        {"secret": "k9:broken", "former_secrets": []},
    ):
        Endpoint.objects.filter(pk=shop.pk).update(**change)
        (one,) = shown(Delivery.objects.get())["tries"]
        assert dict(one["headers"])["webhook-signature"] == ""


def test_it_links_to_what_it_is_about(as_alice: Client, bob: Account, acme: App, other: App) -> None:
    message = say(as_alice, "bob")
    data = {"id": message["id"], "fromId": "alice", "toId": "bob"}
    body = orjson.dumps({"type": "message.sent", "data": data}).decode()
    assert [(str(what), str(cell.text)) for what, cell in links(body, acme.pk)] == [
        ("Message", message["id"]),
        ("Account", "alice"),
        ("Account", "bob"),
    ]
    assert links(body, other.pk) == []
    for odd in (
        None,
        "",
        "[]",
        "{",
        '{"data":[1]}',
        '{"type":"message.sent","data":{"id":{},"userIds":[[]]}}',
    ):
        assert links(odd, acme.pk) == []


def test_alerts_are_acknowledged_together(browser: Browser, shop: Endpoint) -> None:
    for kind in (AlertType.GONE, AlertType.BACKLOG):
        open_alert(shop.pk, kind, AlertLevel.CRITICAL, "it answered 410")
    ids = ",".join(str(key) for key in Alert.objects.values_list("pk", flat=True))
    form = {**KEY, "ids": ids, "note": "we know"}
    assert browser.post("/admin/webhooks/alert/do/acknowledge/", form).status_code == 302
    assert set(Alert.objects.values_list("status", "note")) == {("ACKNOWLEDGED", "we know")}
    assert Operation.objects.filter(action="WEBHOOK_ALERT_ACK").count() == 2


@pytest.mark.parametrize("path", [ENDPOINTS, DELIVERIES, "/admin/webhooks/alert/"])
def test_no_list_asks_more_the_more_there_is(
    path: str, browser: Browser, acme: App, django_assert_max_num_queries: Any
) -> None:
    def fill_in() -> None:
        endpoint = make_endpoint(acme)
        make_delivery(endpoint)
        open_alert(endpoint.pk, AlertType.GONE, AlertLevel.CRITICAL, "gone")

    fill_in()
    page(browser, path)
    with django_assert_max_num_queries(100) as one:
        page(browser, path)
    fill_in()
    fill_in()
    with django_assert_max_num_queries(len(one)):
        page(browser, path)
