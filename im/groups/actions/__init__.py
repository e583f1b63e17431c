"""What changes in groups: they are made, changed and dismissed; members come, go, and have their roles."""

from im.groups.actions.attributes import delete_attributes, set_attributes
from im.groups.actions.creating import create
from im.groups.actions.creating import foresee as foresee_group
from im.groups.actions.dismissing import dismiss, end
from im.groups.actions.joining import add
from im.groups.actions.joining import foresee as foresee_members
from im.groups.actions.leaving import remove, remove_many
from im.groups.actions.muting import mute
from im.groups.actions.requests import apply, handle, handle_many
from im.groups.actions.requests import foresee as foresee_request
from im.groups.actions.roles import set_roles, transfer
from im.groups.actions.updating import update

__all__ = [
    "add",
    "apply",
    "create",
    "delete_attributes",
    "dismiss",
    "end",
    "foresee_group",
    "foresee_members",
    "foresee_request",
    "handle",
    "handle_many",
    "mute",
    "remove",
    "remove_many",
    "set_attributes",
    "set_roles",
    "transfer",
    "update",
]
