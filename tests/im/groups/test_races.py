"""Two who make or change a group at once: one winner where there can be one, and no half state."""

from collections.abc import Callable
from functools import partial

import pytest

from accounts.models import Account, Identifier
from im.conversations.models import Conversation, Member
from im.groups.models import Group, GroupAttributes, GroupMember
from tests.client import Answer, Client
from tests.im.groups.steps import GROUPS, TEAM, make, shown
from tests.im.messages.test_batches import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def own(client: Client) -> Client:
    """With a Django client of its own: they are not made for threads."""
    return Client(dict(client.headers))


def calls(*made: Callable[[], Answer]) -> list[str]:
    return sorted(answer.status for answer in at_once(list(made)))


def test_of_two_who_make_one_id_one_wins(
    as_alice: Client, as_bob: Client, as_root: Client, bob: Account, carol: Account
) -> None:
    for n in range(ROUNDS):
        body = {"groupId": f"g{n}", "name": "Team", "members": [{"userId": "carol"}, {"userId": "bob"}]}
        makes = [partial(own(client).post, GROUPS, body) for client in (as_alice, as_bob)]
        taken = partial(own(as_root).post, "/api/im/accounts/import", {"userId": f"g{n}"})
        found = calls(*makes, taken)
        assert found.count("0") == 1
        assert set(found) <= {"0", "10021", "10004"}
        assert Identifier.objects.filter(name=f"g{n}").count() == 1


def test_a_deletion_meanwhile_leaves_no_member_behind(
    as_alice: Client, as_root: Client, bob: Account
) -> None:
    for n in range(ROUNDS):
        assert as_root.post("/api/im/accounts/import", {"userId": "bob"}).ok
        body = {"groupId": f"g{n}", "name": "Team", "members": [{"userId": "bob"}]}
        at_once(
            [
                partial(own(as_alice).post, GROUPS, body),
                partial(own(as_root).delete, "/api/im/accounts/bob"),
            ]
        )
        group = Group.objects.get(group_id=f"g{n}")
        places = GroupMember.objects.of(group)
        assert group.member_count == places.count()
        talk = Conversation.objects.get(group=group)
        assert set(
            Member.objects.filter(conversation=talk, active=True).values_list("account", flat=True)
        ) == set(places.values_list("account", flat=True))


def test_writes_of_attributes_are_each_counted(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    group = make(alice, admins=[bob])
    writes = [
        partial(own(client).put, f"{TEAM}/attributes", {"attributes": {f"k{n}": "v"}})
        for n, client in enumerate((as_alice, as_bob, as_alice, as_bob))
    ]
    assert calls(*writes) == ["0"] * 4
    kept = GroupAttributes.objects.get(group=group)
    assert (kept.version, sorted(kept.values)) == (4, ["k0", "k1", "k2", "k3"])


def test_of_writes_of_one_version_one_wins(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    make(alice, admins=[bob])
    writes = [
        partial(own(client).put, f"{TEAM}/attributes", {"attributes": {"k": "v"}, "version": 0})
        for client in (as_alice, as_bob, as_alice)
    ]
    assert calls(*writes) == ["0", "10056", "10056"]


def test_of_changes_and_a_dismissal_nothing_follows_the_end(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    make(alice, admins=[bob])
    found = calls(
        partial(own(as_alice).delete, TEAM),
        *[partial(own(as_bob).put, TEAM, {"name": f"Name {n}"}) for n in range(3)],
    )
    assert set(found) <= {"0", "10010"}
    assert shown(as_alice)["status"] == "DISMISSED"
