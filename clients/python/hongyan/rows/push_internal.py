"""`push.internal`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given


class PushInternal:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def device_logs(
        self,
        *,
        app_key: str | None = None,
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
        """内部设备日志 `GET /api/push/internal/device-logs`"""
        answer: models.Logs = self._do_call(
            Call(
                "GET",
                "/api/push/internal/device-logs",
                query={
                    "appKey": app_key,
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

    def search_diagnostics(
        self,
        *,
        token: str,
        app_key: str | None = None,
        logs: int | None = None,
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
    ) -> models.Matches:
        """按 token 查询诊断 `GET /api/push/internal/diagnostics/search`"""
        answer: models.Matches = self._do_call(
            Call(
                "GET",
                "/api/push/internal/diagnostics/search",
                query={"appKey": app_key, "logs": logs, "token": token, "vendor": vendor},
                again=True,
            )
        )
        return answer

    def notify(
        self,
        *,
        event_id: str,
        to_user_ids: Sequence[str],
        app_key: str | None = None,
        type_: Literal["IM_MESSAGE", "IM_REVOKE", "FRIEND_REQUEST", "GROUP_NOTICE", "CALL", "CUSTOM"]
        | None = None,
        from_user_id: str | None = None,
        from_name: str | None = None,
        conversation_id: str | None = None,
        conv_type: Literal["SINGLE", "GROUP"] | None = None,
        group_id: str | None = None,
        group_name: str | None = None,
        msg_type: str | None = None,
        preview: str | None = None,
        mentions: Sequence[str] | None = None,
        mention_all: bool | None = None,
        unread: Mapping[str, int] | None = None,
        offline_push: models.OfflinePushRequest | None = None,
        sent_at: int | None = None,
        force: bool | None = None,
    ) -> models.Notified:
        """内部通知转发 `POST /api/push/internal/notify`"""
        answer: models.Notified = self._do_call(
            Call(
                "POST",
                "/api/push/internal/notify",
                body=given(
                    {
                        "appKey": app_key,
                        "eventId": event_id,
                        "type": type_,
                        "fromUserId": from_user_id,
                        "fromName": from_name,
                        "toUserIds": to_user_ids,
                        "conversationId": conversation_id,
                        "convType": conv_type,
                        "groupId": group_id,
                        "groupName": group_name,
                        "msgType": msg_type,
                        "preview": preview,
                        "mentions": mentions,
                        "mentionAll": mention_all,
                        "unread": unread,
                        "offlinePush": offline_push,
                        "sentAt": sent_at,
                        "force": force,
                    }
                ),
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
        simulate_offline: bool | None = None,
        conversation_id: str | None = None,
        conv_type: Literal["SINGLE", "GROUP"] | None = None,
        group_id: str | None = None,
        from_user_id: str | None = None,
        mentions: Sequence[str] | None = None,
        mention_all: bool | None = None,
    ) -> models.PushTestedInside:
        """内部离线测试 `POST /api/push/internal/test-offline`"""
        answer: models.PushTestedInside = self._do_call(
            Call(
                "POST",
                "/api/push/internal/test-offline",
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
                        "simulateOffline": simulate_offline,
                        "conversationId": conversation_id,
                        "convType": conv_type,
                        "groupId": group_id,
                        "fromUserId": from_user_id,
                        "mentions": mentions,
                        "mentionAll": mention_all,
                    }
                ),
            )
        )
        return answer


class AsyncPushInternal:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def device_logs(
        self,
        *,
        app_key: str | None = None,
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
        """内部设备日志 `GET /api/push/internal/device-logs`"""
        answer: models.Logs = await self._do_call(
            Call(
                "GET",
                "/api/push/internal/device-logs",
                query={
                    "appKey": app_key,
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

    async def search_diagnostics(
        self,
        *,
        token: str,
        app_key: str | None = None,
        logs: int | None = None,
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
    ) -> models.Matches:
        """按 token 查询诊断 `GET /api/push/internal/diagnostics/search`"""
        answer: models.Matches = await self._do_call(
            Call(
                "GET",
                "/api/push/internal/diagnostics/search",
                query={"appKey": app_key, "logs": logs, "token": token, "vendor": vendor},
                again=True,
            )
        )
        return answer

    async def notify(
        self,
        *,
        event_id: str,
        to_user_ids: Sequence[str],
        app_key: str | None = None,
        type_: Literal["IM_MESSAGE", "IM_REVOKE", "FRIEND_REQUEST", "GROUP_NOTICE", "CALL", "CUSTOM"]
        | None = None,
        from_user_id: str | None = None,
        from_name: str | None = None,
        conversation_id: str | None = None,
        conv_type: Literal["SINGLE", "GROUP"] | None = None,
        group_id: str | None = None,
        group_name: str | None = None,
        msg_type: str | None = None,
        preview: str | None = None,
        mentions: Sequence[str] | None = None,
        mention_all: bool | None = None,
        unread: Mapping[str, int] | None = None,
        offline_push: models.OfflinePushRequest | None = None,
        sent_at: int | None = None,
        force: bool | None = None,
    ) -> models.Notified:
        """内部通知转发 `POST /api/push/internal/notify`"""
        answer: models.Notified = await self._do_call(
            Call(
                "POST",
                "/api/push/internal/notify",
                body=given(
                    {
                        "appKey": app_key,
                        "eventId": event_id,
                        "type": type_,
                        "fromUserId": from_user_id,
                        "fromName": from_name,
                        "toUserIds": to_user_ids,
                        "conversationId": conversation_id,
                        "convType": conv_type,
                        "groupId": group_id,
                        "groupName": group_name,
                        "msgType": msg_type,
                        "preview": preview,
                        "mentions": mentions,
                        "mentionAll": mention_all,
                        "unread": unread,
                        "offlinePush": offline_push,
                        "sentAt": sent_at,
                        "force": force,
                    }
                ),
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
        simulate_offline: bool | None = None,
        conversation_id: str | None = None,
        conv_type: Literal["SINGLE", "GROUP"] | None = None,
        group_id: str | None = None,
        from_user_id: str | None = None,
        mentions: Sequence[str] | None = None,
        mention_all: bool | None = None,
    ) -> models.PushTestedInside:
        """内部离线测试 `POST /api/push/internal/test-offline`"""
        answer: models.PushTestedInside = await self._do_call(
            Call(
                "POST",
                "/api/push/internal/test-offline",
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
                        "simulateOffline": simulate_offline,
                        "conversationId": conversation_id,
                        "convType": conv_type,
                        "groupId": group_id,
                        "fromUserId": from_user_id,
                        "mentions": mentions,
                        "mentionAll": mention_all,
                    }
                ),
            )
        )
        return answer
