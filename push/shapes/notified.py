"""What another service tells of a chat as the action takes it, and what it is answered."""

from collections.abc import Mapping
from typing import Any

from accounts.models import App
from config.clock import now_ms
from push.notifying import ALL_COUNTS, Answer
from push.told import Told

NAMES = {
    "from_id": "fromUserId",
    "from_name": "fromName",
    "conversation_id": "conversationId",
    "chat_type": "convType",
    "group_id": "groupId",
    "group_name": "groupName",
    "msg_type": "msgType",
    "preview": "preview",
    "unread": "unread",
    "offline_push": "offlinePush",
}


def told_of(app: App, given: Mapping[str, Any]) -> Told:
    named = {ours: given[theirs] for ours, theirs in NAMES.items() if theirs in given}
    return Told(
        app_id=app.pk,
        type=given["type"],
        event_id=given["eventId"],
        user_ids=tuple(dict.fromkeys(given["toUserIds"])),
        sent_at=given.get("sentAt", now_ms()),
        mentions=tuple(given.get("mentions", ())),
        mention_all=given["mentionAll"],
        force=given["force"],
        **named,
    )


def answer_shown(answer: Answer) -> dict[str, Any]:
    return {
        "accepted": answer.accepted,
        "taskId": None if answer.task_id is None else str(answer.task_id),
        "skipped": {name: answer.skipped[name] for name in ALL_COUNTS},
    }
