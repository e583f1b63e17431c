"""Words for the tests of groups: one is made, and looked at."""

from typing import Any

from accounts.callers import Caller
from accounts.models import Account
from im.groups import actions
from im.groups.models import Group, Role
from tests.client import Answer, Client

GROUPS = "/api/im/groups"


def make(
    owner: Account, *members: Account, group_id: str = "team", admins: tuple[Account, ...] = (), **fields: Any
) -> Group:
    """A group made by its owner, of plain members and admins; `fields` by the wire's names."""
    roles = {
        **{account.user_id: str(Role.ADMIN) for account in admins},
        **{account.user_id: str(Role.MEMBER) for account in members},
    }
    by = Caller(role="U", app=owner.app, account=owner)
    made = actions.create(
        app=owner.app,
        owner_id=owner.user_id,
        fields={"groupId": group_id, "name": "Team", **fields},
        members=roles,
        by=by,
    )
    return made.group


def new(client: Client, **fields: Any) -> Answer:
    return client.post(GROUPS, {"name": "Team", **fields})


def shown(client: Client, group_id: str = "team", **query: Any) -> dict[str, Any]:
    answer = client.get(f"{GROUPS}/{group_id}", **query)
    assert answer.ok, answer
    found: dict[str, Any] = answer.data
    return found
