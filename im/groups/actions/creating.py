"""A group is made, with its owner and its first members."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import BadParameter, Missing, Refusal
from config.api.fields import GENERATED
from config.api.status import ACCOUNT_MISSING, GROUP_FULL, GROUP_ID_TAKEN
from config.clock import moment, now_ms
from config.sql import rows
from im import events
from im.groups import rules
from im.groups.actions import setting
from im.groups.actions.locking import stay
from im.groups.models import Group, GroupMember, Role
from im.groups.shapes import described
from journal import audit

# Of two who want one id at once the second waits until the first is decided.
TAKE: LiteralString = """
INSERT INTO accounts_identifier (app_id, name, kind) VALUES (%(app)s, %(name)s, 'GROUP')
ON CONFLICT DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Created:
    """`failed`: the userIds of first members that are no accounts."""

    group: Group
    owner: Account
    failed: list[str]


@transaction.atomic
def create(
    *,
    app: App,
    owner_id: str,
    fields: Mapping[str, Any],
    members: Mapping[str, str],
    by: Caller,
    only: Collection[str] | None = None,
) -> Created:
    """`fields` by the wire's names, a `groupId` among them or not; `members`: userId → ADMIN or MEMBER.
    `only`: who of them was foreseen in it; the others count as no accounts.

    400 `10021` where the id is taken, 404 `70107` where there is no such owner.
    """
    group_id = _taken(app, fields.get("groupId"))
    first = {name: role for name, role in members.items() if only is None or name in only}
    group, people, roles = _planned(app, group_id, owner_id, fields, first, by)
    group.save(force_insert=True)
    _enter(group, people, roles)
    if by.trusted:
        detail = {"ownerId": owner_id, "userIds": list(roles)}
        audit.log(
            by, "GROUP_CREATE", app_id=app.pk, target_type="GROUP", target_id=group.group_id, detail=detail
        )
    events.group_created(described(group), app=app, operator_id=by.actor_id, user_ids=list(roles))
    return Created(group, people[owner_id], [name for name in members if name not in people])


@transaction.atomic
def foresee(
    *,
    app: App,
    owner_id: str,
    fields: Mapping[str, Any],
    members: Mapping[str, str],
    by: Caller,
) -> tuple[Group, list[str]]:
    """The group as it would be made, and who would be in it. Nothing is written."""
    group, _, roles = _planned(app, fields.get("groupId", ""), owner_id, fields, members, by, foreseen=True)
    return group, list(roles)


def _planned(
    app: App,
    group_id: str,
    owner_id: str,
    fields: Mapping[str, Any],
    members: Mapping[str, str],
    by: Caller,
    *,
    foreseen: bool = False,
) -> tuple[Group, dict[str, Account], dict[str, str]]:
    """The group, who is there of those named, and their roles."""
    group = Group(app=app, group_id=group_id, max_members=app.setting("maxMembers"))
    setting.apply(group, setting.screened(group, fields, operator_id=by.actor_id, foreseen=foreseen))
    rules.require_size(group.max_members, by)
    wanted = {name: role for name, role in members.items() if name != owner_id}
    people = stay(app, user_ids=[owner_id, *wanted])
    if owner_id not in people:
        raise Missing(ACCOUNT_MISSING, "ownerId: no such account")
    roles = {owner_id: str(Role.OWNER), **{name: role for name, role in wanted.items() if name in people}}
    _require_fit(group, roles)
    group.owner, group.member_count = people[owner_id], len(roles)
    group.created_at = group.updated_at = moment(now_ms())
    return group, people, roles


def _taken(app: App, wanted: str | None) -> str:
    """The id is this group's from now on. Taken before accounts are locked, as an import does it."""
    group_id = wanted or f"{GENERATED}{secrets.token_urlsafe(12)}"
    if not rows(TAKE, {"app": app.pk, "name": group_id}):
        raise Refusal(
            GROUP_ID_TAKEN,
            "the groupId is in use",
            errors=[{"field": "groupId", "message": "is in use"}],
        )
    return group_id


def _require_fit(group: Group, roles: Mapping[str, str]) -> None:
    if sum(role == Role.ADMIN for role in roles.values()) > rules.ADMINS:
        raise BadParameter("members", f"a group has at most {rules.ADMINS} admins beside its owner")
    if len(roles) > group.max_members:
        raise Refusal(GROUP_FULL, f"the group has room for {group.max_members}, its owner among them")


def _enter(group: Group, people: Mapping[str, Account], roles: Mapping[str, str]) -> None:
    now = group.created_at
    places = [
        GroupMember(
            app=group.app, group=group, account=people[name], role=role, joined_at=now, updated_at=now
        )
        for name, role in roles.items()
    ]
    for place in places:
        place.find_by(place.account)
    GroupMember.objects.bulk_create(places)
