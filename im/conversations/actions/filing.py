"""Conversation groups: names under which an owner files his conversations."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import Account, App
from config.api.errors import Refusal
from config.api.status import TOO_MANY_GROUPED, TOO_MANY_NAMED_GROUPS
from config.clock import moment, now_ms
from im import events
from im.conversations.actions.opening import lock_account, locked_member
from im.conversations.models import ConversationGroup, Member
from im.conversations.shapes import conversation_shown

NAMES = 20
FILED = 1_000


@transaction.atomic
def file_under(
    *,
    account: Account,
    app: App,
    target_id: str,
    chat_type: str | None,
    names: Sequence[str],
    operator_id: str,
    session: str = "",
) -> dict[str, Any]:
    """Files a conversation under exactly these names; none takes it out of all.

    Raises 400 `51010` over 20 names, `51008` over 1,000 conversations in groups.
    """
    lock_account(account)  # the limits are the account's, not the row's
    member = locked_member(account, app, target_id, chat_type)
    member.filed.exclude(name__in=names).delete()
    ConversationGroup.objects.bulk_create(
        [ConversationGroup(account=account, member=member, name=name) for name in dict.fromkeys(names)],
        ignore_conflicts=True,
    )
    _require_limits(account)
    Member.objects.filter(pk=member.pk).update(updated_at=moment(now_ms()))
    shown = conversation_shown(member.pk)
    events.conversation_updated(
        shown, app=app, user_id=account.user_id, operator_id=operator_id, session=session
    )
    return shown


def _require_limits(account: Account) -> None:
    filed = ConversationGroup.objects.filter(account=account)
    if filed.values("name").distinct().count() > NAMES:
        raise Refusal(TOO_MANY_NAMED_GROUPS, f"at most {NAMES} conversation groups")
    if filed.values("member").distinct().count() > FILED:
        raise Refusal(TOO_MANY_GROUPED, f"at most {FILED} conversations can be in groups")
