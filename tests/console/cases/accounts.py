"""What can be done to accounts, sessions and apps."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Account, App, Platform, Session
from im.moderation.models import AccountMute
from tests.console.acting import Case, Known

KICK = "POST /api/im/admin/users/kick"
PROFILE = "PUT /api/im/accounts/bob"
MUTE = "PUT /api/im/admin/global-mute"


def _bob(known: Known) -> Account:
    return Account.objects.get(app__app_key="acme", user_id="bob")


def _app(known: Known) -> App:
    return App.objects.get(app_key=known["app"])


def _session(known: Known) -> Session:
    """On a phone of his own."""
    bob = _bob(known)
    made, _new = Session.objects.get_or_create(
        jti="bobs-phone",
        defaults={
            "app": bob.app,
            "account": bob,
            "platform": Platform.IOS,
            "device_id": "bobs-phone",
            "expires_at": timezone.now() + timedelta(hours=1),
        },
    )
    return made


def _signed_in(known: Known) -> None:
    _session(known)


def _is(**fields: Any) -> Any:
    def before(known: Known) -> None:
        Account.objects.filter(pk=_bob(known).pk).update(**fields)

    return before


def _muted(known: Known) -> None:
    bob = _bob(known)
    AccountMute.objects.create(account=bob, app=bob.app, single_until=-1, group_until=-1)


CASES = [
    Case(
        act="accounts.account/add",
        form={"userId": "fresh", "nickname": "Fresh", "gender": "2"},
        call="POST /api/im/accounts/import",
        body={"userId": "fresh", "nickname": "Fresh", "gender": 2},
    ),
    Case(
        act="accounts.account/test-push",
        at=_bob,
        form={"dryRun": "on", "title": "hello"},
        call="POST /api/push/admin/test-offline",
        body={"userId": "bob", "dryRun": True, "title": "hello"},
    ),
    Case(
        act="accounts.account/edit",
        at=_bob,
        form={"nickname": "Robert", "gender": "1", "level": "3", "custom": {"a": "b"}},
        call=PROFILE,
        body={"nickname": "Robert", "gender": 1, "level": 3, "custom": {"a": "b"}},
    ),
    Case(
        act="accounts.account/kick",
        at=_bob,
        form={"reason": "spam", "invalidateUserSig": "on"},
        call=KICK,
        body={"userId": "bob", "reason": "spam", "invalidateUserSig": True},
        before=_signed_in,
    ),
    Case(
        act="accounts.account/mute",
        at=_bob,
        form={"singleDuration": "-1", "groupDuration": "-1", "reason": "spam"},
        call=MUTE,
        body={"userId": "bob", "singleDuration": -1, "groupDuration": -1, "reason": "spam"},
    ),
    Case(
        act="accounts.account/unmute",
        at=_bob,
        call=MUTE,
        body={"userId": "bob", "singleDuration": 0, "groupDuration": 0},
        before=_muted,
    ),
    Case(
        act="accounts.account/befriend",
        at=_bob,
        form={"friendId": "carol", "addType": "BOTH", "force": "on"},
        call="POST /api/im/friends",
        query={"actAs": "bob"},
        body={"friendId": "carol", "addType": "BOTH", "force": True},
    ),
    Case(
        act="accounts.account/usersig",
        at=_bob,
        form={"expire": "3600"},
        call="POST /api/im/admin/users/bob/usersig",
        body={"expire": 3600},
    ),
    Case(
        act="accounts.account/disable",
        at=_bob,
        call=PROFILE,
        body={"status": "DISABLED"},
        before=_signed_in,
    ),
    Case(
        act="accounts.account/enable",
        at=_bob,
        call=PROFILE,
        body={"status": "ACTIVE"},
        before=_is(status="DISABLED"),
    ),
    Case(act="accounts.account/promote", at=_bob, call=PROFILE, body={"admin": True}),
    Case(act="accounts.account/demote", at=_bob, call=PROFILE, body={"admin": False}, before=_is(admin=True)),
    Case(
        act="accounts.account/delete",
        at=_bob,
        form={"purgeMessages": "on"},
        call="DELETE /api/im/accounts/bob",
        query={"purgeMessages": True},
    ),
    Case(
        act="accounts.session/kick",
        at=_session,
        form={"reason": "lost"},
        call=KICK,
        body={"userId": "bob", "platform": "IOS", "deviceId": "bobs-phone", "reason": "lost"},
        before=_signed_in,
    ),
    Case(
        act="accounts.app/settings",
        at=_app,
        form={
            "friendsOnly": "on",
            "revokeWindow": "60",
            "send_rate": "5",
            "allowedOrigins": "https://a.example",
        },
        call="PUT /api/im/admin/settings",
        body={
            "friendsOnly": True,
            "revokeWindow": 60,
            "rates": {"send": {"rate": 5, "burst": 60}},
            "allowedOrigins": ["https://a.example"],
        },
    ),
    Case(
        act="accounts.app/rotate",
        at=_app,
        form={"keepFor": "3600"},
        call="POST /api/platform/apps/$app/rotate-secret",
        body={"keepFor": 3600},
    ),
]
WITHOUT_A_ROW = {"accounts.app/add": "it is the row, but for superusers: tests/console/accounts/test_apps.py"}
