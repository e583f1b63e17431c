"""Words for the tests of groups: one is made, and looked at."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.callers import Caller
from accounts.models import Account, App
from im.conversations.models import ChatType, Conversation, Member
from im.groups import actions
from im.groups.models import Group, GroupMember, Role
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer, Client

GROUPS = "/api/im/groups"
TEAM = f"{GROUPS}/team"


def make(
    owner: Account, *members: Account, group_id: str = "team", admins: Sequence[Account] = (), **fields: Any
) -> Group:
    """A group made by its owner, of plain members and admins; `fields` by the wire's names."""
    roles = {
        **{account.user_id: str(Role.ADMIN) for account in admins},
        **{account.user_id: str(Role.MEMBER) for account in members},
    }
    made = actions.create(
        app=owner.app,
        owner_id=owner.user_id,
        fields={"groupId": group_id, "name": "Team", **fields},
        members=roles,
        by=Caller(role="U", app=owner.app, account=owner),
    )
    return made.group


def new(client: Client, **fields: Any) -> Answer:
    return client.post(GROUPS, {"name": "Team", **fields})


def shown(client: Client, group_id: str = "team", **query: Any) -> dict[str, Any]:
    answer = client.get(f"{GROUPS}/{group_id}", **query)
    assert answer.ok, answer
    found: dict[str, Any] = answer.data
    return found


def dismiss(group: Group) -> None:
    by = Caller(role="S", app=group.app)
    actions.dismiss(group_id=group.group_id, account=None, by=by)


def statements(call: Callable[[], Answer]) -> int:
    """How many it takes."""
    with CaptureQueriesContext(connection) as seen:
        assert call().ok
    return len(seen)


def told(facts: list[Fact], name: str) -> list[Fact]:
    return [fact for fact in facts if fact.type == name]


def logged(action: str) -> list[Operation]:
    return list(Operation.objects.filter(action=action).order_by("id"))


def crowd(app: App, count: int, name: str = "peer") -> list[Account]:
    """So many accounts, found by their nicknames."""
    people = [Account(app=app, user_id=f"{name}{n}") for n in range(count)]
    for n, person in enumerate(people):
        person.call(f"{name.title()} {n}")
    return Account.objects.bulk_create(people)


def fill(group: Group, people: Sequence[Account]) -> None:
    """They are members, each a second after the one before."""
    talk = Conversation.objects.get(group=group)
    places = [
        GroupMember(
            app=group.app, group=group, account=person, joined_at=group.created_at + timedelta(seconds=n + 1)
        )
        for n, person in enumerate(people)
    ]
    for place in places:
        place.find_by(place.account)
    GroupMember.objects.bulk_create(places)
    Member.objects.bulk_create(
        Member(
            app=group.app,
            conversation=talk,
            account=person,
            chat_type=ChatType.GROUP,
            target_id=group.group_id,
        )
        for person in people
    )
    group.member_count += len(people)
    group.save(update_fields=["member_count"])


def many(owner: Account, count: int, **columns: Any) -> list[Group]:
    """So many groups of the owner's, `g0`, `g1` …, each a second younger than the one before."""
    groups = [Group(app=owner.app, owner=owner, member_count=1, group_id=f"g{n}") for n in range(count)]
    for n, group in enumerate(groups):
        group.call(f"Group {n}")
        group.created_at += timedelta(seconds=n)
        for column, value in columns.items():
            setattr(group, column, value)
    groups = Group.objects.bulk_create(groups)
    talks = Conversation.objects.bulk_create(
        Conversation(app=owner.app, chat_type=ChatType.GROUP, group=group) for group in groups
    )
    GroupMember.objects.bulk_create(
        GroupMember(app=owner.app, group=group, account=owner, role=Role.OWNER, joined_at=group.created_at)
        for group in groups
    )
    Member.objects.bulk_create(
        Member(
            app=owner.app,
            conversation=talk,
            account=owner,
            chat_type=ChatType.GROUP,
            target_id=group.group_id,
        )
        for talk, group in zip(talks, groups, strict=True)
    )
    return groups
