"""What changes in groups: they are made, changed and dismissed; members come, go, and have their roles."""

from im.groups.actions.creating import create

__all__ = ["create"]
