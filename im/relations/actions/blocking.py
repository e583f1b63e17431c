"""The blacklist: who is on it cannot write to its owner, and neither can ask the other to be friends."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im import events
from im.relations import rules
from im.relations.actions.standing import Standing, stand
from im.relations.actions.telling import tell
from im.relations.models import Block, RequestStatus

Outcomes = dict[str, Refusal | None]  # by userId, why it could not be


@transaction.atomic
def block(*, account: Account, app: App, user_ids: Sequence[str], by: Caller) -> Outcomes:
    """Ends their friendship too, unless the app keeps it, and whatever they asked of one another."""
    standing = stand(account, app, user_ids)
    count = Block.objects.filter(owner=account).count()
    outcomes: Outcomes = {}
    for user_id in user_ids:
        if user_id not in outcomes:
            outcomes[user_id] = _tried(standing, user_id, count + len(standing.blocked))
    standing.write()
    tell(standing, by)
    names = [row.blocked.user_id for row in standing.blocked]
    events.blacklist_added(names, **_where(account, app, by))
    return outcomes


@transaction.atomic
def unblock(*, account: Account, app: App, user_ids: Sequence[str], by: Caller) -> Outcomes:
    """The friendship does not come back. Who was not on the list is off it already."""
    standing = stand(account, app, user_ids)
    outcomes: Outcomes = {}
    gone: list[Account] = []
    for user_id in dict.fromkeys(user_ids):
        other = standing.people.get(user_id)
        outcomes[user_id] = rules.missing() if other is None else None
        if other is not None and (account.pk, other.pk) in standing.blocks:
            gone.append(other)
    Block.objects.filter(owner=account, blocked__in=gone).delete()
    names = [other.user_id for other in gone]
    events.blacklist_removed(names, **_where(account, app, by))
    return outcomes


def _tried(standing: Standing, user_id: str, count: int) -> Refusal | None:
    try:
        _block(standing, user_id, count)
    except Refusal as refusal:
        return refusal
    return None


def _block(standing: Standing, user_id: str, count: int) -> None:
    me, other = standing.me, rules.require_there(standing.people.get(user_id))
    rules.require_another(me, other, "userId")
    rules.require_may_block(listed=(me.pk, other.pk) in standing.blocks, count=count)
    standing.blocked.append(Block(app=standing.app, owner=me, blocked=other, created_at=standing.now))
    for pair in ((me.pk, other.pk), (other.pk, me.pk)):
        request = standing.requests.get(pair)
        if request is not None:
            standing.handle(request, RequestStatus.CANCELLED)
    if not standing.app.setting("keepFriendOnBlock"):
        standing.unfriend(me, other)
        standing.unfriend(other, me)


def _where(account: Account, app: App, by: Caller) -> dict[str, Any]:
    return {"app": app, "owner_id": account.user_id, "operator_id": by.actor_id, "session": by.session}
