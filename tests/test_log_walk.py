"""Every write of an app's server leaves one entry in the operation log: who, from where, what, to whom."""

from typing import get_args

import pytest

from accounts.models import App
from journal.audit import TargetType
from journal.models import Operation
from tests.client import Client
from tests.ids import known, standing
from tests.rows import ROWS, call
from tests.wall import example

__all__ = ["known", "standing"]

pytestmark = pytest.mark.usefixtures("standing")

# They change nothing of anybody's, or are nobody's but the caller's own.
NO_WRITES = {
    "POST /api/im/admin/users/{userId}/usersig/verify",
    "POST /api/im/auth/logout",
    "POST /api/im/friends/check",
    "POST /api/im/admin/keyword-filters/test",
    "POST /api/im/messages/offline",
    "POST /api/push/receive-push",  # what phones say; the device log has it
}
WRITES = sorted(
    name
    for name, row in ROWS.items()
    if row.door in "UAKB" and not name.startswith("GET ") and name not in NO_WRITES
)
# Members to add: those of the examples are members already, so nothing changes unless others are named.
CHANGES = {
    "POST /api/im/groups/{groupId}/members": {"userId": "carol"},
    "POST /api/im/groups/{groupId}/members/batch": {"userIds": ["carol"]},
}


def made(client: Client, name: str, known: dict[str, str]) -> list[Operation]:
    """What the row's example call, made for alice, adds to the log."""
    before = list(Operation.objects.values_list("pk", flat=True))
    query, body = example(name, "server")
    body = CHANGES.get(name, body)
    answer = call(client, name, known, query=query, body=body, headers={"User-Agent": "curl/8"})
    assert answer.ok, answer
    return list(Operation.objects.exclude(pk__in=before))


@pytest.mark.parametrize("name", WRITES)
def test_every_write_of_an_apps_server_is_logged_once(
    name: str, known: dict[str, str], as_server: Client, acme: App
) -> None:
    (entry,) = made(as_server, name, known)
    assert (entry.app_id, entry.operator_id, entry.operator_role) == (acme.pk, "server", "S")
    assert (entry.ip, entry.user_agent) == ("127.0.0.1", "curl/8")
    assert entry.action.isupper()
    assert entry.target_type in set(get_args(TargetType)) - {""}
    assert entry.detail


@pytest.mark.parametrize("name", [name for name in WRITES if ROWS[name].door == "U"])
def test_what_somebody_does_for_himself_is_no_operation(
    name: str, known: dict[str, str], as_alice: Client
) -> None:
    row = ROWS[name]
    before = Operation.objects.count()
    answer = call(as_alice, name, known)
    entries = list(Operation.objects.all()[before:])
    assert not answer.ok or {entry.operator_role for entry in entries} <= {"OWNER"}, row
