"""What changes in groups: they are made, changed and dismissed; members come, go, and have their roles."""

from im.groups.actions.attributes import delete_attributes, set_attributes
from im.groups.actions.creating import create
from im.groups.actions.dismissing import dismiss, end
from im.groups.actions.updating import update

__all__ = ["create", "delete_attributes", "dismiss", "end", "set_attributes", "update"]
