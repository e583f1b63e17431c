"""One message by REST: its moderator is asked in the caller's thread, then it is written with all others."""

from config.api.errors import Refusal
from im.messages import actions
from im.messages.batching import writer
from im.messages.models import Message
from im.messages.sends import Send


def post(send: Send) -> Message:
    """Raises the refusal."""
    drafts = actions.draft([send])
    actions.heed(drafts)
    (draft,) = drafts
    if draft.outcome is None:
        draft.outcome = writer.send(send)
        actions.settle(drafts)
    if isinstance(draft.outcome, Refusal):
        raise draft.outcome
    return draft.outcome
