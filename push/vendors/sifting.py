"""Tokens come from phones, whoever holds them: one that cannot be one is not sent, since it could spoil the
request that it would share with others'.
"""

import re
from collections.abc import Callable, Coroutine, Sequence
from functools import wraps
from typing import Any

from push.vendors.contract import Access, Kind, Message, Outcome, Scope, Target
from push.vendors.wire import Wire

Send = Callable[[Wire, Access, Message, Sequence[Target]], Coroutine[Any, Any, list[Outcome]]]

TOKEN = re.compile(r"[!-+\--~]{1,1024}")  # ASCII that is seen; a comma would make it two
NONE = Outcome(
    Kind.INVALID_TOKEN,
    code="no_token",
    message="not what a token of this vendor looks like",
    scope=Scope.DEVICE,  # it says nothing of the credential
    hint="The app registers something else than the vendor's token.",
)


def sifted(send: Send) -> Send:
    """For vendors that take many tokens at once."""

    @wraps(send)
    async def sift(
        wire: Wire, access: Access, message: Message, targets: Sequence[Target], /
    ) -> list[Outcome]:
        good = [one for one in targets if TOKEN.fullmatch(one.token)]
        if len(good) == len(targets):
            return await send(wire, access, message, targets)
        came = iter(await send(wire, access, message, good) if good else ())
        return [next(came) if TOKEN.fullmatch(one.token) else NONE for one in targets]

    return sift
