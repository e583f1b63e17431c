"""What a client may ask for: its frames, each with the same action behind it as the row of REST."""

from asyncio import Future
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from accounts import rates
from accounts.authentication import caller_of_token
from accounts.callers import Caller
from config.api import parser
from config.api.errors import BadParameter, Refusal
from config.api.handler import refusal_for
from im.realtime import extensions, frames, metrics
from im.realtime.sends import Send
from im.realtime.socket import Socket

if TYPE_CHECKING:
    from im.realtime.gateway import Gateway

Body = dict[str, Any]
REF_AT_MOST: Final = 128


class Ops:
    """Runs on the loop's thread; what touches the database is handed to threads, sends to their own."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._elsewhere = extensions.ops()
        self._here: dict[str, Callable[[Socket, Body], None]] = {
            "ping": self._ping,
            "send": self._send,
            "state": self._state,
            "presence.subscribe": self._watch,
            "presence.unsubscribe": self._unwatch,
        }

    def run(self, socket: Socket, raw: bytes) -> None:
        try:
            body = parser.loads(raw)
            if not isinstance(body, dict):
                raise BadParameter("", "a frame is a JSON object")
        except Refusal as refusal:
            metrics.FRAMES_IN.labels("none").inc()
            socket.refuse_frame(refusal)
            return
        try:
            self._dispatch(socket, body)
        except Refusal as refusal:
            socket.write(frames.error(_ref(body), refusal))

    def _dispatch(self, socket: Socket, body: Body) -> None:
        name = body.get("op")
        if "ref" in body and _ref(body) is None:
            raise BadParameter("ref", f"must be a text of at most {REF_AT_MOST} characters or a whole number")
        if isinstance(name, str) and name in self._here:
            metrics.FRAMES_IN.labels(name).inc()
            self._here[name](socket, body)
        elif isinstance(name, str) and name in self._elsewhere:
            metrics.FRAMES_IN.labels(name).inc()
            work = partial(_act, self._elsewhere[name], socket.token, socket.ip, socket.user_agent, body)
            self._answer(socket, body, self._gateway.database(work))
        else:
            metrics.FRAMES_IN.labels("none").inc()
            raise BadParameter("op", "is none of ours")

    def _answer(self, socket: Socket, body: Body, doing: "Future[Any]") -> None:
        socket.started()
        doing.add_done_callback(partial(self._done, socket, _ref(body)))

    def _done(self, socket: Socket, ref: frames.Ref, doing: "Future[Any]") -> None:
        socket.finished()
        if doing.cancelled():
            return
        problem = doing.exception()
        if problem is None:
            if ref is not None:
                socket.write(frames.ack(ref, doing.result()))
            return
        refusal = refusal_for(problem)
        if refusal.code == 401:
            self._gateway.sessions.look_now()
        if ref is not None:
            socket.write(frames.error(ref, refusal))

    def _ping(self, socket: Socket, body: Body) -> None:
        socket.write(frames.pong(_ref(body)))

    def _send(self, socket: Socket, body: Body) -> None:
        socket.started()
        self._gateway.sends.put(Send(socket, _ref(body), body))

    def _state(self, socket: Socket, body: Body) -> None:
        background = body.get("background")
        if not isinstance(background, bool):
            raise BadParameter("background", "must be true or false")
        if background != socket.background:
            socket.background = background
            self._gateway.attendance.change(socket.present())
        if (ref := _ref(body)) is not None:
            socket.write(frames.ack(ref, {"background": background}))

    def _watch(self, socket: Socket, body: Body) -> None:
        self._answer(socket, body, self._gateway.spawn(self._watched(socket, _user_ids(body))))

    async def _watched(self, socket: Socket, user_ids: list[str]) -> dict[str, Any]:
        await self._gateway.database(_let_in, socket.token, socket.ip, socket.user_agent)
        return {} if socket.closed else await self._gateway.watch.subscribe(socket, user_ids)

    def _unwatch(self, socket: Socket, body: Body) -> None:
        self._gateway.watch.unsubscribe(socket, _user_ids(body))
        if (ref := _ref(body)) is not None:
            socket.write(frames.ack(ref, {}))


def _act(op: Callable[..., Any], token: str, ip: str, user_agent: str, body: Body) -> Any:
    """Who may do what is read anew for every op, from what the process knew less than a second ago."""
    return op(_let_in(token, ip, user_agent), body)


def _let_in(token: str, ip: str, user_agent: str) -> Caller:
    caller = caller_of_token(token, ip=ip, user_agent=user_agent)
    rates.admit(caller)
    return caller


def _ref(body: Body) -> frames.Ref:
    """What the client wants its answer marked with; None when it wants none."""
    ref = body.get("ref")
    if isinstance(ref, str) and len(ref) <= REF_AT_MOST:
        return ref
    return ref if isinstance(ref, int) and not isinstance(ref, bool) else None


def _user_ids(body: Body) -> list[str]:
    user_ids = body.get("userIds")
    if not isinstance(user_ids, list) or not user_ids or not all(isinstance(name, str) for name in user_ids):
        raise BadParameter("userIds", "must be a list of userIds")
    return list(dict.fromkeys(name for name in user_ids if 0 < len(name) <= 64))
