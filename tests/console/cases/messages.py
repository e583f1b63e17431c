"""What can be done to a message."""

from im.messages.models import Message
from tests.console.acting import Case, Known

REASON = "against the rules"


def _message(known: Known) -> Message:
    return Message.objects.get(pk=known["message"])


CASES = [
    Case(
        act="im.message/revoke",
        at=_message,
        form={"reason": REASON, "comment": ""},
        call="POST /api/im/messages/$message/revoke",
        body={"reason": REASON},
    ),
]
