"""GET and PUT /api/im/admin/settings, beside the reference."""

from typing import Any

import pytest

from accounts.models import App
from accounts.models.app import DEFAULTS
from journal.models import Operation
from tests.client import Client

ROW = "/api/im/admin/settings"


def test_whoever_looks_after_the_app_sees_what_holds(
    as_root: Client, as_server: Client, as_operator: Client
) -> None:
    for client in (as_root, as_server, as_operator):
        assert client.get(ROW).data == DEFAULTS


def test_users_may_not(as_alice: Client) -> None:
    assert as_alice.get(ROW).refused(403, "60010")
    assert as_alice.put(ROW, {"tokenTtl": 60}).refused(403, "60010")


def test_what_is_named_changes_and_the_rest_stays(as_root: Client, acme: App) -> None:
    assert as_root.put(ROW, {"tokenTtl": 60}).data == {**DEFAULTS, "tokenTtl": 60}
    assert as_root.put(ROW, {"loginPolicy": "SINGLE"}).data == {
        **DEFAULTS,
        "tokenTtl": 60,
        "loginPolicy": "SINGLE",
    }
    assert as_root.get(ROW).data["tokenTtl"] == 60


def test_null_resets_one(as_root: Client) -> None:
    as_root.put(ROW, {"tokenTtl": 60, "rates": {"send": {"rate": 1, "burst": 1}}})
    assert as_root.put(ROW, {"tokenTtl": None, "rates": None}).data == DEFAULTS


def test_rates_are_merged_one_by_one(as_root: Client) -> None:
    rates = as_root.put(ROW, {"rates": {"app": {"rate": 1000, "burst": 2000}}}).data["rates"]
    assert rates == {**DEFAULTS["rates"], "app": {"rate": 1000, "burst": 2000}}
    assert as_root.put(ROW, {"rates": {"app": None}}).data["rates"] == DEFAULTS["rates"]


def test_only_what_differs_from_the_defaults_is_kept(as_root: Client, acme: App) -> None:
    as_root.put(ROW, {"tokenTtl": 60, "editWindow": DEFAULTS["editWindow"]})
    acme.refresh_from_db()
    assert acme.changed_settings == {"tokenTtl": 60}


def test_unknown_names_are_ignored(as_root: Client) -> None:
    assert as_root.put(ROW, {"color": "red", "rates": {"moon": 1}}).data == DEFAULTS


def test_origins_are_kept_as_browsers_send_them(as_root: Client) -> None:
    origins = ["HTTPS://Chat.Example.com", "http://localhost:3000", "http://[::1]:8080"]
    assert as_root.put(ROW, {"allowedOrigins": origins}).data["allowedOrigins"] == [
        "https://chat.example.com",
        "http://localhost:3000",
        "http://[::1]:8080",
    ]


def test_it_is_logged(as_server: Client) -> None:
    as_server.put(ROW, {"tokenTtl": 60, "friendsOnly": False})
    entry = Operation.objects.get()
    assert (entry.action, entry.target_id, entry.detail["changed"]) == (
        "SETTINGS_UPDATE",
        "acme",
        {"tokenTtl": {"from": 604_800, "to": 60}},
    )


EDGES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"tokenTtl": 10}, {"tokenTtl": 9}),
    ({"tokenTtl": 7_776_000}, {"tokenTtl": 7_776_001}),
    ({"revokeWindow": 0}, {"revokeWindow": -1}),
    ({"revokeWindow": 604_800}, {"revokeWindow": 604_801}),
    ({"editWindow": 31_536_000}, {"editWindow": 31_536_001}),
    ({"maxMembers": 1}, {"maxMembers": 0}),
    ({"maxMembers": 10_000}, {"maxMembers": 10_001}),
    ({"autoCreate": False}, {"autoCreate": "false"}),
    ({"allowType": "DENY_ANY"}, {"allowType": "DENY"}),
    ({"loginPolicy": "UNLIMITED"}, {"loginPolicy": "unlimited"}),
    ({"pushSendAuth": "APP_KEY"}, {"pushSendAuth": "NONE"}),
    ({"pushRegisterAuth": "ACCOUNT"}, {"pushRegisterAuth": "SECRET"}),
    ({"pushSendAllowedIps": ["203.0.113.7", "2001:db8::/32"]}, {"pushSendAllowedIps": ["203.0.113.7/24"]}),
    ({"pushSendAllowedIps": ["0.0.0.0/0"] * 100}, {"pushSendAllowedIps": ["0.0.0.0/0"] * 101}),
    ({"pushSendAllowedIps": []}, {"pushSendAllowedIps": ["example.com"]}),
    ({"rates": {"send": {"rate": 1, "burst": 1}}}, {"rates": {"send": {"rate": 0, "burst": 1}}}),
    (
        {"rates": {"send": {"rate": 10**6, "burst": 10**6}}},
        {"rates": {"send": {"rate": 10**6 + 1, "burst": 1}}},
    ),
    ({"rates": {}}, {"rates": {"send": {"rate": 1}}}),
    ({"rates": {"account": None}}, {"rates": {"account": []}}),
    ({"rates": {}}, {"rates": []}),
    ({"allowedOrigins": []}, {"allowedOrigins": "https://a.example"}),
    ({"allowedOrigins": ["https://a.example"] * 100}, {"allowedOrigins": ["https://a.example"] * 101}),
    ({"allowedOrigins": ["https://a.example:65535"]}, {"allowedOrigins": ["https://a.example/"]}),
    ({"allowedOrigins": ["http://a"]}, {"allowedOrigins": ["*"]}),
    ({"allowedOrigins": ["http://a"]}, {"allowedOrigins": ["null"]}),
    ({"allowedOrigins": ["http://a"]}, {"allowedOrigins": ["ftp://a"]}),
    ({"allowedOrigins": ["http://a"]}, {"allowedOrigins": [None]}),
]


@pytest.mark.parametrize(("good", "bad"), EDGES)
def test_limits_hold_at_the_edge(as_root: Client, good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert as_root.put(ROW, good).ok
    before = as_root.get(ROW).data
    answer = as_root.put(ROW, {"friendsOnly": True, **bad})
    assert answer.refused(400, "10004")
    assert answer.data["errors"][0]["field"].startswith(next(iter(bad)))
    assert as_root.get(ROW).data == before


def test_the_body_must_be_an_object(as_root: Client) -> None:
    assert as_root.put(ROW, []).refused(400, "10004")
    assert as_root.put(ROW, {}).ok
