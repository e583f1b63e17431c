"""How an account stands with others: read under all their locks, changed in memory, written by the table."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import Account, App
from config.clock import moment, now_ms
from im.relations.actions.locking import lock, raise_sequences
from im.relations.models import Block, Friend, FriendRequest, RequestStatus

Pair = tuple[int, int]  # whose list, and who is in it
# Who was in the list before has a row that comes to life again.
REVIVED = [
    "active",
    "remark",
    "remark_folded",
    "group_name",
    "add_source",
    "add_wording",
    "created_at",
    "updated_at",
]


@dataclass(slots=True)
class Standing:
    """`people` by userId, without those that are not there. What has changed stands in the lower half."""

    me: Account
    app: App
    people: dict[str, Account]
    now: datetime = field(default_factory=lambda: moment(now_ms()))
    friends: dict[Pair, Friend] = field(default_factory=dict)
    blocks: set[Pair] = field(default_factory=set)
    requests: dict[Pair, FriendRequest] = field(default_factory=dict)
    added: list[Friend] = field(default_factory=list)
    removed: list[Friend] = field(default_factory=list)
    asked: list[FriendRequest] = field(default_factory=list)
    handled: list[FriendRequest] = field(default_factory=list)
    blocked: list[Block] = field(default_factory=list)

    def has(self, owner: Account, other: Account) -> bool:
        return (owner.pk, other.pk) in self.friends

    def befriend(self, row: Friend) -> None:
        self.friends[row.owner_id, row.friend_id] = row
        self.added.append(row)

    def unfriend(self, owner: Account, other: Account) -> bool:
        row = self.friends.pop((owner.pk, other.pk), None)
        if row is not None:
            self.removed.append(row)
        return row is not None

    def ask(self, request: FriendRequest) -> None:
        self.requests[request.sender_id, request.receiver_id] = request
        self.asked.append(request)

    def handle(self, request: FriendRequest, status: RequestStatus) -> None:
        self.requests.pop((request.sender_id, request.receiver_id))
        request.status, request.handled_at = status, self.now
        self.handled.append(request)

    def write(self) -> None:
        """A few statements, however many have changed."""
        if self.added:
            self.added = Friend.objects.bulk_create(
                self.added,
                update_conflicts=True,
                unique_fields=["owner", "friend"],
                update_fields=REVIVED,
            )
        if self.removed:
            gone = Friend.objects.filter(pk__in=[row.pk for row in self.removed])
            gone.update(active=False, updated_at=self.now)
        FriendRequest.objects.bulk_create(self.asked)
        for status in {request.status for request in self.handled}:
            keys = [request.pk for request in self.handled if request.status == status]
            FriendRequest.objects.filter(pk__in=keys).update(status=status, handled_at=self.now)
        Block.objects.bulk_create(self.blocked)
        raise_sequences(Counter(row.owner_id for row in [*self.added, *self.removed]))


def stand(me: Account, app: App, user_ids: Collection[str]) -> Standing:
    """Locks the account and the others, and reads what is between them."""
    me, people = lock(me, app, user_ids)
    standing = Standing(me, app, people)
    known = {account.pk: account for account in [*standing.people.values(), me]}
    others = set(known)
    between = Q(owner=me, friend__in=others) | Q(friend=me, owner__in=others)
    for row in Friend.objects.filter(between, active=True):
        row.owner, row.friend = known[row.owner_id], known[row.friend_id]
        standing.friends[row.owner_id, row.friend_id] = row
    either = Q(owner=me, blocked__in=others) | Q(blocked=me, owner__in=others)
    standing.blocks.update(Block.objects.filter(either).values_list("owner_id", "blocked_id"))
    asking = Q(sender=me, receiver__in=others) | Q(receiver=me, sender__in=others)
    for request in FriendRequest.objects.filter(asking, status=RequestStatus.PENDING):
        request.sender, request.receiver = known[request.sender_id], known[request.receiver_id]
        standing.requests[request.sender_id, request.receiver_id] = request
    return standing


class Room:
    """How full the lists are, counted under their owners' locks and on while a batch fills them."""

    def __init__(self, standing: Standing) -> None:
        me = standing.me
        owners = {me.pk, *(person.pk for person in standing.people.values())}
        counted = Friend.objects.filter(owner__in=owners, active=True).values_list("owner_id")
        self.friends = Counter(dict(counted.annotate(count=Count("pk"))))
        naming = {me.pk, *(sender for sender, receiver in standing.requests if receiver == me.pk)}
        named = Friend.objects.filter(owner__in=naming, active=True).exclude(group_name="")
        self.names: dict[int, set[str]] = {owner: set() for owner in naming}
        for owner, name in named.values_list("owner_id", "group_name").distinct():
            self.names[owner].add(name)
        self.asked = FriendRequest.objects.filter(sender=me, status=RequestStatus.PENDING).count()

    def take(self, row: Friend) -> None:
        self.friends[row.owner_id] += 1
        if row.group_name:
            self.names[row.owner_id].add(row.group_name)
