"""The socket, for asyncio: it comes back by itself, brings what was missed, and hands on each event once."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import unquote

from hongyan import models
from hongyan.calls import SEND, Call
from hongyan.errors import HongyanError
from hongyan.feed import Feed
from hongyan.inbox import Event, Inbox
from hongyan.line import CLOSED, Line, TooLarge
from hongyan.rows.ops import AsyncOps

if TYPE_CHECKING:
    from hongyan.client import AsyncClient

GOODBYE_WITHIN = 2.0
SYNC = "/api/im/messages/offline"
CONVERSATION, READ = "/api/im/conversations/", "/read"


class SendsElsewhere:
    """What the client sends over HTTP meanwhile, from whichever thread."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox, self._loop = inbox, asyncio.get_running_loop()

    def sends(self, client_msg_id: str) -> None:
        self._tell(self._inbox.sends, client_msg_id)

    def sent(self, message: Mapping[str, Any]) -> None:
        self._tell(self._inbox.sent, message)

    def _tell(self, listen: Callable[..., None], what: Any) -> None:
        with suppress(RuntimeError):  # the loop may have ended
            self._loop.call_soon_threadsafe(listen, what)


class AsyncSocket(AsyncOps):
    """`async with client.socket() as socket: async for event in socket: …`

    The ops (`send`, `mark_read`, `typing` …) may be awaited meanwhile, also while the connection is away:
    what can be repeated is said again once it is back. An event counts as taken when the next one is asked
    for; how far that is the server keeps for the device.
    """

    def __init__(
        self,
        client: "AsyncClient",
        *,
        device_id: str | None = None,
        cursors: Sequence[models.SyncCursorRequest] = (),
        latest: bool = False,
        timeout: float = 30.0,
        keep: int = 10_000,
    ) -> None:
        """`keep`: so many events wait for their reader; what comes beyond is synced once he has caught up."""
        super().__init__(self.do)
        self.user_id = ""
        self._client, self._device_id = client, device_id
        self._feed = Feed(self._sync, cursors=cursors, latest=latest, keep=keep, retry=client.retry)
        self._line = Line(client, self, timeout=timeout)
        self._sends: list[SendsElsewhere] = []
        self._watched: dict[str, None] = {}
        self._background = False
        self._resuming: asyncio.Task[None] | None = None

    # Its life

    async def __aenter__(self) -> Self:
        self._sends.append(SendsElsewhere(self._feed.inbox))
        self._client.session.sockets += self._sends
        try:
            await self._line.open()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Tells the server how far it was read, and hangs up."""
        if self._line.up:
            with suppress(HongyanError, TimeoutError):
                async with asyncio.timeout(GOODBYE_WITHIN):
                    await self._feed.acknowledge()
        await self._line.close()
        while self._sends:
            self._client.session.sockets.remove(self._sends.pop())

    # What is heard

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        return await self._feed.next()

    async def receive(self, timeout: float | None = None) -> Event:
        """The next event. TimeoutError when there is none in time, SocketClosed when there will be none."""
        async with asyncio.timeout(timeout):
            return await self._feed.next()

    @property
    def cursors(self) -> list[models.SyncCursorRequest]:
        """How far what was taken reaches, for those who keep it themselves."""
        return self._feed.inbox.cursors(all_of_them=True)

    # What is said, beside the generated ops

    async def typing(
        self, target_id: str, *, chat_type: Literal["SINGLE", "GROUP"] = "SINGLE", active: bool = True
    ) -> None:
        """Now or never: it is not repeated."""
        body = {"targetId": target_id, "chatType": chat_type, "active": active}
        await self._line.ask("typing", body, lasting=False)

    async def subscribe_presence(self, user_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Their states; changes follow as `presence.changed`, also after a reconnect. At most 200."""
        answer = await self._line.ask("presence.subscribe", {"userIds": list(user_ids)})
        self._watched |= dict.fromkeys(user_ids)
        users: list[dict[str, Any]] = answer["users"]
        return users

    async def unsubscribe_presence(self, user_ids: Sequence[str]) -> None:
        for name in user_ids:
            self._watched.pop(name, None)
        await self._line.ask("presence.unsubscribe", {"userIds": list(user_ids)})

    async def set_background(self, background: bool) -> None:
        """A device in the background counts as offline for push."""
        await self._line.ask("state", {"background": background})
        self._background = background

    async def ping(self) -> None:
        await self._line.ask("ping", {}, lasting=False)

    # The line's listener

    def greeted(self, hello: dict[str, Any]) -> None:
        self.user_id = hello["userId"]
        self._feed.greeted(hello)
        self._resuming = asyncio.create_task(self._resume())

    def heard(self, frame: dict[str, Any]) -> None:
        self._feed.heard(frame)

    def lost(self) -> None:
        self._feed.lost()
        if self._resuming is not None:
            self._resuming.cancel()

    def ended(self, problem: HongyanError) -> None:
        self._feed.end(None if problem is CLOSED else problem)

    async def beat(self) -> None:
        await self._feed.acknowledge()

    async def _resume(self) -> None:
        """What the gateway knew of this socket went with the connection."""
        with suppress(HongyanError):
            if self._watched:
                await self._line.ask("presence.subscribe", {"userIds": list(self._watched)}, lasting=False)
            if self._background:
                await self._line.ask("state", {"background": True}, lasting=False)

    # The rows that are ops as well

    async def _sync(self, body: dict[str, Any]) -> models.Sync:
        if self._device_id is not None:
            body["deviceId"] = self._device_id
        call = Call("POST", SYNC, body=body, again=True)
        answer: models.Sync = await self._over_either("sync", body, call, lasting=False)
        return answer

    async def do(self, call: Call) -> Any:
        body = dict(call.body or {})
        if call.path == SEND:
            return await self._send(call, body)
        if call.path == SYNC:
            return await self._over_either("sync", body, call)
        body["targetId"] = unquote(call.path.removeprefix(CONVERSATION).removesuffix(READ))
        return await self._over_either("read", body, call)

    async def _send(self, call: Call, body: dict[str, Any]) -> Any:
        self._feed.inbox.sends(body["clientMsgId"])
        answer = await self._over_either("send", body, call)
        self._feed.inbox.sent(answer)
        return answer

    async def _over_either(self, op: str, body: dict[str, Any], call: Call, *, lasting: bool = True) -> Any:
        """As a frame, or over HTTP where it is too large for one."""
        try:
            return await self._line.ask(op, body, lasting=lasting)
        except TooLarge:
            return await self._client.call(call)
