"""What changes in moderation: mutes, and the app's list of words."""

from im.moderation.actions.mutes import mute_accounts, mute_app
from im.moderation.actions.words import (
    create,
    create_many,
    import_many,
    remove,
    remove_all,
    remove_many,
    update,
)

__all__ = [
    "create",
    "create_many",
    "import_many",
    "mute_accounts",
    "mute_app",
    "remove",
    "remove_all",
    "remove_many",
    "update",
]
