"""Fills a demo installation with two apps, their people and a little history, and writes demo.json.

Seeding again changes nothing that is there; the file is written anew, and says the same.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts import signatures
from accounts.actions import apps, lifecycle
from accounts.callers import Caller
from accounts.models import Account, App, Operator
from accounts.secrets import unseal
from config import env
from config.embedded.generated import write_private
from im.conversations.models import Conversation, Member
from im.groups import actions as groups
from im.groups.models import Group
from im.management import talks
from im.messages.actions import send_one
from im.messages.models import Message
from im.messages.sends import Send
from push.phones import fleet as phones
from webhooks.inbox import endpoint as inbox

ADMIN = "root"
CONSOLE = "admin"
TEN_YEARS = 315_360_000
APPS: dict[str, dict[str, str]] = {
    "demo": {
        "alice": "Alice 爱丽丝",
        "bob": "Bob 鲍勃",
        "carol": "卡萝 Carol",
        "dave": "Dave 戴夫",
        "erin": "艾琳 Erin",
        ADMIN: "Root",
    },
    "demo-two": {"alice": "Alice", "frank": "Frank 弗兰克", "grace": "格蕾丝 Grace", ADMIN: "Root"},
}


class Command(BaseCommand):
    help = "Two apps, their people, a little history, and demo.json. Again: changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("this is no demo installation: HONGYAN_DEMO is not set")
        path = settings.DATA / "demo.json"
        console = _console(path)
        made = [_app(app_key, people) for app_key, people in APPS.items()]
        _history(made[0])
        _group(made[0])
        if not inbox.allowed(made[0]):
            self.stdout.write("No webhook to the inbox: WEBHOOK_ALLOWED_NETWORKS does not allow 127.0.0.1.")
        if not phones.provide(made[0]):
            self.stdout.write("No phones: nothing stands in for the push vendors.")
        write_private(path, _document(console, made))


def _console(path: Path) -> dict[str, str]:
    """The console's superuser. What its owner made of the password since is left alone."""
    password = env.secret("CONSOLE_PASSWORD") or _known_password(path) or token_urlsafe(12)
    if not Operator.objects.filter(username=CONSOLE).exists():
        Operator.objects.create_superuser(CONSOLE, password=password)
    return {"username": CONSOLE, "password": password}


def _known_password(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["console"]["password"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


@transaction.atomic
def _app(app_key: str, people: dict[str, str]) -> App:
    app = App.objects.filter(app_key=app_key).first()
    if app is not None:
        return app
    app = apps.create(name=app_key.replace("-", " ").title(), app_key=app_key).app
    app.changed_settings = {"allowHttpWebhooks": True}
    app.save()
    entries = [
        {"userId": user_id, "nickname": nickname, "admin": user_id == ADMIN}
        for user_id, nickname in people.items()
    ]
    lifecycle.import_accounts(app=app, entries=entries, by=Caller(role="S", app=app))
    return app


@transaction.atomic
def _history(app: App) -> None:
    """Sent through the one write path, then dated back."""
    if Message.objects.filter(app_id=app.pk).exists():
        return
    people = {account.user_id: account for account in Account.objects.of_app(app)}
    for number, (sender, receiver, hours, text) in enumerate(talks.TALKS, start=1):
        _say(app, people[sender], receiver, text, key=f"demo-{number}", hours=hours)


@transaction.atomic
def _group(app: App) -> None:
    """Everybody's, with what they said in it."""
    group_id = talks.GROUP["groupId"]
    if Group.objects.of_app(app).filter(group_id=group_id).exists():
        return
    people = {account.user_id: account for account in Account.objects.of_app(app)}
    by = Caller(role="U", app=app, account=people[talks.OWNER])
    made = groups.create(app=app, owner_id=talks.OWNER, fields=talks.GROUP, members=talks.MEMBERS, by=by)
    at = timezone.now() - timedelta(hours=talks.GROUP_MADE)
    Group.objects.filter(pk=made.group.pk).update(created_at=at, updated_at=at)
    made.group.places.update(joined_at=at)
    for tip in Message.objects.filter(conversation__group=made.group):
        _date_back(tip, at)
    for number, (sender, hours, text) in enumerate(talks.GROUP_TALKS, start=1):
        _say(app, people[sender], group_id, text, key=f"demo-group-{number}", hours=hours, chat_type="GROUP")


def _say(
    app: App, sender: Account, to_id: str, text: str, *, key: str, hours: float, chat_type: str = "SINGLE"
) -> None:
    message = send_one(
        Send(
            app=app,
            sender=sender,
            chat_type=chat_type,
            to_id=to_id,
            msg_type="TEXT",
            content={"text": text},
            client_msg_id=key,
        )
    )
    _date_back(message, timezone.now() - timedelta(hours=hours))


def _date_back(message: Message, at: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(created_at=at)
    conversation = Conversation.objects.filter(pk=message.conversation_id)
    members = Member.objects.filter(conversation_id=message.conversation_id)
    if message.seq == 1:
        conversation.update(created_at=at)
        members.update(created_at=at)
    conversation.update(last_message_at=at, updated_at=at)
    members.update(updated_at=at)
    members.filter(account_id=message.sender_id).update(read_at=at)


def _document(console: dict[str, str], made: list[App]) -> dict[str, Any]:
    return {
        "baseUrl": settings.BASE_URL,
        "wsUrl": settings.WS_URL,
        "consoleUrl": f"{settings.BASE_URL}/admin/",
        "docsUrl": f"{settings.BASE_URL}/api/docs",
        "chatUrl": f"{settings.BASE_URL}/demo/chat",
        "inboxUrl": f"{settings.BASE_URL}{inbox.PAGE}",
        "phonesUrl": f"{settings.BASE_URL}{phones.PAGE}",
        "console": console,
        "internalToken": settings.INTERNAL_TOKENS[0],
        "apps": [_app_shown(app) for app in made],
    }


def _app_shown(app: App) -> dict[str, Any]:
    accounts = {account.user_id: account for account in Account.objects.of_app(app).there()}
    people = [name for name in APPS[app.app_key] if name in accounts and name != ADMIN]
    return {
        "appKey": app.app_key,
        "sdkAppId": app.sdk_app_id,
        "secretKey": unseal(app.secret_key),
        "appSecret": unseal(app.app_secret),
        "admin": _login_of(app, accounts[ADMIN]) if ADMIN in accounts else None,
        "users": [_login_of(app, accounts[name]) for name in people],
    }


def _login_of(app: App, account: Account) -> dict[str, str]:
    """Dated when the account was made, or after its last kick: the same sig every time."""
    issued_at = max(int(account.created_at.timestamp()), account.sig_not_before + 1)
    sig = signatures.generate(
        sdk_app_id=app.sdk_app_id,
        user_id=account.user_id,
        secret=unseal(app.secret_key),
        expire=TEN_YEARS,
        issued_at=issued_at,
    )
    return {"userId": account.user_id, "userSig": sig}
