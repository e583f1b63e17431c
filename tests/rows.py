"""Every row of the API with an example call. A row that is served but does not stand here fails the walk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.client import Answer, Client
from tests.shapes import template_of

NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Row:
    """`door`: P, U, A, T, I, as the contract has them, K (the appKey), B (the app's back end); `caller` of
    the cast makes the call.

    In path, query and body a value `$user`, `$message`, `$group` … stands for an id of the case at hand.
    `missing`: what an unknown id is answered; None where the row makes something of any id.
    """

    door: str
    caller: str = ""
    body: Any = None
    query: dict[str, Any] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    missing: int | None = 404

    @property
    def who(self) -> str:
        usual = {"P": "anonymous", "U": "as_alice", "A": "as_root", "T": "as_operator", "I": "as_internal"}
        usual |= {"K": "as_phone", "B": "as_server"}
        return self.caller or usual[self.door]

    @property
    def has_id(self) -> bool:
        return "$" in repr((self.path, self.query, self.body)).replace("$sig", "").replace("$refresh", "")


USER = {"userId": "$user"}
TARGET = {"targetId": "$user"}
MESSAGE = {"messageId": "$message"}
FRIEND = {"friendId": "$user"}
GROUP = {"groupId": "$group"}
WORD = {"filterId": "$word"}
PAST = {"chatType": "SINGLE", "fromId": "alice", "toId": "$user", "msgType": "TEXT"}
PAST |= {"content": {"text": "hi"}, "createdAt": 1_600_000_000_000}  # type: ignore[dict-item]
JOINING = {"groupId": "$group", "requestId": "$joining"}
WEBHOOK = {"id": "$webhook"}
OPERATOR = {"username": "$operator"}
OPPO = {"vendor": "OPPO"}
RING = {"audience": {"userIds": ["$user"]}, "notification": {"title": "Hi"}}
HOOK = {"name": "hook", "url": "https://hooks.example.com/im", "events": ["webhook.alert"]}
PHONE = {"userId": "$user", "deviceId": "phone", "platform": "ANDROID", "vendor": "HUAWEI", "token": "HW-1"}
SEEN = {"pushId": "$push", "deviceId": "phone", "event": "RECEIVED"}
TEXT = {"chatType": "SINGLE", "toId": "$user", "msgType": "TEXT", "content": {"text": "hi"}}

ROWS: dict[str, Row] = {
    "POST /api/im/auth/login": Row("P", body={"userSig": "$sig"}),
    "POST /api/im/auth/logout": Row("U"),
    "GET /api/im/platform-events/token": Row("A"),
    "POST /api/im/admin/users/{userId}/usersig": Row("A", body={"expire": 60}, path=USER, missing=None),
    "POST /api/im/admin/users/{userId}/usersig/verify": Row(
        "A", body={"userSig": "x"}, path=USER, missing=200
    ),
    "GET /api/im/accounts/{userId}": Row("U", path=USER),
    "PUT /api/im/accounts/{userId}": Row("U", "as_root", body={"location": "here"}, path=USER),
    "GET /api/im/accounts/search": Row("U", query={"keyword": "$user"}, missing=200),
    "POST /api/im/accounts/import": Row("A", body={"userId": "zoe"}),
    "POST /api/im/accounts/import/batch": Row("A", body={"userIds": ["zoe"]}),
    "DELETE /api/im/accounts/{userId}": Row("A", path=USER),
    "GET /api/im/accounts/{userId}/exists": Row("U", path=USER, missing=200),
    "POST /api/im/messages/send": Row("U", body=TEXT),
    "POST /api/im/messages/{messageId}/revoke": Row("U", body={"reason": "typo"}, path=MESSAGE),
    "PUT /api/im/messages/{messageId}": Row("U", body={"content": {"text": "ho"}}, path=MESSAGE),
    "GET /api/im/messages/history/{toId}": Row("U", path={"toId": "$user"}),
    "GET /api/im/messages/group-history/{groupId}": Row("U", path={"groupId": "$group"}),
    "GET /api/im/messages/search": Row("U", query={"keyword": "hello"}),
    "GET /api/im/messages/offline/count": Row("U"),
    "POST /api/im/messages/offline": Row("U", body={}),
    "GET /api/im/conversations": Row("U"),
    "PUT /api/im/conversations/{targetId}/pinned": Row("U", body={"pinned": True}, path=TARGET),
    "PUT /api/im/conversations/{targetId}/muted": Row("U", body={"muted": True}, path=TARGET),
    "PUT /api/im/conversations/{targetId}/read": Row("U", body={}, path=TARGET),
    "PUT /api/im/conversations/{targetId}/draft": Row("U", body={"draft": "not yet"}, path=TARGET),
    "PUT /api/im/conversations/{targetId}/hidden": Row("U", body={"hidden": True}, path=TARGET),
    "PUT /api/im/conversations/{targetId}/group": Row("U", body={"groupName": "work"}, path=TARGET),
    "GET /api/im/conversation-groups": Row("U"),
    "GET /api/im/conversation-groups/{groupName}": Row("U", path={"groupName": "$filed"}),
    "DELETE /api/im/conversations/{targetId}": Row("U", path=TARGET),
    "GET /api/im/friends": Row("U"),
    "POST /api/im/friends": Row("U", body={"friendId": "$user"}),
    "POST /api/im/friends/batch": Row("U", body={"friends": [{"friendId": "$user"}]}, missing=200),
    "DELETE /api/im/friends/{friendId}": Row("U", path=FRIEND),
    "DELETE /api/im/friends": Row("U", query={"confirm": "true"}),
    "POST /api/im/friends/batch/remove": Row("U", body={"friendIds": ["$user"]}, missing=200),
    "PUT /api/im/friends/{friendId}/group": Row("U", body={"groupName": "pals"}, path=FRIEND),
    "GET /api/im/friends/groups": Row("U"),
    "GET /api/im/friends/groups/{groupName}": Row("U", path={"groupName": "$circle"}),
    "POST /api/im/friends/check": Row("U", body={"userIds": ["$user"]}, missing=200),
    "GET /api/im/friend-requests": Row("U"),
    "POST /api/im/friend-requests/{requestId}/accept": Row("U", path={"requestId": "$request"}),
    "POST /api/im/friend-requests/{requestId}/reject": Row("U", path={"requestId": "$request"}),
    "GET /api/im/blacklist": Row("U"),
    "POST /api/im/blacklist": Row("U", body={"userIds": ["$user"]}, missing=200),
    "DELETE /api/im/blacklist": Row("U", query={"userIds": "$user"}, missing=200),
    "GET /api/im/blacklist/check": Row("U", query={"userIds": "$user"}, missing=200),
    "POST /api/im/groups": Row("U", "as_root", body={"name": "Team", "ownerId": "$user"}),
    "GET /api/im/groups": Row("U"),
    "GET /api/im/groups/public": Row("U"),
    "GET /api/im/groups/search": Row("U", query={"keyword": "$group"}, missing=200),
    "GET /api/im/groups/{groupId}": Row("U", path=GROUP),
    "PUT /api/im/groups/{groupId}": Row("U", body={"introduction": "hello"}, path=GROUP),
    "DELETE /api/im/groups/{groupId}": Row("U", path=GROUP),
    "GET /api/im/groups/{groupId}/members": Row("U", path=GROUP),
    "GET /api/im/groups/{groupId}/members/search": Row("U", query={"keyword": "b"}, path=GROUP),
    "POST /api/im/groups/{groupId}/members": Row("U", body=USER, path=GROUP),
    "POST /api/im/groups/{groupId}/members/batch": Row("U", body={"userIds": ["$user"]}, path=GROUP),
    "DELETE /api/im/groups/{groupId}/members/{targetUserId}": Row(
        "U", path={**GROUP, "targetUserId": "$user"}
    ),
    "POST /api/im/groups/{groupId}/members/batch/remove": Row("U", body={"userIds": ["$user"]}, path=GROUP),
    "POST /api/im/groups/{groupId}/roles": Row("U", body={**USER, "role": "ADMIN"}, path=GROUP),
    "POST /api/im/groups/{groupId}/owner": Row("U", body={"newOwnerId": "$user"}, path=GROUP),
    "POST /api/im/groups/{groupId}/mute": Row("U", body={"userIds": ["$user"], "duration": 60}, path=GROUP),
    "POST /api/im/groups/{groupId}/join-requests": Row(
        "U", body={"message": "hi"}, path={"groupId": "$lodge"}
    ),
    "GET /api/im/groups/{groupId}/join-requests": Row("U", path=GROUP),
    "POST /api/im/groups/{groupId}/join-requests/{requestId}/accept": Row(
        "U", body={"message": "yes"}, path=JOINING
    ),
    "POST /api/im/groups/{groupId}/join-requests/{requestId}/reject": Row(
        "U", body={"message": "no"}, path=JOINING
    ),
    "POST /api/im/groups/{groupId}/join-requests/batch/accept": Row(
        "U", body={"requestIds": ["$joining"]}, path=GROUP
    ),
    "POST /api/im/groups/{groupId}/join-requests/batch/reject": Row(
        "U", body={"requestIds": ["$joining"]}, path=GROUP
    ),
    "PUT /api/im/groups/{groupId}/attributes": Row("U", body={"attributes": {"a": "b"}}, path=GROUP),
    "POST /api/im/groups/{groupId}/attributes/delete": Row("U", body={}, path=GROUP),
    "GET /api/im/admin/groups/{groupId}/owner": Row("A", path=GROUP),
    "PUT /api/im/admin/groups/{groupId}/owner": Row("A", body={"newOwnerId": "$user"}, path=GROUP),
    "PUT /api/im/admin/groups/{groupId}/attributes": Row("A", body={"attributes": {"a": "b"}}, path=GROUP),
    "POST /api/im/admin/groups/{groupId}/attributes/delete": Row("A", body={}, path=GROUP),
    "GET /api/im/admin/groups/{groupId}/read-receipts": Row(
        "A", query={"messageIds": "$message"}, path=GROUP
    ),
    "GET /api/im/admin/users/state": Row("A", query={"userIds": "$user"}, missing=200),
    "POST /api/im/admin/users/kick": Row("A", body={"userId": "$user"}, missing=200),
    "GET /api/im/admin/settings": Row("A"),
    "PUT /api/im/admin/settings": Row("A", body={"tokenTtl": 600}),
    "POST /api/im/admin/messages/read": Row("A", body={"userId": "$user", "targetId": "alice"}),
    "POST /api/im/admin/messages/batch-send": Row(
        "A",
        body={"toIds": ["$user"], "groupIds": ["$group"], "msgType": "TEXT", "content": {"text": "hi"}},
        missing=200,
    ),
    "GET /api/im/admin/messages/batch-send/{taskId}": Row("A", path={"taskId": "$task"}),
    "POST /api/im/admin/messages/import": Row("A", body={"messages": [PAST]}, missing=200),
    "GET /api/im/admin/keyword-filters": Row("A", query={"keyword": "cas"}),
    "POST /api/im/admin/keyword-filters": Row("A", body={"word": "lottery"}),
    "PUT /api/im/admin/keyword-filters/{filterId}": Row("A", body={"action": "FLAG"}, path=WORD),
    "DELETE /api/im/admin/keyword-filters/{filterId}": Row("A", path=WORD),
    "POST /api/im/admin/keyword-filters/test": Row("A", body={"text": "a casino"}),
    "POST /api/im/admin/keyword-filters/import": Row("A", body={"format": "txt", "content": "lottery"}),
    "GET /api/im/admin/keyword-filters/export": Row("A", query={"format": "txt"}),
    "POST /api/im/admin/keyword-filters/batch/remove": Row("A", body={"ids": ["$word"]}, missing=200),
    "GET /api/im/admin/flagged": Row("A"),
    "POST /api/im/admin/flagged/{id}/review": Row("A", body={"decision": "APPROVE"}, path={"id": "$flagged"}),
    "GET /api/im/admin/global-mute": Row("A", query={"userId": "$user"}),
    "PUT /api/im/admin/global-mute": Row("A", body={"userId": "$user", "singleDuration": 60}),
    "GET /api/im/admin/operation-logs": Row("A"),
    "GET /api/im/admin/webhooks": Row("A"),
    "POST /api/im/admin/webhooks": Row("A", body=HOOK),
    "PUT /api/im/admin/webhooks/{id}": Row("A", body={"name": "renamed"}, path=WEBHOOK),
    "DELETE /api/im/admin/webhooks/{id}": Row("A", path=WEBHOOK),
    "GET /api/im/admin/webhook-alerts": Row("A", query={"webhookId": "$webhook"}, missing=200),
    "POST /api/im/admin/webhook-alerts/{id}/acknowledge": Row(
        "A", body={"note": "seen"}, path={"id": "$alert"}
    ),
    "GET /api/im/admin/webhooks/{id}/health": Row("A", path=WEBHOOK),
    "GET /api/im/admin/webhook-deliveries": Row("A"),
    "POST /api/im/admin/webhook-deliveries/{id}/redeliver": Row("A", path={"id": "$delivery"}),
    "POST /api/im/admin/webhooks/{id}/recover": Row("A", body={"since": 1_600_000_000_000}, path=WEBHOOK),
    "POST /api/im/admin/webhooks/{id}/test": Row("A", path=WEBHOOK),
    "POST /api/push/send": Row("B", body=RING, missing=None),
    "POST /api/push/admin/send": Row("A", body=RING, missing=None),
    "GET /api/push/preferences": Row("U"),
    "PUT /api/push/preferences": Row("U", body={"previewHidden": True}),
    "GET /api/push/admin/tasks/{taskId}": Row("A", path={"taskId": "$notice"}),
    "POST /api/push/admin/tasks/{taskId}/cancel": Row("A", path={"taskId": "$notice"}),
    "GET /api/push/admin/templates": Row("A"),
    "PUT /api/push/admin/templates/{code}": Row(
        "A", body={"body": "No. {no}"}, path={"code": "$template"}, missing=None
    ),
    "DELETE /api/push/admin/templates/{code}": Row("A", path={"code": "$template"}),
    "GET /api/push/admin/user-status": Row("A", query={"userId": "$user"}, missing=200),
    "POST /api/push/admin/test-offline": Row("A", body={"userId": "$user"}),
    "POST /api/push/internal/test-offline": Row("I", body={"appKey": "acme", "userId": "$user"}),
    "GET /api/push/internal/diagnostics/search": Row("I", query={"token": "0" * 64}),
    "GET /api/push/admin/credentials": Row("A"),
    "PUT /api/push/admin/credentials/{vendor}": Row(
        "A", body={"appKey": "oppos-key", "masterSecret": "secret"}, path=OPPO
    ),
    "DELETE /api/push/admin/credentials/{vendor}": Row("A", path=OPPO),
    "POST /api/push/admin/credentials/{vendor}/check": Row("A", path=OPPO),
    "POST /api/im/internal/presence/resolve-token": Row("I", body={"token": "x"}),
    "GET /api/im/internal/presence/users/{userId}": Row(
        "I", query={"appKey": "acme"}, path=USER, missing=200
    ),
    "POST /api/push/internal/notify": Row(
        "I", body={"appKey": "acme", "eventId": "1", "toUserIds": ["$user"]}, missing=200
    ),
    "POST /api/push/register": Row("K", body=PHONE, missing=None),
    "GET /api/push/admin/device-logs": Row("A", query={"taskId": "$notice"}, missing=200),
    "GET /api/push/internal/device-logs": Row("I", query={"taskId": "$notice"}, missing=200),
    "POST /api/push/receive-push": Row("K", body={"events": [SEEN]}, missing=200),
    "DELETE /api/push/unregister": Row("K", query={"deviceId": "phone"}),
    "POST /api/platform/auth/token": Row("P", body={"username": "olga", "password": "correct horse battery"}),
    "POST /api/platform/auth/refresh": Row("P", body={"refresh": "$refresh"}),
    "GET /api/platform/apps": Row("T"),
    "POST /api/platform/apps": Row("T", body={"name": "Shop"}),
    "POST /api/platform/apps/{appKey}/rotate-secret": Row("T", body={}, path={"appKey": "$app"}),
    "GET /api/platform/operators": Row("T"),
    "POST /api/platform/operators": Row("T", body={"username": "nora", "appKey": "$app", "role": "VIEWER"}),
    "PUT /api/platform/operators/{username}": Row("T", "as_chief", body={"name": "Otto"}, path=OPERATOR),
    "POST /api/platform/operators/{username}/reset-password": Row("T", "as_chief", path=OPERATOR),
    "POST /api/platform/operators/{username}/reset-two-factor": Row("T", "as_chief", path=OPERATOR),
    "PUT /api/platform/operators/{username}/mandates/{appKey}": Row(
        "T", body={"role": "SUPPORT"}, path={**OPERATOR, "appKey": "$app"}
    ),
    "DELETE /api/platform/operators/{username}/mandates/{appKey}": Row(
        "T", path={**OPERATOR, "appKey": "$app"}
    ),
}


def served() -> dict[str, str]:
    """What the URL table serves: row, and the template of its path."""
    return {f"{method} {template}": template for template, methods in routes() for method in methods}


def permissions() -> dict[str, tuple[type, ...]]:
    """The permission classes that each row's view asks."""
    found = {}
    for template, view in _rows():
        for method, action in view.actions.items():
            asked = view.cls(**view.initkwargs, action=action).get_permissions()
            found[f"{method.upper()} {template}"] = tuple(type(permission) for permission in asked)
    return {name: classes for name, classes in found.items() if name in served()}


def views() -> Iterator[tuple[str, Any, str]]:
    """Each row with its view and the action there."""
    for template, view in _rows():
        yield from (
            (f"{method.upper()} {template}", view.cls, action) for method, action in view.actions.items()
        )


def routes() -> Iterator[tuple[str, list[str]]]:
    return ((template, _methods(view)) for template, view in _rows())


def _methods(view: Any) -> list[str]:
    return [method.upper() for method in view.actions if method != "head"]


def _rows() -> Iterator[tuple[str, Any]]:
    for template, view in _views(get_resolver().url_patterns, "/"):
        if template.startswith("/api/") and getattr(view, "actions", None):
            yield template, view


def _views(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        here = prefix + template_of(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.callback


def filled(value: Any, ids: dict[str, str]) -> Any:
    """With the case's ids in the place of `$user` and its like."""
    if isinstance(value, dict):
        return {key: filled(inner, ids) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, ids) for inner in value]
    return ids[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def path_of(name: str, ids: dict[str, str]) -> str:
    words = filled(ROWS[name].path, ids)
    return NAME.sub(lambda match: str(words[match.group(1)]), name.partition(" ")[2])


def call(client: Client, name: str, ids: dict[str, str], **changes: Any) -> Answer:
    """The row's example call; `changes` replace parts of it."""
    row = replace(ROWS[name], **{key: changes.pop(key) for key in ("body", "query") if key in changes})
    method = changes.pop("method", name.partition(" ")[0])
    path = changes.pop("url", None) or path_of(name, ids)
    if "raw" not in changes:
        changes["body"] = filled(row.body, ids)
    query = row.query if isinstance(row.query, str) else filled(row.query, ids)
    return client.call(method, path, query=query, **changes)
