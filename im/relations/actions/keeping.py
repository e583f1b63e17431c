"""How an owner keeps a friend: under a remark, in a group."""

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Missing
from config.api.status import ACCOUNT_MISSING
from im import events
from im.relations import rules
from im.relations.actions.locking import raise_sequences
from im.relations.actions.standing import Room, stand
from im.relations.models import Friend
from im.relations.shapes import friend_shown


@transaction.atomic
def keep(
    *,
    account: Account,
    app: App,
    friend_id: str,
    remark: str | None = None,
    group_name: str | None = None,
    by: Caller,
) -> Friend:
    """Sets what is given; an empty name takes the friend out of his group. The same again changes nothing."""
    standing = stand(account, app, [friend_id])
    other = standing.people.get(friend_id)
    row = standing.friends.get((account.pk, other.pk)) if other is not None else None
    if row is None:
        raise Missing(ACCOUNT_MISSING, "no such friend")
    before = (row.remark, row.group_name)
    if remark is not None:
        row.call(remark)
    if group_name is not None:
        row.group_name = group_name
    if (row.remark, row.group_name) == before:
        return row
    row.updated_at = standing.now
    row.save(update_fields=["remark", "remark_folded", "group_name", "updated_at"])
    rules.require_names(Room(standing).names[account.pk])
    raise_sequences({account.pk: 1})
    shown = friend_shown(row)
    events.friend_updated(
        shown, app=app, owner_id=account.user_id, operator_id=by.actor_id, session=by.session
    )
    return row
