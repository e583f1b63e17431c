"""A group's name, options and size change."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import BadParameter
from config.clock import moment, now_ms
from im.groups import rules
from im.groups.actions import setting
from im.groups.actions.telling import note, tell
from im.groups.models import Group
from im.groups.rules import Deed, Standing, standing_in
from journal import audit


@transaction.atomic
def update(*, group_id: str, fields: Mapping[str, Any], account: Account | None, by: Caller) -> Standing:
    """Sets the fields given, by the wire's names; null resets one. The same again changes nothing."""
    standing = standing_in(group_id, by=by, account=account, lock=True)
    standing.require(Deed.UPDATE)
    group = standing.group
    before = setting.values(group)
    changed = setting.apply(group, setting.screened(group, fields, operator_id=by.actor_id))
    if not changed:
        return standing
    if "maxMembers" in changed:
        _require_size(group, by)
    group.updated_at = moment(now_ms())
    group.save(update_fields=[*setting.COLUMNS, "updated_at"])
    note(standing, "GROUP_UPDATE", {"changed": audit.changes(before, setting.values(group))})
    tell(standing, "updated", changed=changed)
    return standing


def _require_size(group: Group, by: Caller) -> None:
    rules.require_size(group.max_members, by)
    if group.max_members < group.member_count:
        raise BadParameter("maxMembers", f"the group has {group.member_count} members already")
