"""`admin.settings`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given


class AdminSettings:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def get(self) -> models.AppSettings:
        """`GET /api/im/admin/settings`"""
        answer: models.AppSettings = self._do_call(Call("GET", "/api/im/admin/settings", again=True))
        return answer

    def update(
        self,
        *,
        auto_create: bool | None = None,
        allow_type: Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"] | None = None,
        friends_only: bool | None = None,
        keep_friend_on_block: bool | None = None,
        revoke_window: int | None = None,
        edit_window: int | None = None,
        max_members: int | None = None,
        login_policy: Literal["UNLIMITED", "ONE_PER_PLATFORM", "ONE_PER_CLASS", "SINGLE"] | None = None,
        token_ttl: int | None = None,
        rates: models.RatesRequest | None = None,
        allow_http_webhooks: bool | None = None,
        allowed_origins: Sequence[str] | None = None,
        push_send_auth: Literal["SECRET", "APP_KEY"] | None = None,
        push_send_allowed_ips: Sequence[str] | None = None,
        push_register_auth: Literal["APP_KEY", "ACCOUNT"] | None = None,
    ) -> models.AppSettings:
        """`PUT /api/im/admin/settings`"""
        answer: models.AppSettings = self._do_call(
            Call(
                "PUT",
                "/api/im/admin/settings",
                body=given(
                    {
                        "autoCreate": auto_create,
                        "allowType": allow_type,
                        "friendsOnly": friends_only,
                        "keepFriendOnBlock": keep_friend_on_block,
                        "revokeWindow": revoke_window,
                        "editWindow": edit_window,
                        "maxMembers": max_members,
                        "loginPolicy": login_policy,
                        "tokenTtl": token_ttl,
                        "rates": rates,
                        "allowHttpWebhooks": allow_http_webhooks,
                        "allowedOrigins": allowed_origins,
                        "pushSendAuth": push_send_auth,
                        "pushSendAllowedIps": push_send_allowed_ips,
                        "pushRegisterAuth": push_register_auth,
                    }
                ),
                again=True,
            )
        )
        return answer


class AsyncAdminSettings:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def get(self) -> models.AppSettings:
        """`GET /api/im/admin/settings`"""
        answer: models.AppSettings = await self._do_call(Call("GET", "/api/im/admin/settings", again=True))
        return answer

    async def update(
        self,
        *,
        auto_create: bool | None = None,
        allow_type: Literal["ALLOW_ANY", "NEED_CONFIRM", "DENY_ANY"] | None = None,
        friends_only: bool | None = None,
        keep_friend_on_block: bool | None = None,
        revoke_window: int | None = None,
        edit_window: int | None = None,
        max_members: int | None = None,
        login_policy: Literal["UNLIMITED", "ONE_PER_PLATFORM", "ONE_PER_CLASS", "SINGLE"] | None = None,
        token_ttl: int | None = None,
        rates: models.RatesRequest | None = None,
        allow_http_webhooks: bool | None = None,
        allowed_origins: Sequence[str] | None = None,
        push_send_auth: Literal["SECRET", "APP_KEY"] | None = None,
        push_send_allowed_ips: Sequence[str] | None = None,
        push_register_auth: Literal["APP_KEY", "ACCOUNT"] | None = None,
    ) -> models.AppSettings:
        """`PUT /api/im/admin/settings`"""
        answer: models.AppSettings = await self._do_call(
            Call(
                "PUT",
                "/api/im/admin/settings",
                body=given(
                    {
                        "autoCreate": auto_create,
                        "allowType": allow_type,
                        "friendsOnly": friends_only,
                        "keepFriendOnBlock": keep_friend_on_block,
                        "revokeWindow": revoke_window,
                        "editWindow": edit_window,
                        "maxMembers": max_members,
                        "loginPolicy": login_policy,
                        "tokenTtl": token_ttl,
                        "rates": rates,
                        "allowHttpWebhooks": allow_http_webhooks,
                        "allowedOrigins": allowed_origins,
                        "pushSendAuth": push_send_auth,
                        "pushSendAllowedIps": push_send_allowed_ips,
                        "pushRegisterAuth": push_register_auth,
                    }
                ),
                again=True,
            )
        )
        return answer
