"""Each row of the API asks an operator for its role in the app: the one below it is refused, on every row."""

import pytest

from accounts.mandates import LADDER, needed_for, suffices
from accounts.models import App
from tests.client import Client
from tests.conftest import bearer_of
from tests.console.strangers import operator_with
from tests.ids import known, standing
from tests.rows import ROWS, call, views
from tests.standing import Standing
from tests.wall import example

__all__ = ["known", "standing"]

pytestmark = pytest.mark.usefixtures("standing")

NEEDED = {name: needed_for(view, action, name.partition(" ")[0]) for name, view, action in views()}
ASKED = [name for name, row in ROWS.items() if row.door in "UA"]


@pytest.mark.parametrize("role", LADDER[:-1])
def test_who_has_a_lower_role_is_refused_and_changes_nothing(
    role: str, acme: App, known: dict[str, str]
) -> None:
    operator = operator_with(acme, role, "rita")
    client = Client({**bearer_of(operator), "X-App-Key": "acme"})
    stand = Standing(acme.pk)
    problems = []
    for name in ASKED:
        if not suffices(role, NEEDED[name]):
            query, body = example(name, "operator")
            answer = call(client, name, known, query=query, body=body)
            if not answer.refused(403, "60010"):
                problems.append(f"{name} needs {NEEDED[name]}: {answer.code}")
    assert not problems, "\n".join(problems)
    assert not stand.changed(acme.pk)


def test_a_viewer_writes_by_no_row_but_those_that_only_look() -> None:
    looks = {name for name in ASKED if not name.startswith("GET ") and NEEDED[name] == "VIEWER"}
    assert looks <= {
        "POST /api/im/admin/keyword-filters/test",
        "POST /api/im/admin/users/{userId}/usersig/verify",
        "POST /api/im/friends/check",
        "POST /api/im/messages/offline",
    }
