"""Somebody who talks through a whole installation: over REST and over sockets, as an app's client would."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any
from urllib.parse import urlencode

from TLSSigAPIv2 import TLSSigAPIv2

from tests.im.realtime.phone import Phone
from tests.whole.installation import Answer, Installation

SEND = "/api/im/messages/send"
OFFLINE = "/api/im/messages/offline"
PAGE = 100
TRIES = 50


def text(to_id: str, words: str, key: str | None = None) -> dict[str, Any]:
    body = {"chatType": "SINGLE", "toId": to_id, "msgType": "TEXT", "content": {"text": words}}
    return {**body, "clientMsgId": key} if key else body


def sig_of(installation: Installation, user_id: str) -> str:
    """By the field's own generator for Python."""
    app = installation.app
    return str(TLSSigAPIv2(app["sdkAppId"], app["secretKey"]).gen_sig(user_id))


class Person:
    """Logs in when made. `data` of the calls is what the envelope carries; they must succeed."""

    def __init__(
        self,
        installation: Installation,
        user_id: str,
        *,
        sig: str = "",
        platform: str = "ANDROID",
        device_id: str = "",
    ) -> None:
        self.installation, self.user_id = installation, user_id
        body = {"userSig": sig or sig_of(installation, user_id), "platform": platform, "deviceId": device_id}
        answer = installation.call("POST", "/api/im/auth/login", body, headers={})
        assert answer.code == 200, answer
        self.login: dict[str, Any] = answer.data
        self.token: str = answer.data["token"]

    def call(self, method: str, path: str, body: Any = None, /, **query: Any) -> Answer:
        words = f"?{urlencode(query)}" if query else ""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.installation.call(method, path + words, body, headers=headers)

    def data(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """What reads is tried again on a 503: that is how a thread learns that its PostgreSQL was killed."""
        answer = self.call(method, path, body, **query)
        for _ in range(TRIES):
            if method != "GET" or answer.code != 503:
                break
            sleep(0.1)
            answer = self.call(method, path, body, **query)
        assert answer.code == 200, answer
        return answer.data

    def say(self, to_id: str, words: str, key: str | None = None) -> dict[str, Any]:
        message: dict[str, Any] = self.data("POST", SEND, text(to_id, words, key))
        return message

    def history(self, peer: str, chat_type: str = "SINGLE") -> list[dict[str, Any]]:
        """All of it, first to last, page by page."""
        row = "history" if chat_type == "SINGLE" else "group-history"
        items: list[dict[str, Any]] = []
        more = True
        while more:
            after = items[-1]["seq"] if items else 0
            page = self.data("GET", f"/api/im/messages/{row}/{peer}", afterSeq=after, limit=PAGE)
            items += page["items"]
            more = page["hasMore"]
        return items

    def sync(self, peer: str, *, after: int = 0, **more: Any) -> list[dict[str, Any]]:
        """What a device that has the messages up to `after` is brought, in as many calls as it takes."""
        items: list[dict[str, Any]] = []
        going = True
        while going:
            cursor = {"targetId": peer, "chatType": "SINGLE", "seq": after, "version": 0}
            body = {"deviceId": "sync", "cursors": [cursor], "limitPerConversation": PAGE, **more}
            found = self.data("POST", OFFLINE, body)["conversations"]
            mine = [row for row in found if row["targetId"] == peer]
            items += [message for row in mine for message in row["messages"]]
            going = any(row["hasMore"] for row in mine)
            after = items[-1]["seq"] if items else after
        return items

    def conversation(self, peer: str) -> dict[str, Any]:
        rows = self.data("GET", "/api/im/conversations", limit=100)["items"]
        found: dict[str, Any] = next(row for row in rows if row["targetId"] == peer)
        return found

    def read(self, peer: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.data("PUT", f"/api/im/conversations/{peer}/read", {})
        return answer

    @contextmanager
    def phone(self) -> Iterator[Phone]:
        """A socket that was greeted. Raises what `connect` raises when there is no gateway."""
        phone = Phone(self.login["wsUrl"], self.token)
        try:
            phone.hello = phone.hear("hello")["data"]
            yield phone
        finally:
            phone.hang_up()
