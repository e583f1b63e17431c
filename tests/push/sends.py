"""A send by its door."""

from typing import Any

from tests.client import Answer, Client

SEND = "/api/push/send"
HELLO = {"title": "Hi", "body": "there"}


def send(client: Client, **body: Any) -> Answer:
    """To bob, unless `audience` says otherwise."""
    return client.post(SEND, {"audience": {"userIds": ["bob"]}, "notification": HELLO, **body})
