"""Sets what a group is and allows, field by field."""

from collections.abc import Mapping
from typing import Any, Final

from im.groups.models import Group
from im.moderation.described import screen_group

# The wire's names and the model's.
FIELDS: Final = {
    "name": "name",
    "avatar": "avatar",
    "introduction": "introduction",
    "announcement": "announcement",
    "visibility": "visibility",
    "joinOption": "join_option",
    "inviteOption": "invite_option",
    "attributeOption": "attribute_option",
    "historyVisible": "history_visible",
    "muteAll": "mute_all",
    "maxMembers": "max_members",
    "custom": "custom",
}
SCREENED: Final = ("name", "introduction", "announcement")
COLUMNS: Final = [*FIELDS.values(), "name_folded", "name_grams"]


def values(group: Group) -> dict[str, Any]:
    return {name: getattr(group, column) for name, column in FIELDS.items()}


def apply(group: Group, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Sets without saving; what is different now, by the wire's names. Null is what a group begins with."""
    changed = {}
    for name, column in FIELDS.items():
        if name in fields:
            value = _first(group, column) if fields[name] is None else fields[name]
            if getattr(group, column) != value:
                changed[name] = value
                _set(group, column, value)
    return changed


def screened(
    group: Group, fields: Mapping[str, Any], *, operator_id: str, foreseen: bool = False
) -> Mapping[str, Any]:
    """The fields, worded as they may be. Only what changes is looked at. Raises the refusal."""
    new = {name: fields[name] for name in SCREENED if fields.get(name)}
    texts = {name: text for name, text in new.items() if text != getattr(group, name)}
    how: dict[str, Any] = {"operator_id": operator_id, "foreseen": foreseen}
    return {**fields, **screen_group(group.app_id, group.group_id, texts, **how)}


def _first(group: Group, column: str) -> Any:
    if column == "max_members":
        return group.app.setting("maxMembers")
    return getattr(Group(), column)


def _set(group: Group, column: str, value: Any) -> None:
    if column == "name":
        group.call(value)
    else:
        setattr(group, column, value)
