"""An account is deleted: it leaves all lists, and its own are emptied."""

from collections import Counter

from django.db import transaction
from django.db.models import Q

from accounts.models import Account, App
from config.clock import moment, now_ms
from im import events
from im.events import ListChange
from im.relations.actions.locking import lock_made, raise_sequences
from im.relations.models import Block, Friend, FriendRequest, RequestStatus


@transaction.atomic
def leave(*, account: Account, app: App, operator_id: str) -> None:
    """Whoever deletes it holds its row: nobody can come nearer to it meanwhile. Those it leaves are told."""
    Block.objects.filter(Q(owner=account) | Q(blocked=account)).delete()
    lists = Friend.objects.filter(Q(owner=account) | Q(friend=account), active=True)
    lock_made({account.pk, *(pk for pair in lists.values_list("owner", "friend") for pk in pair)})
    now = moment(now_ms())
    open_ones = FriendRequest.objects.filter(Q(sender=account) | Q(receiver=account), status="PENDING")
    open_ones.update(status=RequestStatus.CANCELLED, handled_at=now)
    rows = list(lists.values_list("pk", "owner_id", "owner__user_id"))
    Friend.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(active=False, updated_at=now)
    raise_sequences(Counter(owner for _, owner, _ in rows))
    shown = {"userId": account.user_id}
    left = [ListChange(name, [shown], durable=False) for _, owner, name in rows if owner != account.pk]
    events.friends_removed(left, app=app, operator_id=operator_id, session="")
