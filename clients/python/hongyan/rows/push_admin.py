"""`push.admin`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given, new_key
from hongyan.rows.push_admin_credentials import AsyncPushAdminCredentials, PushAdminCredentials
from hongyan.rows.push_admin_tasks import AsyncPushAdminTasks, PushAdminTasks
from hongyan.rows.push_admin_templates import AsyncPushAdminTemplates, PushAdminTemplates


class PushAdmin:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do
        self.credentials = PushAdminCredentials(do)
        self.tasks = PushAdminTasks(do)
        self.templates = PushAdminTemplates(do)

    def device_logs(
        self,
        *,
        cursor: str | None = None,
        device_id: str | None = None,
        event: Literal[
            "REGISTER",
            "REBIND",
            "UNREGISTER",
            "REPLACED",
            "INVALIDATED",
            "QUEUED",
            "SKIPPED",
            "SENT",
            "ACCEPTED",
            "RETRY",
            "FAILED",
            "DELIVERED",
            "DISPLAYED",
            "CLICKED",
            "TEST",
            "PARSE_ERROR",
        ]
        | None = None,
        from_: int | None = None,
        page: int | None = None,
        size: int | None = None,
        task_id: str | None = None,
        to: int | None = None,
        token_hash: str | None = None,
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
    ) -> models.Logs:
        """设备日志 `GET /api/push/admin/device-logs`"""
        answer: models.Logs = self._do_call(
            Call(
                "GET",
                "/api/push/admin/device-logs",
                query={
                    "cursor": cursor,
                    "deviceId": device_id,
                    "event": event,
                    "from": from_,
                    "page": page,
                    "size": size,
                    "taskId": task_id,
                    "to": to,
                    "tokenHash": token_hash,
                    "userId": user_id,
                    "vendor": vendor,
                },
                again=True,
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
        """`POST /api/push/admin/send`"""
        answer: models.SentPush = self._do_call(
            Call(
                "POST",
                "/api/push/admin/send",
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

    def test_offline(
        self,
        *,
        user_id: str,
        app_key: str | None = None,
        device_id: str | None = None,
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
        title: str | None = None,
        body: str | None = None,
        data: Mapping[str, str | float | bool] | None = None,
        dry_run: bool | None = None,
    ) -> models.PushTested:
        """离线推送测试 `POST /api/push/admin/test-offline`"""
        answer: models.PushTested = self._do_call(
            Call(
                "POST",
                "/api/push/admin/test-offline",
                body=given(
                    {
                        "appKey": app_key,
                        "userId": user_id,
                        "deviceId": device_id,
                        "vendor": vendor,
                        "title": title,
                        "body": body,
                        "data": data,
                        "dryRun": dry_run,
                    }
                ),
            )
        )
        return answer

    def user_status(self, *, user_id: Sequence[str]) -> models.UserStatuses:
        """查询用户推送状态 `GET /api/push/admin/user-status`"""
        answer: models.UserStatuses = self._do_call(
            Call("GET", "/api/push/admin/user-status", query={"userId": user_id}, again=True)
        )
        return answer


class AsyncPushAdmin:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do
        self.credentials = AsyncPushAdminCredentials(do)
        self.tasks = AsyncPushAdminTasks(do)
        self.templates = AsyncPushAdminTemplates(do)

    async def device_logs(
        self,
        *,
        cursor: str | None = None,
        device_id: str | None = None,
        event: Literal[
            "REGISTER",
            "REBIND",
            "UNREGISTER",
            "REPLACED",
            "INVALIDATED",
            "QUEUED",
            "SKIPPED",
            "SENT",
            "ACCEPTED",
            "RETRY",
            "FAILED",
            "DELIVERED",
            "DISPLAYED",
            "CLICKED",
            "TEST",
            "PARSE_ERROR",
        ]
        | None = None,
        from_: int | None = None,
        page: int | None = None,
        size: int | None = None,
        task_id: str | None = None,
        to: int | None = None,
        token_hash: str | None = None,
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
    ) -> models.Logs:
        """设备日志 `GET /api/push/admin/device-logs`"""
        answer: models.Logs = await self._do_call(
            Call(
                "GET",
                "/api/push/admin/device-logs",
                query={
                    "cursor": cursor,
                    "deviceId": device_id,
                    "event": event,
                    "from": from_,
                    "page": page,
                    "size": size,
                    "taskId": task_id,
                    "to": to,
                    "tokenHash": token_hash,
                    "userId": user_id,
                    "vendor": vendor,
                },
                again=True,
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
        """`POST /api/push/admin/send`"""
        answer: models.SentPush = await self._do_call(
            Call(
                "POST",
                "/api/push/admin/send",
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

    async def test_offline(
        self,
        *,
        user_id: str,
        app_key: str | None = None,
        device_id: str | None = None,
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
        title: str | None = None,
        body: str | None = None,
        data: Mapping[str, str | float | bool] | None = None,
        dry_run: bool | None = None,
    ) -> models.PushTested:
        """离线推送测试 `POST /api/push/admin/test-offline`"""
        answer: models.PushTested = await self._do_call(
            Call(
                "POST",
                "/api/push/admin/test-offline",
                body=given(
                    {
                        "appKey": app_key,
                        "userId": user_id,
                        "deviceId": device_id,
                        "vendor": vendor,
                        "title": title,
                        "body": body,
                        "data": data,
                        "dryRun": dry_run,
                    }
                ),
            )
        )
        return answer

    async def user_status(self, *, user_id: Sequence[str]) -> models.UserStatuses:
        """查询用户推送状态 `GET /api/push/admin/user-status`"""
        answer: models.UserStatuses = await self._do_call(
            Call("GET", "/api/push/admin/user-status", query={"userId": user_id}, again=True)
        )
        return answer
