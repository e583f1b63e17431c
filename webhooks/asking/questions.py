"""Question: what a moderator is to say yes or no to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from time import monotonic
from typing import Any

import orjson

from config.clock import now_ms
from journal.facts import new_id
from webhooks import signing
from webhooks.asking.verdicts import Content, Verdict, policy
from webhooks.filtering import passes
from webhooks.moderators import Moderator
from webhooks.subscribing import moderator


@dataclass(slots=True)
class Question:
    """`key`: the same for what is asked only once; empty for what is always asked. `fits` refuses content
    that may not stand in place of what was asked; None where there is nothing to be modified.
    """

    moderator: Moderator
    event: str
    data: Mapping[str, Any]
    key: str = ""
    fits: Callable[[Content], None] | None = None
    deadline: float = field(init=False)
    called_at: int = field(init=False)

    def __post_init__(self) -> None:
        self.start()
        self.called_at = now_ms()

    def start(self) -> None:
        """The budget is the moderator's own: what is looked up before it is called takes nothing from it."""
        self.deadline = monotonic() + self.moderator.budget

    @property
    def left(self) -> float:
        """Seconds of the budget."""
        return max(0.0, self.deadline - monotonic())

    @property
    def policy(self) -> Verdict:
        return policy(fail_open=self.moderator.fail_open)

    @property
    def name(self) -> str:
        """Of the verdict, in Redis."""
        digest = blake2b(f"{self.event} {self.key}".encode(), digest_size=16).hexdigest()
        return f"verdict:{self.moderator.app_id}:{digest}"

    def call(self) -> tuple[bytes, dict[str, str]]:
        """Body and headers, signed like those of any event."""
        content = {
            "type": self.event,
            "timestamp": self.called_at,
            "appKey": self.moderator.app_key,
            "data": self.data,
        }
        body = orjson.dumps(content)
        keys = signing.keys_of(self.moderator.secret, self.moderator.former_secrets, self.called_at)
        return body, signing.headers(keys, new_id(), self.called_at // 1000, body)


def question(
    app_id: int,
    event: str,
    data: Mapping[str, Any],
    *,
    key: str = "",
    fits: Callable[[Content], None] | None = None,
) -> Question | None:
    """None where nobody is to be asked."""
    asked = moderator(app_id, event)
    return Question(asked, event, data, key, fits) if asked and passes(asked.filters, data) else None
