"""Logging in and out, and what depends on credentials: rows 1 to 4, 69 and 93."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import shown
from accounts.actions import kick, login, sigs
from accounts.authentication import address_of
from accounts.doors import AccountViewSet, AppAdminViewSet, InternalViewSet, OpenViewSet
from accounts.idempotency import idempotent
from accounts.models import OperatorRole
from accounts.resolving import resolve
from accounts.serializers import login as shapes
from accounts.serializers.profile import OneAccount
from accounts.signatures import Verdict
from config.clock import now_ms


class LoginViewSet(OpenViewSet):
    @extend_schema(request=shapes.Login, responses=shapes.LoginShown)
    def log_in(self, request: Request) -> Response:
        given = self.read_either(shapes.Login)
        opened = login.log_in(
            user_sig=given["userSig"],
            app_key=given.get("appKey"),
            user_id=given.get("userId"),
            platform=given["platform"],
            device_id=given["deviceId"],
            life=given.get("tokenTtl"),
            ip=address_of(request),
            user_agent=request.META.get("HTTP_USER_AGENT", ""),
        )
        return Response(shown.login_shown(opened))


class LogoutViewSet(AccountViewSet):
    @extend_schema(request=None, responses=shapes.LoggedOutShown)
    def log_out(self, request: Request) -> Response:
        login.log_out(by=self.caller)
        return Response({"userId": self.caller.operator_id, "loggedOut": True})


class PlatformEventsViewSet(AppAdminViewSet):
    mandates = {"token": OperatorRole.ADMINISTRATOR}  # a credential

    @extend_schema(responses=shapes.PlatformTokenShown)
    def token(self, request: Request) -> Response:
        caller = self.caller
        opened = login.open_platform_session(app=self.app, ip=caller.ip, user_agent=caller.user_agent)
        return Response({**shown.token_shown(opened), "userId": "platform", "topics": ["app.*"]})


class UserSigViewSet(AppAdminViewSet):
    mandates = {"make": OperatorRole.ADMINISTRATOR, "verify": OperatorRole.SUPPORT}

    @extend_schema(request=shapes.MakeUserSig, responses=shapes.UserSigShown)
    @idempotent
    def make(self, request: Request, user_id: str) -> Response:
        user_id = self.read_path(OneAccount, userId=user_id)["userId"]
        given = self.read(shapes.MakeUserSig)
        return Response(sigs.make(app=self.app, user_id=user_id, expire=given["expire"], by=self.caller))

    @extend_schema(request=shapes.VerifyUserSig, responses=shapes.VerdictShown)
    def verify(self, request: Request, user_id: str) -> Response:
        user_id = self.read_path(OneAccount, userId=user_id)["userId"]
        given = self.read(shapes.VerifyUserSig)
        verdict = login.judge(app=self.app, user_id=user_id, user_sig=given["userSig"])
        return Response(_verdict_shown(verdict))


class KickViewSet(AppAdminViewSet):
    mandates = {"kick": OperatorRole.SUPPORT}

    @extend_schema(request=shapes.Kick, responses=shapes.KickedShown)
    def kick(self, request: Request) -> Response:
        given = self.read(shapes.Kick)
        ended = kick.kick(
            app=self.app,
            user_ids=given["userIds"],
            platform=given.get("platform"),
            device_id=given.get("deviceId"),
            note=given["reason"],
            invalidate_sigs=given["invalidateUserSig"],
            by=self.caller,
        )
        return Response(shown.kicked_shown(given["userIds"], ended))


class ResolveTokenViewSet(InternalViewSet):
    @extend_schema(request=shapes.ResolveToken, responses=shapes.ResolvedShown)
    def resolve(self, request: Request) -> Response:
        given = self.read(shapes.ResolveToken)
        return Response(resolve(given["token"], app_key=given.get("appKey")))


def _verdict_shown(verdict: Verdict) -> dict[str, Any]:
    claims = verdict.claims
    return {
        "valid": verdict.valid,
        "reason": verdict.reason.name if verdict.reason else None,
        "status": verdict.reason.value if verdict.reason else "0",
        "identifier": claims.identifier if claims else None,
        "sdkAppId": claims.sdk_app_id if claims else None,
        "issuedAt": claims.issued_at * 1000 if claims else None,
        "expiresAt": claims.expires_at * 1000 if claims else None,
        "remaining": max(0, claims.expires_at - now_ms() // 1000) if claims else None,
    }
