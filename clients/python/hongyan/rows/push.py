"""`push`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, new_key
from hongyan.rows.push_admin import AsyncPushAdmin, PushAdmin
from hongyan.rows.push_internal import AsyncPushInternal, PushInternal


class Push:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do
        self.admin = PushAdmin(do)
        self.internal = PushInternal(do)

    def preferences(self) -> models.Preferences:
        """`GET /api/push/preferences`"""
        answer: models.Preferences = self._do_call(Call("GET", "/api/push/preferences", again=True))
        return answer

    def set_preferences(
        self, *, dnd: models.QuietHoursRequest | None = None, preview_hidden: bool | None = None
    ) -> models.Preferences:
        """`PUT /api/push/preferences`"""
        answer: models.Preferences = self._do_call(
            Call(
                "PUT",
                "/api/push/preferences",
                body=given({"dnd": dnd, "previewHidden": preview_hidden}),
                again=True,
            )
        )
        return answer

    def receive(
        self,
        *,
        push_id: str | None = None,
        task_id: str | None = None,
        device_id: str | None = None,
        user_id: str | None = None,
        event: Literal["RECEIVED", "DISPLAYED", "CLICKED", "DISMISSED"] | None = None,
        at: int | None = None,
        vendor: Literal[
            "APNS",
            "APNS_VOIP",
            "APNS_LIVE",
            "FCM",
            "HUAWEI",
            "HARMONY",
            "HONOR",
            "XIAOMI",
            "OPPO",
            "VIVO",
            "MEIZU",
            "WEBPUSH",
        ]
        | None = None,
        action_id: str | None = None,
        events: Sequence[models.SeenPushRequest] | None = None,
    ) -> models.Received:
        """推送回执/接收 `POST /api/push/receive-push`"""
        answer: models.Received = self._do_call(
            Call(
                "POST",
                "/api/push/receive-push",
                body=given(
                    {
                        "pushId": push_id,
                        "taskId": task_id,
                        "deviceId": device_id,
                        "userId": user_id,
                        "event": event,
                        "at": at,
                        "vendor": vendor,
                        "actionId": action_id,
                        "events": events,
                    }
                ),
            )
        )
        return answer

    def register(
        self,
        *,
        user_id: str,
        device_id: str,
        platform: Literal["ANDROID", "IOS", "HARMONY", "WEB"],
        vendor: Literal[
            "APNS",
            "APNS_VOIP",
            "APNS_LIVE",
            "FCM",
            "HUAWEI",
            "HARMONY",
            "HONOR",
            "XIAOMI",
            "OPPO",
            "VIVO",
            "MEIZU",
            "WEBPUSH",
        ],
        token: str,
        environment: Literal["PROD", "SANDBOX"] | None = None,
        bundle_id: str | None = None,
        keys: Any | None = None,
        locale: str | None = None,
        timezone: str | None = None,
        app_version: str | None = None,
        os_version: str | None = None,
        brand: str | None = None,
        model: str | None = None,
        sdk_version: str | None = None,
        tags: Sequence[str] | None = None,
        notification_enabled: bool | None = None,
    ) -> models.Registered:
        """设备注册推送 token `POST /api/push/register`"""
        answer: models.Registered = self._do_call(
            Call(
                "POST",
                "/api/push/register",
                body=given(
                    {
                        "userId": user_id,
                        "deviceId": device_id,
                        "platform": platform,
                        "vendor": vendor,
                        "token": token,
                        "environment": environment,
                        "bundleId": bundle_id,
                        "keys": keys,
                        "locale": locale,
                        "timezone": timezone,
                        "appVersion": app_version,
                        "osVersion": os_version,
                        "brand": brand,
                        "model": model,
                        "sdkVersion": sdk_version,
                        "tags": tags,
                        "notificationEnabled": notification_enabled,
                    }
                ),
            )
        )
        return answer

    def send(
        self,
        *,
        request_id: str | None = None,
        audience: models.AudienceRequest | None = None,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        notification: models.NotificationRequest | None = None,
        title: str | None = None,
        body: str | None = None,
        data: Mapping[str, str | float | bool] | None = None,
        options: models.OptionsRequest | None = None,
        idempotency_key: str | None = None,
    ) -> models.SentPush:
        """发送推送 `POST /api/push/send`"""
        answer: models.SentPush = self._do_call(
            Call(
                "POST",
                "/api/push/send",
                body=given(
                    {
                        "requestId": request_id,
                        "audience": audience,
                        "userId": user_id,
                        "userIds": user_ids,
                        "notification": notification,
                        "title": title,
                        "body": body,
                        "data": data,
                        "options": options,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    def unregister(
        self,
        *,
        device_id: str | None = None,
        token: str | None = None,
        user_id: str | None = None,
        vendor: Literal[
            "APNS",
            "APNS_VOIP",
            "APNS_LIVE",
            "FCM",
            "HUAWEI",
            "HARMONY",
            "HONOR",
            "XIAOMI",
            "OPPO",
            "VIVO",
            "MEIZU",
            "WEBPUSH",
        ]
        | None = None,
    ) -> models.Unregistered:
        """设备取消注册 `DELETE /api/push/unregister`"""
        answer: models.Unregistered = self._do_call(
            Call(
                "DELETE",
                "/api/push/unregister",
                query={"deviceId": device_id, "token": token, "userId": user_id, "vendor": vendor},
                again=True,
            )
        )
        return answer


class AsyncPush:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do
        self.admin = AsyncPushAdmin(do)
        self.internal = AsyncPushInternal(do)

    async def preferences(self) -> models.Preferences:
        """`GET /api/push/preferences`"""
        answer: models.Preferences = await self._do_call(Call("GET", "/api/push/preferences", again=True))
        return answer

    async def set_preferences(
        self, *, dnd: models.QuietHoursRequest | None = None, preview_hidden: bool | None = None
    ) -> models.Preferences:
        """`PUT /api/push/preferences`"""
        answer: models.Preferences = await self._do_call(
            Call(
                "PUT",
                "/api/push/preferences",
                body=given({"dnd": dnd, "previewHidden": preview_hidden}),
                again=True,
            )
        )
        return answer

    async def receive(
        self,
        *,
        push_id: str | None = None,
        task_id: str | None = None,
        device_id: str | None = None,
        user_id: str | None = None,
        event: Literal["RECEIVED", "DISPLAYED", "CLICKED", "DISMISSED"] | None = None,
        at: int | None = None,
        vendor: Literal[
            "APNS",
            "APNS_VOIP",
            "APNS_LIVE",
            "FCM",
            "HUAWEI",
            "HARMONY",
            "HONOR",
            "XIAOMI",
            "OPPO",
            "VIVO",
            "MEIZU",
            "WEBPUSH",
        ]
        | None = None,
        action_id: str | None = None,
        events: Sequence[models.SeenPushRequest] | None = None,
    ) -> models.Received:
        """推送回执/接收 `POST /api/push/receive-push`"""
        answer: models.Received = await self._do_call(
            Call(
                "POST",
                "/api/push/receive-push",
                body=given(
                    {
                        "pushId": push_id,
                        "taskId": task_id,
                        "deviceId": device_id,
                        "userId": user_id,
                        "event": event,
                        "at": at,
                        "vendor": vendor,
                        "actionId": action_id,
                        "events": events,
                    }
                ),
            )
        )
        return answer

    async def register(
        self,
        *,
        user_id: str,
        device_id: str,
        platform: Literal["ANDROID", "IOS", "HARMONY", "WEB"],
        vendor: Literal[
            "APNS",
            "APNS_VOIP",
            "APNS_LIVE",
            "FCM",
            "HUAWEI",
            "HARMONY",
            "HONOR",
            "XIAOMI",
            "OPPO",
            "VIVO",
            "MEIZU",
            "WEBPUSH",
        ],
        token: str,
        environment: Literal["PROD", "SANDBOX"] | None = None,
        bundle_id: str | None = None,
        keys: Any | None = None,
        locale: str | None = None,
        timezone: str | None = None,
        app_version: str | None = None,
        os_version: str | None = None,
        brand: str | None = None,
        model: str | None = None,
        sdk_version: str | None = None,
        tags: Sequence[str] | None = None,
        notification_enabled: bool | None = None,
    ) -> models.Registered:
        """设备注册推送 token `POST /api/push/register`"""
        answer: models.Registered = await self._do_call(
            Call(
                "POST",
                "/api/push/register",
                body=given(
                    {
                        "userId": user_id,
                        "deviceId": device_id,
                        "platform": platform,
                        "vendor": vendor,
                        "token": token,
                        "environment": environment,
                        "bundleId": bundle_id,
                        "keys": keys,
                        "locale": locale,
                        "timezone": timezone,
                        "appVersion": app_version,
                        "osVersion": os_version,
                        "brand": brand,
                        "model": model,
                        "sdkVersion": sdk_version,
                        "tags": tags,
                        "notificationEnabled": notification_enabled,
                    }
                ),
            )
        )
        return answer

    async def send(
        self,
        *,
        request_id: str | None = None,
        audience: models.AudienceRequest | None = None,
        user_id: str | None = None,
        user_ids: Sequence[str] | None = None,
        notification: models.NotificationRequest | None = None,
        title: str | None = None,
        body: str | None = None,
        data: Mapping[str, str | float | bool] | None = None,
        options: models.OptionsRequest | None = None,
        idempotency_key: str | None = None,
    ) -> models.SentPush:
        """发送推送 `POST /api/push/send`"""
        answer: models.SentPush = await self._do_call(
            Call(
                "POST",
                "/api/push/send",
                body=given(
                    {
                        "requestId": request_id,
                        "audience": audience,
                        "userId": user_id,
                        "userIds": user_ids,
                        "notification": notification,
                        "title": title,
                        "body": body,
                        "data": data,
                        "options": options,
                    }
                ),
                again=True,
                key=idempotency_key or new_key(),
            )
        )
        return answer

    async def unregister(
        self,
        *,
        device_id: str | None = None,
        token: str | None = None,
        user_id: str | None = None,
        vendor: Literal[
            "APNS",
            "APNS_VOIP",
            "APNS_LIVE",
            "FCM",
            "HUAWEI",
            "HARMONY",
            "HONOR",
            "XIAOMI",
            "OPPO",
            "VIVO",
            "MEIZU",
            "WEBPUSH",
        ]
        | None = None,
    ) -> models.Unregistered:
        """设备取消注册 `DELETE /api/push/unregister`"""
        answer: models.Unregistered = await self._do_call(
            Call(
                "DELETE",
                "/api/push/unregister",
                query={"deviceId": device_id, "token": token, "userId": user_id, "vendor": vendor},
                again=True,
            )
        )
        return answer
