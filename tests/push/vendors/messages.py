"""Messages and targets as the engine makes them, for the tests of what is rendered."""

from typing import Any

from push.vendors.contract import Message, Target


def told(**changes: Any) -> Message:
    said: dict[str, Any] = {"push_id": "71", "task_id": "7", "title": "Alice", "body": "你好", "badge": 3}
    return Message(**(said | changes))


def silent(**changes: Any) -> Message:
    said: dict[str, Any] = {"push_id": "71", "task_id": "7", "silent": True, "high": False}
    return Message(**(said | changes))


def targets(*tokens: str) -> list[Target]:
    return [Target(number, token, bundle_id="com.acme.chat") for number, token in enumerate(tokens)]
