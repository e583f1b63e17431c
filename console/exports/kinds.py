"""What can be exported: of each kind its rows, its columns, what narrows it down, and who may have it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model

from accounts.models import Account, OperatorRole
from console.models import ExportKind
from im.messages.models import Message
from im.moderation.models import KeywordFilter
from journal.models import Operation
from push.models import DeviceLog
from webhooks.models import Delivery

Row = dict[str, Any]


def _as_it_is(row: Row) -> Row:
    return row


@dataclass(frozen=True)
class Kind:
    """`columns` of the file, each with the lookup that leads to it; `filters`: the same of what narrows down.

    `at` is the moment that a range of time asks about; without it there is none.
    """

    model: type[Model]
    role: OperatorRole
    columns: Mapping[str, str]
    at: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    tidy: Callable[[Row], Row] = _as_it_is

    @property
    def takes(self) -> set[str]:
        return {*self.filters, *(("since", "until") if self.at else ())}


def _told(row: Row) -> Row:
    """What a revoked message said is shown to nobody."""
    return {**row, "content": {}, "ext": ""} if row["status"] == "REVOKED" else row


KINDS: Final[Mapping[str, Kind]] = {
    ExportKind.ACCOUNTS: Kind(
        Account,
        OperatorRole.ADMINISTRATOR,
        {
            "userId": "user_id",
            "nickname": "nickname",
            "avatar": "avatar",
            "gender": "gender",
            "birthday": "birthday",
            "location": "location",
            "signature": "signature",
            "language": "language",
            "level": "level",
            "role": "role",
            "custom": "custom",
            "admin": "admin",
            "status": "status",
            "lastLoginAt": "last_login_at",
            "lastSeenAt": "last_seen_at",
            "createdAt": "created_at",
            "updatedAt": "updated_at",
        },
        at="created_at",
        filters={"userId": "user_id"},
    ),
    ExportKind.MESSAGES: Kind(
        Message,
        OperatorRole.ADMINISTRATOR,
        {
            "id": "id",
            "conversationId": "conversation_id",
            "seq": "seq",
            "chatType": "chat_type",
            "fromId": "from_id",
            "toId": "to_id",
            "msgType": "msg_type",
            "content": "content",
            "ext": "ext",
            "status": "status",
            "revision": "revision",
            "clientMsgId": "client_msg_id",
            "createdAt": "created_at",
            "editedAt": "edited_at",
            "revokedAt": "revoked_at",
            "revokedBy": "revoked_by",
        },
        at="created_at",
        filters={"userId": "from_id", "conversationId": "conversation_id"},
        tidy=_told,
    ),
    ExportKind.OPERATIONS: Kind(
        Operation,
        OperatorRole.OPERATOR,
        {
            "id": "id",
            "createdAt": "created_at",
            "operatorRole": "operator_role",
            "operatorId": "operator_id",
            "action": "action",
            "targetType": "target_type",
            "targetId": "target_id",
            "detail": "detail",
            "ip": "ip",
            "userAgent": "user_agent",
        },
        at="created_at",
        filters={"userId": "operator_id"},
    ),
    ExportKind.DEVICE_LOGS: Kind(
        DeviceLog,
        OperatorRole.OPERATOR,
        {
            "id": "id",
            "at": "at",
            "event": "event",
            "level": "level",
            "userId": "user_id",
            "deviceId": "device_id",
            "vendor": "vendor",
            "taskId": "notice_id",
            "deliveryId": "delivery_id",
            "attempt": "attempt",
            "httpStatus": "http_status",
            "vendorCode": "vendor_code",
            "vendorMessage": "vendor_message",
            "latencyMs": "latency_ms",
            "tokenMasked": "token_masked",
            "detail": "detail",
        },
        at="at",
        filters={"userId": "user_id"},
    ),
    ExportKind.DELIVERIES: Kind(
        Delivery,
        OperatorRole.OPERATOR,
        {
            "id": "id",
            "endpointId": "endpoint_id",
            "eventId": "event_id",
            "type": "type",
            "status": "status",
            "tries": "tries",
            "httpStatus": "http_status",
            "durationMs": "duration_ms",
            "error": "error",
            "createdAt": "created_at",
        },
        at="created_at",
    ),
    ExportKind.WORDS: Kind(
        KeywordFilter,
        OperatorRole.OPERATOR,
        {
            "word": "word",
            "matchType": "match_type",
            "action": "action",
            "replacement": "replacement",
            "category": "category",
            "scopes": "scopes",
            "enabled": "enabled",
            "hitCount": "hit_count",
            "createdAt": "created_at",
        },
    ),
}
