"""What is known of a message and one receiver of it, and how an answer about him looks."""

from dataclasses import dataclass, field

from django.utils import formats, timezone

from config.console.cells import Kind, Text
from console.messages.receiving import Receiver
from console.messages.tracing import Trace
from im.messages.models import Message
from push.models import Notice
from push.told import REVOKE


@dataclass(frozen=True)
class Answer:
    said: str
    kind: Kind = "warning"
    remedy: Text = ""


@dataclass(frozen=True)
class Known:
    """All that an answer is found in. `notices`: of the message itself and of its revoke. `told_upto`: the
    last account whose turn has come, while a large group is still being told.
    """

    message: Message
    who: Receiver
    traces: list[Trace] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    told_upto: int | None = None

    @property
    def revokes(self) -> set[int]:
        start = f"event:{REVOKE}:"
        return {notice.pk for notice in self.notices if notice.key.startswith(start)}


def at(moment: object) -> str:
    """In the operator's zone."""
    return formats.date_format(timezone.localtime(moment), "Y-m-d H:i:s") if moment else "?"  # type: ignore[arg-type]
