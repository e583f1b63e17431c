"""Something that happens at the press of a button: Alice writes to Bob in the demo app."""

from random import choice
from uuid import uuid4

from django.shortcuts import get_object_or_404

from accounts.models import Account
from im.messages.actions import send_one
from im.messages.sends import Send

WORDS = [
    "Hello Bob! Did your server hear this too? 👋",
    "你好,Bob!这条消息也会告诉你的服务器。",
    "Lunch at one? 🍜",
    "明天的会议改到下午三点。",
    "Signed, delivered, verified. ✅",
]


def greet() -> None:
    people = Account.objects.there().select_related("app")
    alice = get_object_or_404(people, app__app_key="demo", user_id="alice")
    send_one(
        Send(
            app=alice.app,
            sender=alice,
            chat_type="SINGLE",
            to_id="bob",
            msg_type="TEXT",
            content={"text": choice(WORDS)},
            client_msg_id=f"greeting-{uuid4().hex}",
        )
    )
