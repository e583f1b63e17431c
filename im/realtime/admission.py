"""Who may have a socket: credential, origin and number; then its channels and its presence."""

import asyncio
from typing import TYPE_CHECKING, Final

from django.conf import settings

from accounts import tokens
from accounts.authentication import caller_of_token
from accounts.callers import Caller
from accounts.models import App, EndReason, Session
from config.api import status
from config.api.errors import Refusal
from config.api.handler import refusal_for
from im.realtime import channels, codes, limits
from im.realtime.socket import Socket

if TYPE_CHECKING:
    from im.realtime.gateway import Gateway

RETRY_AFTER_MS: Final = 2_000


class Unwelcome(Exception):
    """Closes the socket with `code` and `reason`, and nothing else."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def admit(gateway: "Gateway", socket: Socket) -> None:
    try:
        caller = await gateway.database(_identify, socket.token, socket.ip, socket.user_agent)
        _check_origin(socket.origin, caller.tenant)
        await _enter(gateway, socket, caller)
    except Unwelcome as no:
        socket.close(no.code, no.reason)
    except Exception as problem:
        refusal_for(problem)
        socket.close(codes.RESTART, codes.retry_after(RETRY_AFTER_MS))


async def _enter(gateway: "Gateway", socket: Socket, caller: Caller) -> None:
    """His own channel first: what he comes into or leaves from then on is heard."""
    if socket.closed:
        return
    socket.become(caller)
    own = gateway.memberships.follow(socket)
    socket.hubs = [own, gateway.hubs.hold(channels.of_app(socket.app_id))]
    if own.holders > limits.SOCKETS_PER_ACCOUNT and not settings.LIMITS_OFF:
        raise Unwelcome(codes.TOO_MANY, "too many sockets of this account")
    came = gateway.attendance.change(socket.present())
    await asyncio.gather(gateway.hubs.ready(socket.hubs), came)
    if len(came.result()) > limits.SOCKETS_PER_ACCOUNT and not settings.LIMITS_OFF:
        raise Unwelcome(codes.TOO_MANY, "too many sockets of this account")
    await gateway.memberships.settle(socket)
    if not socket.closed:
        socket.welcome()


def _identify(token: str, ip: str, user_agent: str) -> Caller:
    try:
        caller = caller_of_token(token, ip=ip, user_agent=user_agent)
    except Refusal as refusal:
        raise _why_not(token, refusal) from refusal
    if caller.account is None:
        raise Unwelcome(codes.NOT_WELCOME, "the token is not an account's")
    return caller


def _why_not(token: str, refusal: Refusal) -> Exception:
    """What the client should do about it: log in again, or not come back."""
    if refusal.status == status.CREDENTIAL_EXPIRED:
        return Unwelcome(codes.LOG_IN_AGAIN, refusal.message)
    if refusal.status == status.CREDENTIAL_REVOKED:
        return Unwelcome(_code_of_revoked(token), refusal.message)
    return Unwelcome(codes.NOT_WELCOME, refusal.message) if refusal.code == 401 else refusal


def _code_of_revoked(token: str) -> int:
    jti = tokens.verify(tokens.IM, token).get("jti")
    session = Session.objects.filter(jti=str(jti)).first()
    if session is None or session.end_reason == EndReason.LOGOUT:
        return codes.NOT_WELCOME
    return codes.for_end(session.end_reason) if session.ended_at else codes.KICKED


def _check_origin(origin: str, app: App) -> None:
    allowed = [str(known).rstrip("/").lower() for known in app.setting("allowedOrigins")]
    if origin and origin not in allowed:
        raise Unwelcome(codes.NOT_WELCOME, "foreign origin")
