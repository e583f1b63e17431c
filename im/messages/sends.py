"""Send: one message as somebody wants it sent, whichever door it came by."""

from dataclasses import dataclass, field
from typing import Any, Final

from accounts.models import Account, App
from config.api.errors import Refusal
from im.messages.content import fingerprint
from im.moderation.verdicts import Verdict
from journal.audit import Actor

TIP: Final = "TIP"  # what only the server itself writes


@dataclass(slots=False)
class Send:
    """`by_server`: a trusted caller sends it for `sender`, so the sender has not read up to it.

    `skip_checks`: no mute, blacklist, friendship or membership check. `session`: the jti that sends, whose
    own socket hears nothing of it. `by`: who sends it in the sender's name, for the operation log; None where
    the sender does it himself, or where the door logs the whole call. `rated`: by an account
    of the app, which a group's rate binds, and to which a PRIVATE group does not show itself; `admitted`: has
    its token. `from_id`: as whom the message names its sender where that is no account.
    `callbacks`: webhooks hear of it, by itself. `moderated`: the app's moderator, if there is one, is asked
    first. `offline_push`: how it rings who is away, as the contract's `offlinePush`. `verdict`: what the
    app's words say of the content that was `screened`, and the `fault` they find with it.
    """

    app: App
    sender: Account
    chat_type: str
    to_id: str
    msg_type: str
    content: dict[str, Any]
    client_msg_id: str
    ext: str = ""
    at_user_ids: list[str] = field(default_factory=list)
    at_all: bool = False
    quote_id: int | None = None
    need_receipt: bool = False
    online_only: bool = False
    no_unread: bool = False
    no_last: bool = False
    sync_sender: bool = True
    from_id: str = ""
    session: str = ""
    by_server: bool = False
    skip_checks: bool = False
    actor_id: str = ""
    by: Actor | None = None
    rated: bool = False
    callbacks: bool = True
    moderated: bool = False
    offline_push: dict[str, Any] = field(default_factory=dict, compare=False)
    admitted: bool = field(default=False, compare=False)
    verdict: Verdict | None = field(default=None, compare=False)
    fault: Refusal | None = field(default=None, compare=False)
    screened: dict[str, Any] | None = field(default=None, compare=False)
    fingerprint: bytes = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Of what was asked for: by this a repeat is known, whatever words or moderators make of it."""
        self.fingerprint = fingerprint(self.to_id, self.chat_type, self.msg_type, self.content, self.ext)
