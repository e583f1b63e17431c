"""`push.internal`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given


class PushInternal:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

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


class AsyncPushInternal:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

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
