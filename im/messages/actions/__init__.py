"""What changes in messages: sending, editing, revoking."""

from im.messages.actions.changing import purge_revoked, revoke
from im.messages.actions.consulting import Draft, draft, heed, settle, write
from im.messages.actions.editing import edit
from im.messages.actions.reviewing import review
from im.messages.actions.sending import Outcome, send, send_one
from im.messages.actions.writing import write_within

__all__ = [
    "Draft",
    "Outcome",
    "draft",
    "edit",
    "heed",
    "purge_revoked",
    "review",
    "revoke",
    "send",
    "send_one",
    "settle",
    "write",
    "write_within",
]
