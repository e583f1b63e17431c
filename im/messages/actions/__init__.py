"""What changes in messages: sending, editing, revoking."""

from im.messages.actions.changing import edit, purge_revoked, revoke
from im.messages.actions.sending import Outcome, send, send_one

__all__ = ["Outcome", "edit", "purge_revoked", "revoke", "send", "send_one"]
