"""Accounts with sessions, as logins would have left them; groups with members, made in the database."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from accounts import tokens
from accounts.actions import apps
from accounts.models import Account, App, Identifier, Session
from im.conversations.models import Conversation, Member
from im.groups.models import Group, GroupMember, Role

APP_KEY = "benchmarks"
LIFE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Person:
    user_id: str
    token: str
    account: Account


def the_app() -> App:
    return App.objects.filter(app_key=APP_KEY).first() or apps.create(name="Benchmarks", app_key=APP_KEY).app


@transaction.atomic
def people(count: int, *, prefix: str) -> list[Person]:
    app = the_app()
    accounts = [Account(app=app, user_id=f"{prefix}{number:05d}") for number in range(count)]
    for number, account in enumerate(accounts):
        account.call(f"用户 {number} User")
    Identifier.objects.bulk_create(
        [Identifier(app=app, name=account.user_id, kind="ACCOUNT") for account in accounts], batch_size=2000
    )
    Account.objects.bulk_create(accounts, batch_size=2000)
    until = timezone.now() + LIFE
    sessions = [
        Session(
            app=app, account=account, jti=token_hex(16), platform="ANDROID", device_id="1", expires_at=until
        )
        for account in accounts
    ]
    Session.objects.bulk_create(sessions, batch_size=2000)
    return [Person(session.account.user_id, _token(session), session.account) for session in sessions]


@transaction.atomic
def group_of(members: list[Person], *, group_id: str) -> Conversation:
    """The first of them owns it."""
    app, owner = the_app(), members[0].account
    Identifier.objects.create(app=app, name=group_id, kind="GROUP")
    group = Group(app=app, group_id=group_id, owner=owner, member_count=len(members), max_members=10_000)
    group.call("Benchmarks")
    group.save()
    places = [
        GroupMember(
            app=app,
            group=group,
            account=person.account,
            role=Role.OWNER if person.account is owner else Role.MEMBER,
        )
        for person in members
    ]
    for place in places:
        place.find_by(place.account)
    GroupMember.objects.bulk_create(places, batch_size=2000)
    conversation = Conversation.objects.create(app=app, chat_type="GROUP", group=group)
    Member.objects.bulk_create(
        [
            Member(
                app=app,
                conversation=conversation,
                account=person.account,
                chat_type="GROUP",
                target_id=group_id,
            )
            for person in members
        ],
        batch_size=2000,
    )
    return conversation


def _token(session: Session) -> str:
    """With the claims of a login's token."""
    account = session.account
    now = int(timezone.now().timestamp())
    claims = {"app": APP_KEY, "sub": account.user_id, "plt": session.platform, "dev": session.device_id}
    times = {"iat": now, "exp": int(session.expires_at.timestamp())}
    return tokens.sign(tokens.IM, {**claims, "jti": session.jti, **times})
