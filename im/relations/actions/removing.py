"""Takes others out of the friend list, and oneself out of theirs."""

from collections.abc import Sequence

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im.relations import rules
from im.relations.actions.standing import Standing, stand
from im.relations.actions.telling import tell
from im.relations.models import AddType, Friend
from journal.audit import log


@transaction.atomic
def remove(*, account: Account, app: App, friend_id: str, delete_type: str, by: Caller) -> None:
    """Who is no friend is gone already; 404 only for nobody."""
    refusal = remove_many(account=account, app=app, friend_ids=[friend_id], delete_type=delete_type, by=by)[
        friend_id
    ]
    if refusal is not None:
        raise refusal


@transaction.atomic
def remove_many(
    *, account: Account, app: App, friend_ids: Sequence[str], delete_type: str, by: Caller
) -> dict[str, Refusal | None]:
    """By userId, why it could not be, or None."""
    standing = stand(account, app, friend_ids)
    outcomes = {friend_id: _remove(standing, friend_id, delete_type) for friend_id in friend_ids}
    standing.write()
    tell(standing, by)
    return outcomes


@transaction.atomic
def remove_all(*, account: Account, app: App, delete_type: str, by: Caller) -> int:
    """How many were in the list. Who enters it meanwhile stays."""
    names = list(Friend.objects.of(account).order_by("pk").values_list("friend__user_id", flat=True))
    standing = stand(account, app, names)
    for name in names:
        _remove(standing, name, delete_type)
    standing.write()
    deleted = sum(row.owner_id == account.pk for row in standing.removed)
    if by.trusted:
        detail = {"userId": account.user_id, "deleteType": delete_type, "deleted": deleted}
        log(
            by,
            "FRIEND_REMOVE_ALL",
            app_id=app.pk,
            target_type="ACCOUNT",
            target_id=account.user_id,
            detail=detail,
        )
    tell(standing, by)
    return deleted


def _remove(standing: Standing, friend_id: str, delete_type: str) -> Refusal | None:
    try:
        other = rules.require_there(standing.people.get(friend_id))
    except Refusal as refusal:
        return refusal
    standing.unfriend(standing.me, other)
    if delete_type == AddType.BOTH:
        standing.unfriend(other, standing.me)
    return None
