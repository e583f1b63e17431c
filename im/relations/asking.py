"""Makes wishes of what a caller asked for; what is only for trusted callers is refused to others."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from accounts.callers import Caller
from config.api.errors import Forbidden, Refusal
from config.api.handler import refusal_for
from config.api.reading import read
from config.api.status import ROLE_TOO_LOW
from config.clock import moment
from im.relations.serializers import AddFriend, ImportFriend
from im.relations.wishes import Wish


def asked(caller: Caller, body: Any) -> Wish:
    fields = read(AddFriend, body)
    require_trusted(caller, fields, "force")
    return _wish(fields)


def asked_many(caller: Caller, body: Mapping[str, Any]) -> list[Wish | Refusal]:
    """Of each entry a wish, or what is wrong with it."""
    require_trusted(caller, body, "importMode")
    for entry in body["friends"]:
        require_trusted(caller, entry, "force", "addTime")
    return [_judged(entry) for entry in body["friends"]]


def require_trusted(caller: Caller, given: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if name in given and not caller.trusted:
            raise Forbidden(ROLE_TOO_LOW, f"{name} is for administrators")


def without(judged: Sequence[Wish | Refusal], denied: Mapping[str, Refusal]) -> list[Wish | Refusal]:
    """A refusal in place of each wish that was denied."""
    return [denied.get(one.friend_id, one) if isinstance(one, Wish) else one for one in judged]


def wished(judged: Sequence[Wish | Refusal]) -> list[Wish]:
    return [wish for wish in judged if isinstance(wish, Wish)]


def _judged(entry: Any) -> Wish | Refusal:
    try:
        return _wish(read(ImportFriend, entry))
    except (serializers.ValidationError, Refusal) as problem:
        return refusal_for(problem)


def _wish(fields: Mapping[str, Any]) -> Wish:
    added_at = fields.get("addTime")
    return Wish(
        friend_id=fields["friendId"],
        remark=fields.get("remark", ""),
        group_name=fields.get("groupName") or "",
        source=fields.get("addSource", ""),
        wording=fields.get("addWording", ""),
        add_type=fields["addType"],
        force=fields.get("force", False),
        added_at=None if added_at is None else moment(added_at),
    )
