"""Row 78, GET /api/im/admin/webhooks."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import App
from tests.client import Client
from tests.webhooks.endpoints import make_endpoint

ROW = "/api/im/admin/webhooks"


def test_the_newest_comes_first_page_by_page(as_root: Client, acme: App, other: App) -> None:
    made = [str(make_endpoint(acme, name=f"hook {number}").pk) for number in range(3)]
    make_endpoint(other)
    first = as_root.get(ROW, size=2).data
    assert [one["id"] for one in first["items"]] == made[:0:-1]
    assert (first["total"], first["hasMore"]) == (3, True)
    assert [one["id"] for one in as_root.get(ROW, size=2, page=2).items] == made[:1]


def test_it_can_be_narrowed_to_the_enabled_or_the_disabled(as_root: Client, acme: App) -> None:
    on = make_endpoint(acme)
    off = make_endpoint(acme, enabled=False, disabled_reason="GONE")
    assert [one["id"] for one in as_root.get(ROW, enabled="true").items] == [str(on.pk)]
    (shown,) = as_root.get(ROW, enabled="false").items
    assert (shown["id"], shown["enabled"], shown["disabledReason"]) == (str(off.pk), False, "GONE")
    assert as_root.get(ROW, enabled="maybe").refused(400, "10004", "enabled")


def test_secrets_are_only_hinted_at(as_root: Client, acme: App) -> None:
    secret = "whsec_" + "A" * 40
    make_endpoint(acme, secret=secret)
    answer = as_root.get(ROW)
    assert answer.items[0]["secretHint"] == secret[-4:]
    assert secret[:20].encode() not in answer.raw
    assert "secret" not in answer.items[0]


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_whoever_looks_after_the_app_may_read_it(caller: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(caller).get(ROW).items == []


def test_a_page_costs_the_same_however_many_there_are(
    as_root: Client, acme: App, hot: Callable[[], int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_endpoint(acme)
    as_root.get(ROW)
    hot()
    with django_assert_num_queries(3):
        as_root.get(ROW)
    assert hot() == 2, "who asks, and one for all their health"
    for _ in range(5):
        make_endpoint(acme)
    with django_assert_num_queries(3):
        assert len(as_root.get(ROW).items) == 6
    assert hot() == 2
