"""Who may do what in a group: every role against every row, in a private group and in a public one."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.models import App
from im.groups.models import Group, GroupMember, JoinRequest
from tests.client import Client
from tests.conftest import make_account, make_client
from tests.im.groups.steps import make

DONE, NO_MANAGER, NOT_THERE, MEMBER_ALREADY = (200, "0"), (403, "10007"), (404, "10010"), (400, "10013")
INSIDE = ("owner", "admin", "member", "muted member")
OUTSIDE = ("former member", "stranger")
TRUSTED = ("app admin", "server", "operator")
CALLERS = (*INSIDE, *OUTSIDE, *TRUSTED)
TEAM = "/api/im/groups/team"
TOM, NORA = {"userIds": ["tom"]}, {"userIds": ["nora"]}


@dataclass(frozen=True)
class Row:
    """An example call, and who of a group may make it. `{request}` is an open join request's id.

    `acted`: it needs an account that acts, which the server and operators name.
    """

    call: str
    may: tuple[str, ...]
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    acted: bool = False

    def told(self, caller: str, visibility: str) -> tuple[int, str]:
        if caller in TRUSTED or caller in self.may:
            return DONE
        if caller in OUTSIDE and visibility == "PRIVATE":
            return NOT_THERE
        return NO_MANAGER


class OfAll(Row):
    """Of the app, of no group: everybody may."""

    def told(self, caller: str, visibility: str) -> tuple[int, str]:
        return DONE


class OfThePublic(Row):
    """Those outside may too, where the group is public."""

    def told(self, caller: str, visibility: str) -> tuple[int, str]:
        return DONE if caller in OUTSIDE and visibility == "PUBLIC" else super().told(caller, visibility)


class OfOutsiders(OfThePublic):
    """Who is in has no use for it."""

    def told(self, caller: str, visibility: str) -> tuple[int, str]:
        return MEMBER_ALREADY if caller in INSIDE else super().told(caller, visibility)


MANAGERS, OWNER = ("owner", "admin"), ("owner",)
ROWS = {
    44: OfAll("GET /api/im/groups", CALLERS),
    45: OfAll("POST /api/im/groups", CALLERS, {"name": "New"}, acted=True),
    46: OfAll("GET /api/im/groups/public", CALLERS),
    47: OfAll("GET /api/im/groups/search", CALLERS, query={"keyword": "team"}),
    48: OfThePublic(f"GET {TEAM}", INSIDE),
    49: Row(f"GET {TEAM}/members", INSIDE),
    50: Row(f"GET {TEAM}/members/search", INSIDE, query={"keyword": "tom"}),
    51: Row(f"PUT {TEAM}", MANAGERS, {"name": "New"}),
    52: Row(f"POST {TEAM}/members", MANAGERS, {"userId": "nora"}),
    53: Row(f"POST {TEAM}/members/batch", MANAGERS, NORA),
    54: Row(f"DELETE {TEAM}/members/tom", MANAGERS),
    55: Row(f"POST {TEAM}/members/batch/remove", MANAGERS, TOM),
    56: Row(f"POST {TEAM}/roles", OWNER, {**TOM, "role": "ADMIN"}),
    57: Row(f"POST {TEAM}/owner", OWNER, {"newOwnerId": "tom"}),
    58: Row(f"PUT {TEAM}/attributes", MANAGERS, {"attributes": {"a": "b"}}),
    59: Row(f"POST {TEAM}/attributes/delete", MANAGERS, {"keys": ["a"]}),
    60: Row(f"POST {TEAM}/mute", MANAGERS, {**TOM, "duration": 60}),
    61: Row(f"DELETE {TEAM}", OWNER),
    62: OfOutsiders(f"POST {TEAM}/join-requests", (), {}, acted=True),
    63: Row(f"GET {TEAM}/join-requests", MANAGERS),
    64: Row(f"POST {TEAM}/join-requests/{{request}}/accept", MANAGERS),
    65: Row(f"POST {TEAM}/join-requests/{{request}}/reject", MANAGERS),
    66: Row(f"POST {TEAM}/join-requests/batch/accept", MANAGERS, {"requestIds": ["{request}"]}),
    67: Row(f"POST {TEAM}/join-requests/batch/reject", MANAGERS, {"requestIds": ["{request}"]}),
}


@pytest.fixture
def callers(acme: App, as_root: Client, as_server: Client, as_operator: Client) -> dict[str, Client]:
    """Each of them, in `team`, which tom is in too; nora is not."""
    people = {name: make_account(acme, name.replace(" ", "-")) for name in (*INSIDE, *OUTSIDE)}
    people |= {name: make_account(acme, name) for name in ("tom", "nora")}
    inside = [people[name] for name in ("member", "muted member", "former member", "tom")]
    make(people["owner"], *inside, admins=(people["admin"],))
    GroupMember.objects.filter(account=people["muted member"]).update(muted_until=-1)
    clients = {name: make_client(account) for name, account in people.items()}
    assert clients["former member"].delete(f"{TEAM}/members/former-member").ok
    return {**clients, "app admin": as_root, "server": as_server, "operator": as_operator}


@pytest.fixture
def request_id(acme: App, callers: dict[str, Client]) -> str:
    group = Group.objects.get(app=acme, group_id="team")
    return str(JoinRequest.objects.create(app=acme, group=group, account=make_account(acme, "rita")).pk)


@pytest.mark.parametrize("visibility", ["PRIVATE", "PUBLIC"])
@pytest.mark.parametrize("number", ROWS)
def test_who_may(
    number: int,
    visibility: str,
    callers: dict[str, Client],
    request_id: str,
    facts: list[Any],
    settings: Settings,
) -> None:
    """What somebody may not do changes nothing and is told to nobody."""
    settings.LIMITS_OFF = True
    Group.objects.update(visibility=visibility)
    row = ROWS[number]
    wrong = {}
    for caller in CALLERS:
        facts.clear()
        answer = call(callers[caller], row, caller, request_id)
        expected = row.told(caller, visibility)
        if (answer.code, answer.status) != expected:
            wrong[caller] = f"{answer.code} {answer.status} {answer.message}, not {expected}"
        assert expected == DONE or not facts, caller
    assert not wrong


def call(client: Client, row: Row, caller: str, request_id: str) -> Any:
    """Whatever it does is taken back."""
    method, path = row.call.split(" ")
    body = {"requestIds": [request_id]} if "requestIds" in (row.body or {}) else row.body
    acting = {"actAs": "nora"} if row.acted and caller in TRUSTED[1:] else {}
    with transaction.atomic():
        answer = client.call(
            method, path.replace("{request}", request_id), body=body, query={**row.query, **acting}
        )
        transaction.set_rollback(True)
    return answer


def test_all_rows_of_groups_and_all_roles_are_here() -> None:
    assert set(ROWS) == set(range(44, 68))
    assert {name for row in ROWS.values() for name in row.may} <= set(CALLERS)
