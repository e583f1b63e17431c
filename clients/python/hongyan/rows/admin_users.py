"""`admin.users`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment


class AdminUsers:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def kick(
        self,
        *,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        platform: Literal[
            "ANDROID", "IOS", "WEB", "WINDOWS", "MAC", "LINUX", "IPAD", "HARMONY", "MINIPROGRAM", "SERVER"
        ]
        | Absent
        | None = ABSENT,
        device_id: str | Absent | None = ABSENT,
        reason: str | None = None,
        invalidate_user_sig: bool | None = None,
    ) -> models.Kicked:
        """踢下线用户 `POST /api/im/admin/users/kick`"""
        answer: models.Kicked = self._do_call(
            Call(
                "POST",
                "/api/im/admin/users/kick",
                body=given(
                    {
                        "userId": user_id,
                        "userIds": user_ids,
                        "platform": platform,
                        "deviceId": device_id,
                        "reason": reason,
                        "invalidateUserSig": invalidate_user_sig,
                    },
                    nullable={"platform", "deviceId"},
                ),
            )
        )
        return answer

    def state(self, *, user_ids: Sequence[str], detail: bool | None = None) -> models.States:
        """查询用户在线状态 `GET /api/im/admin/users/state`"""
        answer: models.States = self._do_call(
            Call(
                "GET", "/api/im/admin/users/state", query={"detail": detail, "userIds": user_ids}, again=True
            )
        )
        return answer

    def make_user_sig(
        self, user_id: str, *, expire: int | None = None, idempotency_key: str | None = None
    ) -> models.UserSig:
        """生成 UserSig `POST /api/im/admin/users/{userId}/usersig`"""
        answer: models.UserSig = self._do_call(
            Call(
                "POST",
                f"/api/im/admin/users/{segment(user_id)}/usersig",
                body=given({"expire": expire}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def verify_user_sig(self, user_id: str, *, user_sig: str) -> models.Verdict:
        """校验 UserSig `POST /api/im/admin/users/{userId}/usersig/verify`"""
        answer: models.Verdict = self._do_call(
            Call(
                "POST",
                f"/api/im/admin/users/{segment(user_id)}/usersig/verify",
                body=given({"userSig": user_sig}),
                again=True,
            )
        )
        return answer


class AsyncAdminUsers:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def kick(
        self,
        *,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        platform: Literal[
            "ANDROID", "IOS", "WEB", "WINDOWS", "MAC", "LINUX", "IPAD", "HARMONY", "MINIPROGRAM", "SERVER"
        ]
        | Absent
        | None = ABSENT,
        device_id: str | Absent | None = ABSENT,
        reason: str | None = None,
        invalidate_user_sig: bool | None = None,
    ) -> models.Kicked:
        """踢下线用户 `POST /api/im/admin/users/kick`"""
        answer: models.Kicked = await self._do_call(
            Call(
                "POST",
                "/api/im/admin/users/kick",
                body=given(
                    {
                        "userId": user_id,
                        "userIds": user_ids,
                        "platform": platform,
                        "deviceId": device_id,
                        "reason": reason,
                        "invalidateUserSig": invalidate_user_sig,
                    },
                    nullable={"platform", "deviceId"},
                ),
            )
        )
        return answer

    async def state(self, *, user_ids: Sequence[str], detail: bool | None = None) -> models.States:
        """查询用户在线状态 `GET /api/im/admin/users/state`"""
        answer: models.States = await self._do_call(
            Call(
                "GET", "/api/im/admin/users/state", query={"detail": detail, "userIds": user_ids}, again=True
            )
        )
        return answer

    async def make_user_sig(
        self, user_id: str, *, expire: int | None = None, idempotency_key: str | None = None
    ) -> models.UserSig:
        """生成 UserSig `POST /api/im/admin/users/{userId}/usersig`"""
        answer: models.UserSig = await self._do_call(
            Call(
                "POST",
                f"/api/im/admin/users/{segment(user_id)}/usersig",
                body=given({"expire": expire}),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def verify_user_sig(self, user_id: str, *, user_sig: str) -> models.Verdict:
        """校验 UserSig `POST /api/im/admin/users/{userId}/usersig/verify`"""
        answer: models.Verdict = await self._do_call(
            Call(
                "POST",
                f"/api/im/admin/users/{segment(user_id)}/usersig/verify",
                body=given({"userSig": user_sig}),
                again=True,
            )
        )
        return answer
