"""The dashboard shows roll-ups and what is now, of one's own apps, in few statements whatever the rows."""

import re
from collections.abc import Callable
from html import unescape
from time import time
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import App, Operator
from config.clock import now_ms
from config.redis import client
from console.dashboard import now
from console.dashboard.figures import at_the_moment
from im.models import Statistic
from im.presence import store
from journal.models import Event
from push.models import Statistic as PushStatistic
from tests.client import Client
from tests.im.chat import say
from tests.webhooks.endpoints import make_endpoint
from webhooks.minutes import Tallies, add

pytestmark = pytest.mark.django_db
HOUR = int(time()) // 3600


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def chief(db: None) -> Browser:
    browser = Browser()
    browser.force_login(
        Operator.objects.create_superuser("chief"), "django.contrib.auth.backends.ModelBackend"
    )
    return browser


def page(browser: Browser, **query: str) -> str:
    answer = browser.get("/admin/", query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def figures(browser: Browser, **query: str) -> dict[str, tuple[str, str]]:
    """Value and note of each, by its name."""
    found = re.findall(
        r'data-figure="(\w+)">.*?data-part="value">(.*?)</strong><small data-part="note">(.*?)</small>',
        page(browser, **query),
    )
    return {name: (unescape(value), unescape(note)) for name, value, note in found}


def chart(browser: Browser, number: int, **query: str) -> dict[str, list[int]]:
    shown = re.findall(r'data-chart="(.*?)"', page(browser, **query))[number]
    return {line["label"]: line["data"] for line in orjson.loads(unescape(shown))["lines"]}


def plant(app: App, hour: int = HOUR, **counts: int) -> None:
    for kind, count in counts.items():
        Statistic.objects.create(app_id=app.pk, hour=hour, kind=kind, count=count)


def test_what_happened_is_summed_and_drawn(browser: Browser, acme: App) -> None:
    plant(acme, single=1200, group=34, accounts=2, logins=5, day=7, active=3, blocked=1, flagged=2)
    plant(acme, HOUR - 3, single=1, online=9)
    plant(acme, HOUR - 200, single=1000)
    shown = figures(browser)
    assert shown["messages"] == ("1,235", "34 in groups")
    assert shown["active"][0] == "7"
    assert shown["accounts"] == ("2", "5 logins")
    assert shown["moderation"] == ("3", "1 blocked, 0 replaced, 2 flagged")
    drawn = chart(browser, 0)
    assert drawn["one to one"][-4:] == [1, 0, 0, 1200]
    assert len(drawn["one to one"]) == 24
    assert max(chart(browser, 1)["most online at once"]) == 9
    assert figures(browser, span="30d")["messages"][0] == "2,235"


def test_days_are_those_of_the_operators_zone(browser: Browser, operator: Operator, acme: App) -> None:
    midnight = (int(time()) + 8 * 3600) // 86400 * 24 - 8  # in Shanghai
    plant(acme, midnight, single=3)
    plant(acme, midnight - 1, single=4, day=2)
    operator.time_zone = "Asia/Shanghai"
    operator.save()
    assert chart(browser, 0, span="7d")["one to one"][-2:] == [4, 3]
    assert chart(browser, 1, span="7d")["active users"][-2] == 2


def test_pushes_are_shown_by_vendor_with_their_reasons(browser: Browser, acme: App) -> None:
    for outcome, code, count in (
        ("accepted", "", 90),
        ("failed", "429", 4),
        ("invalid", "UNREGISTERED", 6),
        ("skipped", "", 5),
    ):
        PushStatistic.objects.create(
            app_id=acme.pk, hour=HOUR, vendor="FCM", outcome=outcome, code=code, count=count
        )
    assert figures(browser)["push"] == ("90.0 %", "90 accepted, 10 failed")
    assert "UNREGISTERED (6), 429 (4)" in page(browser)


def test_webhooks_are_shown_with_their_p95(browser: Browser, acme: App, as_root: Client) -> None:
    endpoint = make_endpoint(acme).pk
    tallies = Tallies()
    for n in range(20):
        tallies.count(endpoint, now_ms(), 40, failed=n == 0)
    add(tallies)
    value, note = figures(browser)["hooks"]
    assert value == "95.0 %"
    assert re.fullmatch(r"20 calls, 1 failed; p95 \d+ ms in 24 hours", note)


def test_who_is_online_and_what_waits_is_asked_anew(
    browser: Browser, acme: App, other: App, as_root: Client, as_alice: Client, bob: object
) -> None:
    for app, user in ((acme, "alice"), (acme, "bob"), (other, "dave")):
        device = store.Device("s", "WEB", "", "n", now_ms(), False, "", "a")
        store.apply(client(), [store.Change(app.pk, user, b"", store.member(device))])
    say(as_alice, "bob")
    live = {one["name"]: one for one in browser.get("/admin/?live=1").json()["figures"]}
    assert (live["online"]["value"], live["online"]["note"]) == ("2", "2 sockets")
    assert live["webhooks"]["note"] == "nothing waits"
    assert live["tasks"]["value"] == "0"
    assert set(live) == {"online", "alerts", "webhooks", "pushes", "events", "tasks"}


def test_behind_many_of_other_apps_it_does_not_say_that_nothing_waits(
    acme: App, other: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now, "COUNTED", 2)
    Event.objects.bulk_create(
        Event(id=f"evt_{n}", app_id=other.pk, app_key="other", type="t", data={}, waiting=[], created_at=at)
        for n, at in enumerate([timezone.now()] * 2)
    )
    assert now.events([acme.pk]) == now.Backlog(0, None, has_more=True)
    shown = {one.name: one for one in at_the_moment([acme.pk], sees_events=True)}["events"]
    assert (shown.value, shown.kind) == ("0+", "warning")
    monkeypatch.setattr(now, "COUNTED", 3)
    assert now.events([acme.pk]) == now.Backlog(0, None)
    assert now.events([other.pk]).waiting == 2


@pytest.mark.usefixtures("redis_away")
def test_without_redis_it_says_that_it_does_not_know(browser: Browser) -> None:
    shown = figures(browser)
    assert shown["online"] == ("unknown", "Redis does not answer.")
    assert shown["tasks"][0] == "unknown"


def test_an_operator_sees_the_numbers_of_his_apps_only(
    browser: Browser, chief: Browser, acme: App, other: App
) -> None:
    plant(acme, single=1)
    plant(other, single=41)
    assert figures(browser)["messages"][0] == "1"
    assert figures(chief)["messages"][0] == "42"


def test_every_figure_leads_to_a_list_that_opens(browser: Browser, acme: App, alice: object) -> None:
    plant(acme, single=1)
    PushStatistic.objects.create(app_id=acme.pk, hour=HOUR, vendor="FCM", outcome="failed", code="X", count=1)
    shown = page(browser).partition('class="dash-head"')[2]
    found = re.findall(r'<a (?:class="dash-figure[^"]*" )?href="(/admin/.*?)"', shown)
    lists = {unescape(link) for link in found}
    assert len(lists) > 10
    for link in lists:
        answer = browser.get(link)
        assert answer.status_code == 200, (link, answer)


def test_where_there_is_nothing_it_says_what_to_do_first(
    browser: Browser, chief: Browser, acme: App, as_server: Client
) -> None:
    assert "Nothing has been said yet" in page(browser)
    call = re.search(r"accounts/import/batch.*?-d '(.*?)'", unescape(page(browser)), re.S)
    assert call
    assert as_server.post("/api/im/accounts/import/batch", orjson.loads(call[1])).ok
    shown = page(browser)
    assert "there is one" in shown
    call = re.search(r"messages/send.*?-d '(.*?)'", unescape(shown), re.S)
    assert call
    assert as_server.post("/api/im/messages/send", orjson.loads(call[1])).ok
    assert "Nothing has been said yet" not in page(browser)


def test_without_an_app_one_is_made_first(chief: Browser) -> None:
    assert "Make the first app" in page(chief)
    assert chief.get("/admin/?live=1").status_code == 200


def test_it_takes_the_same_number_of_statements_whatever_is_there(
    chief: Browser, acme: App, other: App, as_root: Client, hot: Callable[[], int]
) -> None:
    def statements(**query: Any) -> int:
        hot()
        with CaptureQueriesContext(connection) as queries:
            page(chief, **query)
        return len(queries) + hot()

    page(chief)
    few = statements()
    for hour in range(HOUR - 20, HOUR):
        plant(acme, hour, single=hour, group=1, day=3)
        plant(other, hour, single=hour)
        for vendor in ("FCM", "APNS", "VIVO"):
            PushStatistic.objects.create(
                app_id=acme.pk, hour=hour, vendor=vendor, outcome="failed", code=str(hour), count=1
            )
    make_endpoint(acme)
    make_endpoint(acme)
    assert statements() == statements(span="30d") == few
    assert few <= 20
