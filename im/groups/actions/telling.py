"""Tells a group what was done in it, and writes it into the operation log."""

from collections.abc import Sequence
from typing import Any

from im import events
from im.groups.rules import Standing
from journal.audit import log


def tell(
    standing: Standing,
    name: str,
    user_ids: Sequence[str] = (),
    *,
    also: Sequence[str] = (),
    quiet: bool = False,
    **changed: Any,
) -> None:
    """`user_ids`: whom it is about. `also`: who are not, or no longer, members and hear it all the same."""
    events.group_event(
        name,
        app=standing.by.tenant,
        group_id=standing.group.group_id,
        conversation_id=standing.group.conversation.pk,
        operator_id=standing.by.actor_id,
        user_ids=user_ids,
        also=also,
        quiet=quiet,
        **changed,
    )


def note(standing: Standing, action: str, detail: dict[str, Any]) -> None:
    """One entry of the operation log."""
    group = standing.group
    log(standing, action, app_id=group.app_id, target_type="GROUP", target_id=group.group_id, detail=detail)
