"""Row 80, PUT /api/im/admin/webhooks/{id}."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import App
from config.clock import now_ms
from journal.models import Operation
from tests.client import Answer, Client
from tests.webhooks.deliveries import make_delivery
from tests.webhooks.endpoints import make_endpoint
from webhooks import signing
from webhooks.models import Circuit, Delivery, DisabledReason, Endpoint
from webhooks.subscribing import listeners

ROW = "/api/im/admin/webhooks"
DAY_MS = 24 * 3600 * 1000


def change(client: Client, endpoint: Endpoint, **given: Any) -> Answer:
    return client.put(f"{ROW}/{endpoint.pk}", given)


def entry() -> Operation:
    return Operation.objects.latest("pk")


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme, "https://hooks.example.com/im", "message.sent")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "renamed"),
        ("url", "https://other.example.com/im"),
        ("events", ["*", "user.login"]),
        ("enabled", False),
        ("timeoutMs", 1_000),
        ("failOpen", False),
        ("filters", {"msgTypes": ["TEXT"]}),
    ],
    ids=str,
)
def test_what_is_named_changes_and_the_rest_stays(
    name: str, value: object, as_root: Client, endpoint: Endpoint
) -> None:
    (before,) = as_root.get(ROW).items
    shown = change(as_root, endpoint, **{name: value}).data
    moved = {"updatedAt", "disabledReason", "health"}
    assert {key: shown[key] for key in shown if key not in moved} == {
        **{key: before[key] for key in before if key not in moved},
        name: value,
    }
    assert shown["updatedAt"] >= before["updatedAt"]
    assert as_root.get(ROW).items == [shown]
    assert entry().action == "WEBHOOK_UPDATE"
    assert entry().detail["changed"] == {name: {"from": before[name], "to": value}}


def test_what_was_read_can_be_sent_back(as_root: Client, acme: App, endpoint: Endpoint) -> None:
    before = make_endpoint(acme, "https://hooks.example.com/im", "message.before_send")
    for row in (endpoint, before):
        shown = next(one for one in as_root.get(ROW).items if one["id"] == str(row.pk))
        again = change(as_root, row, **shown).data
        assert {**again, "updatedAt": 0} == {**shown, "updatedAt": 0}
        assert entry().detail["changed"] == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"events": ["message.before_send"]}, "events"),
        ({"events": ["no.such"]}, "events"),
        ({"events": []}, "events"),
        ({"budgetMs": 500}, "budgetMs"),
        ({"timeoutMs": 100}, "timeoutMs"),
        ({"url": "http://hooks.example.com"}, "url"),
        ({"url": "https://169.254.169.254/"}, "url"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"secret": signing.new_secret()}, "secret"),
        ({"secret": "whsec_x", "rotateSecret": True}, "secret"),
        ({"rotateSecret": "yes"}, "rotateSecret"),
    ],
    ids=[
        "mode",
        "event",
        "none",
        "budget",
        "timeout",
        "http",
        "address",
        "blank",
        "null",
        "secret",
        "bad",
        "flag",
    ],
)
def test_what_it_cannot_become_is_400_and_nothing_changes(
    given: dict[str, Any], field: str, as_root: Client, endpoint: Endpoint
) -> None:
    assert change(as_root, endpoint, **{"failOpen": False, **given}).refused(400, "10004", field)
    endpoint.refresh_from_db()
    assert endpoint.fail_open
    assert not Operation.objects.exists()


def test_a_before_endpoint_keeps_its_mode_too(as_root: Client, acme: App) -> None:
    before = make_endpoint(acme, "https://hooks.example.com/im", "message.before_send")
    assert change(as_root, before, events=["*"]).refused(400, "10004", "events")
    assert change(as_root, before, timeoutMs=1_000).refused(400, "10004", "timeoutMs")
    shown = change(as_root, before, events=["group.before_join"], budgetMs=100, timeoutMs=None).data
    assert (shown["events"], shown["budgetMs"], shown["timeoutMs"]) == (["group.before_join"], 100, None)


def test_a_before_event_stays_with_one_enabled_webhook(as_root: Client, acme: App) -> None:
    first = make_endpoint(acme, "https://a.example.com/im", "message.before_send")
    second = make_endpoint(acme, "https://b.example.com/im", "message.before_send", enabled=False)
    third = make_endpoint(acme, "https://c.example.com/im", "message.before_edit")
    assert change(as_root, second, enabled=True).refused(400, "10004", "events")
    assert change(as_root, third, events=["message.before_edit", "message.before_send"]).refused(
        400, None, "events"
    )
    assert change(as_root, first, enabled=False).ok
    assert change(as_root, second, enabled=True).ok
    assert change(as_root, first, enabled=True).refused(400, "10004", "events")


def test_a_new_secret_is_shown_once_and_the_old_ones_sign_for_a_day(
    as_root: Client, endpoint: Endpoint
) -> None:
    old = signing.live_keys(endpoint, now_ms())
    shown = change(as_root, endpoint, rotateSecret=True).data
    secret = shown.pop("secret")
    assert shown["secretHint"] == secret[-4:]
    endpoint.refresh_from_db()
    assert signing.live_keys(endpoint, now_ms()) == [signing.key_of(secret), *old]
    assert signing.live_keys(endpoint, now_ms() + DAY_MS) == [signing.key_of(secret)]
    assert "secret" not in as_root.get(ROW).items[0]
    assert (entry().action, entry().detail) == ("WEBHOOK_ROTATE", {"name": "hook", "changed": {}})
    assert Operation.objects.count() == 1


def test_no_more_than_three_replaced_secrets_sign(as_root: Client, endpoint: Endpoint) -> None:
    keys = [signing.live_keys(endpoint, now_ms())[0]]
    for number in range(4):
        own = "whsec_" + b64encode(bytes([number]) * 32).decode()
        assert change(as_root, endpoint, rotateSecret=True, secret=own).data["secret"] == own
        keys.insert(0, signing.key_of(own))
    endpoint.refresh_from_db()
    assert signing.live_keys(endpoint, now_ms()) == keys[:4]


@pytest.mark.parametrize("sealed", ["gone:QUJD", "", "1:QUJD", "1:%"], ids=["key", "empty", "short", "noise"])
def test_a_secret_that_no_key_opens_is_seen_and_replaced(
    as_root: Client, endpoint: Endpoint, sealed: str
) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(secret=sealed)
    assert as_root.get(ROW).items[0]["secretHint"] is None
    secret = change(as_root, endpoint, rotateSecret=True).data["secret"]
    assert as_root.get(ROW).items[0]["secretHint"] == secret[-4:]
    endpoint.refresh_from_db()
    assert endpoint.former_secrets[0]["secret"] == sealed
    assert signing.live_keys(endpoint, now_ms()) == [signing.key_of(secret)]


def test_switched_off_it_listens_but_all_is_held(as_root: Client, acme: App, endpoint: Endpoint) -> None:
    waiting = [make_delivery(endpoint, status).pk for status in ("PENDING", "RETRYING")]
    done = make_delivery(endpoint, "SUCCESS")
    elsewhere = make_delivery(make_endpoint(acme))
    shown = change(as_root, endpoint, enabled=False).data
    assert (shown["enabled"], shown["disabledReason"], shown["health"]) == (False, "OPERATOR", "DISABLED")
    held = Delivery.objects.filter(status="HELD").order_by("pk").values_list("pk", flat=True)
    assert list(held) == waiting
    assert Delivery.objects.get(pk=done.pk).status == "SUCCESS"
    assert Delivery.objects.get(pk=elsewhere.pk).status == "PENDING"
    assert endpoint.pk in listeners(acme.pk, "message.sent", {})


def test_switched_on_again_it_starts_anew_and_what_is_held_stays_held(
    as_root: Client, endpoint: Endpoint
) -> None:
    endpoint.enabled, endpoint.disabled_reason = False, DisabledReason.FAILING
    endpoint.save()
    soon = timezone.now() + timedelta(minutes=5)
    Circuit.objects.update(
        consecutive_failures=50, failing_since=soon, open_until=soon, openings=3, recent=[[1, 2, 3]]
    )
    make_delivery(endpoint, "HELD")
    shown = change(as_root, endpoint, enabled=False).data
    assert shown["disabledReason"] == "FAILING"
    shown = change(as_root, endpoint, enabled=True).data
    assert (shown["enabled"], shown["disabledReason"], shown["health"]) == (True, None, "IDLE")
    circuit = Circuit.objects.get()
    assert (circuit.consecutive_failures, circuit.openings, circuit.recent) == (0, 0, [])
    assert circuit.open_until is circuit.failing_since is None
    assert Delivery.objects.get().status == "HELD"


def test_at_another_address_an_open_breaker_tries_at_once(as_root: Client, endpoint: Endpoint) -> None:
    later = timezone.now() + timedelta(minutes=5)
    Circuit.objects.update(consecutive_failures=9, open_until=later, holder="worker")
    assert change(as_root, endpoint, name="renamed", url=endpoint.url, enabled=True).ok
    assert Circuit.objects.get().open_until == later
    assert change(as_root, endpoint, url="https://new.example.com/").ok
    circuit = Circuit.objects.get(open_until__lte=timezone.now())
    assert (circuit.consecutive_failures, circuit.holder) == (9, "")


def test_it_hears_what_it_asks_for_from_now_on(as_root: Client, acme: App, endpoint: Endpoint) -> None:
    assert change(as_root, endpoint, events=["friend.*"], filters={"userIds": ["alice"]}).ok
    assert listeners(acme.pk, "friend.added", {"userId": "alice"}) == [endpoint.pk]
    assert listeners(acme.pk, "friend.added", {"userId": "bob"}) == []
    assert change(as_root, endpoint, filters={}).data["filters"] == {}
    assert listeners(acme.pk, "friend.added", {"userId": "bob"}) == [endpoint.pk]


@pytest.mark.parametrize("name", ["x", "-1", "1.5", "99999999999999999999"])
def test_what_is_no_id_is_400(name: str, as_root: Client) -> None:
    assert as_root.put(f"{ROW}/{name}", {"name": "x"}).refused(400, "10004", "id")
