"""Client and AsyncClient: one connection pool, one credential, and a namespace for each part of the API."""

import asyncio
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack
from urllib.parse import urlsplit, urlunsplit

import httpx

from hongyan import models
from hongyan.blocking import Socket
from hongyan.calls import Call, Outcome, Reply, Request, Step, Steps, Wait, acting, exchange, given, renew
from hongyan.errors import Unreachable
from hongyan.retrying import Retry
from hongyan.rows import AsyncRows, Rows
from hongyan.sessions import Credentials, Login, Refresh, Renewal, Session, chosen
from hongyan.socket import AsyncSocket

CONNECT_WITHIN = 5.0
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
DEFAULT = Retry()


class LoginFields(TypedDict, total=False):
    """Beside the sig. `user_id` and `app_key` are read from it unless they are named."""

    user_id: str
    app_key: str
    platform: str  # ANDROID IOS WEB WINDOWS MAC LINUX IPAD HARMONY MINIPROGRAM SERVER
    device_id: str
    token_ttl: int


class _Common:
    """What both are made of; those who act for others share it."""

    def _set_up(self, base_url: str, ws_url: str | None, retry: Retry, credentials: Credentials) -> None:
        self._base_url, self.retry = base_url, retry
        self._session = Session(chosen(credentials), None, ws_url)
        self._act_as: str | None = None

    def _share(self, other: "_Common", act_as: str) -> None:
        self._base_url, self.retry, self._session = other._base_url, other.retry, other._session
        self._act_as = act_as

    @property
    def session(self) -> Session:
        """Shared with the sockets of this client."""
        return self._session

    @property
    def token(self) -> str | None:
        """The im_jwt, where this client has one."""
        return self._session.credential.token

    @property
    def ws_url(self) -> str:
        """As the login said it; else where the gateway answers behind one proxy with the API."""
        parts = urlsplit(self._base_url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        return self._session.ws_url or urlunsplit((scheme, parts.netloc, "/ws/im", "", ""))

    def _became(self, renewal: Renewal, answer: Any) -> None:
        self._session.renewal = renewal
        self._session.renewed(answer)

    def _exchange(self, call: Call) -> Steps:
        return exchange(acting(call, self._act_as), self._session, self.retry)

    def _first(self, renewal: Renewal) -> Steps:
        method, path, body = renewal.request()
        return exchange(Call(method, path, body=body, again=True), Session(), self.retry)


class Client(Rows, _Common):
    """Blocks until the answer is there. May be used by several threads.

    Give the credential: `token` (an account's im_jwt), `app_key` and `app_secret` (the app's own server),
    `operator_token` and `app_key` (an operator), `internal_token`; or none, and `log_in` or `sign_in`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        ws_url: str | None = None,
        timeout: float = 30.0,
        retry: Retry = DEFAULT,
        transport: httpx.BaseTransport | None = None,
        **credentials: Unpack[Credentials],
    ) -> None:
        super().__init__(self.call)
        self._set_up(base_url, ws_url, retry, credentials)
        self._http = httpx.Client(base_url=base_url, timeout=_timeout(timeout), transport=transport)

    def log_in(self, user_sig: str | Callable[[], str], **fields: Unpack[LoginFields]) -> models.Login:
        """From here on this client is the account. Once the token has expired it logs in again by itself,
        with the same sig, or with a new one each time where `user_sig` is a function."""
        renewal = _login(user_sig, fields)
        answer: models.Login = self._drive(self._first(renewal))
        self._became(renewal, answer)
        return answer

    def sign_in(self, username: str, password: str, *, app_key: str | None = None) -> models.Pair:
        """From here on this client is the operator, for the app that is named."""
        answer = self.platform.log_in(username=username, password=password)
        self._became(Refresh(answer["refresh"], app_key), answer)
        return answer

    def acting_as(self, user_id: str) -> "Client":
        """The same client, whose calls are made in this account's name; for A, S and T."""
        other = object.__new__(Client)
        Rows.__init__(other, other.call)
        other._share(self, user_id)
        other._http = self._http
        return other

    def socket(
        self,
        *,
        device_id: str | None = None,
        cursors: Sequence[models.SyncCursorRequest] = (),
        latest: bool = False,
    ) -> Socket:
        """Not yet connected: use it in a `with`. See `AsyncClient.socket`."""
        twin = AsyncClient(self._base_url, retry=self.retry)
        twin._session = self._session
        return Socket(lambda: twin.socket(device_id=device_id, cursors=cursors, latest=latest), twin.close)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def call(self, call: Call) -> Any:
        """What every row comes down to."""
        return self._drive(self._exchange(call))

    def _drive(self, steps: Steps) -> Any:
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as end:
                return end.value
            outcome = self._take(step)

    def _take(self, step: Step) -> Outcome:
        if isinstance(step, Wait):
            time.sleep(step.seconds)
            return None
        try:
            return _reply(self._http.request(**_asked(step)))
        except httpx.TransportError as problem:
            return _unreachable(problem)


class AsyncClient(AsyncRows, _Common):
    """The same for asyncio: every call is awaited."""

    def __init__(
        self,
        base_url: str,
        *,
        ws_url: str | None = None,
        timeout: float = 30.0,
        retry: Retry = DEFAULT,
        transport: httpx.AsyncBaseTransport | None = None,
        **credentials: Unpack[Credentials],
    ) -> None:
        super().__init__(self.call)
        self._set_up(base_url, ws_url, retry, credentials)
        self._http = httpx.AsyncClient(base_url=base_url, timeout=_timeout(timeout), transport=transport)

    async def log_in(self, user_sig: str | Callable[[], str], **fields: Unpack[LoginFields]) -> models.Login:
        """See `Client.log_in`."""
        renewal = _login(user_sig, fields)
        answer: models.Login = await self._drive(self._first(renewal))
        self._became(renewal, answer)
        return answer

    async def sign_in(self, username: str, password: str, *, app_key: str | None = None) -> models.Pair:
        """See `Client.sign_in`."""
        answer = await self.platform.log_in(username=username, password=password)
        self._became(Refresh(answer["refresh"], app_key), answer)
        return answer

    async def renew(self) -> bool:
        """Logs in again, if this client did so before; the socket asks for it when its token has expired."""
        if self._session.renewal is None:
            return False
        await self._drive(renew(self._session, self._session.credential, self.retry))
        return True

    def acting_as(self, user_id: str) -> "AsyncClient":
        """See `Client.acting_as`."""
        other = object.__new__(AsyncClient)
        AsyncRows.__init__(other, other.call)
        other._share(self, user_id)
        other._http = self._http
        return other

    def socket(
        self,
        *,
        device_id: str | None = None,
        cursors: Sequence[models.SyncCursorRequest] = (),
        latest: bool = False,
    ) -> AsyncSocket:
        """Not yet connected: use it in an `async with`.

        It begins with what this device has missed: from the cursors that the server keeps for the device (the
        token's own, else `device_id`), or from `cursors`, if you keep your own (at most 200). A device that
        was never here begins at the start, or with `latest=True` at the newest messages of each conversation.
        """
        return AsyncSocket(self, device_id=device_id, cursors=cursors, latest=latest)

    async def close(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def call(self, call: Call) -> Any:
        """What every row comes down to."""
        return await self._drive(self._exchange(call))

    async def _drive(self, steps: Steps) -> Any:
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as end:
                return end.value
            outcome = await self._take(step)

    async def _take(self, step: Step) -> Outcome:
        if isinstance(step, Wait):
            await asyncio.sleep(step.seconds)
            return None
        try:
            return _reply(await self._http.request(**_asked(step)))
        except httpx.TransportError as problem:
            return _unreachable(problem)


def _login(user_sig: str | Callable[[], str], fields: LoginFields) -> Login:
    wire = {
        "userId": fields.get("user_id"),
        "appKey": fields.get("app_key"),
        "platform": fields.get("platform"),
        "deviceId": fields.get("device_id"),
        "tokenTtl": fields.get("token_ttl"),
    }
    return Login(user_sig, given(wire))


def _timeout(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(seconds, CONNECT_WITHIN))


def _asked(request: Request) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.path,
        "params": request.query or None,
        "headers": request.headers,
        "content": request.body,
    }


def _reply(answer: httpx.Response) -> Reply:
    return Reply(answer.status_code, answer.content, answer.headers.get("Retry-After"))


def _unreachable(problem: httpx.TransportError) -> Unreachable:
    words = str(problem) or type(problem).__name__
    return Unreachable(words, sent=not isinstance(problem, NEVER_SENT))
