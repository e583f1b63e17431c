"""What would be decided about a user if he were offline now: whether a push would go to him, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import App
from push.asking import Said, chat
from push.models import Preference
from push.planning import Terms, for_users
from push.quiet import Clock


@dataclass(frozen=True, slots=True)
class Decision:
    """`online`: as he really is. `unwanted`: why the chat would not have him told (MUTED, BLOCKED, …)."""

    online: bool
    unwanted: str
    dnd: bool
    devices: int
    would_send: bool


def decide(app: App, user_id: str, given: Mapping[str, Any]) -> Decision:
    """`given`: where it is about a conversation, its fields as `/internal/notify` has them."""
    now, said = timezone.now(), _said(app, given)
    unwanted = dict(chat().unwanted([(said, [user_id])])[0]) if said else {}
    plan = for_users(app.pk, [user_id], Terms(at=now, unwanted=unwanted))
    sockets = chat().presence(app.pk, [user_id]).get(user_id, ())
    return Decision(
        online=any(not socket.background for socket in sockets),
        unwanted=unwanted.get(user_id, ""),
        dnd=_quiet(app, user_id, Clock(now)),
        devices=len(plan.chosen),
        would_send=bool(plan.chosen),
    )


def _said(app: App, given: Mapping[str, Any]) -> Said | None:
    if not (given.get("conversationId") or given.get("fromUserId")):
        return None
    return Said(
        app.pk,
        int(given.get("conversationId") or 0),
        given.get("convType", "GROUP" if given.get("groupId") else "SINGLE"),
        given.get("fromUserId", ""),
        group_id=given.get("groupId", ""),
        mentions=tuple(given.get("mentions", ())),
        mention_all=given.get("mentionAll", False),
    )


def _quiet(app: App, user_id: str, clock: Clock) -> bool:
    wishes = Preference.objects.filter(app=app, user_id=user_id, dnd_enabled=True).first()
    return wishes is not None and clock.quiet(wishes.dnd_from, wishes.dnd_to, wishes.time_zone)
