"""What an operator can do to an account."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, Asked, Row
from accounts.models import Account, AccountStatus, OperatorRole
from accounts.models.account import PLATFORM_ACCOUNT
from config.clock import ms
from console.accounts import forms
from im.moderation.models import AccountMute
from im.moderation.rules import lasts

PROFILE = "/api/im/accounts/{row.user_id}"


def _there(account: Account) -> bool:
    return account.status != AccountStatus.DELETED and account.user_id != PLATFORM_ACCOUNT


def _named(asked: Asked) -> dict[str, Any]:
    return {"userId": asked.target.user_id, **asked.given}


def is_muted(account: Account) -> bool:
    mute = AccountMute.objects.filter(pk=account.pk).first()
    now = ms(timezone.now())
    return mute is not None and (lasts(mute.single_until, now) or lasts(mute.group_until, now))


IMPORT = Act(
    name="import",
    label=_("Import an account"),
    said=_("Somebody who is not there yet is made. Who is there keeps what you leave empty."),
    deed=Row("POST", "/api/im/accounts/import"),
    form=forms.ImportForm,
    done=_("The account is there."),
    icon="person_add",
)
KICK = Act(
    name="kick",
    label=_("Kick"),
    said=_("The user is signed out at once: his sockets close and his tokens are dead."),
    deed=Row("POST", "/api/im/admin/users/kick", body=_named),
    form=forms.KickForm,
    done=_("Signed out."),
    danger=True,
    many=True,
    icon="logout",
    fits=_there,
)
MUTE = Act(
    name="mute",
    label=_("Mute"),
    said=_("What he sends is refused until then, and he is told so. He goes on reading."),
    deed=Row("PUT", "/api/im/admin/global-mute", body=_named),
    form=forms.MuteForm,
    done=_("Muted."),
    many=True,
    icon="voice_over_off",
    fits=_there,
)
UNMUTE = Act(
    name="unmute",
    label=_("Unmute"),
    said=_("He can write again at once."),
    deed=Row(
        "PUT",
        "/api/im/admin/global-mute",
        body=lambda asked: {"userId": asked.target.user_id, "singleDuration": 0, "groupDuration": 0},
    ),
    done=_("He can write again."),
    icon="record_voice_over",
    fits=lambda account: _there(account) and is_muted(account),
)
EDIT = Act(
    name="edit",
    label=_("Edit the profile"),
    said=_("Everybody sees the change at once. A field that you empty is reset."),
    deed=Row("PUT", PROFILE),
    form=forms.ProfileForm,
    initial=forms.profile_of,
    done=_("Changed."),
    icon="edit",
    fits=_there,
)
DISABLE = Act(
    name="disable",
    label=_("Disable"),
    said=_("He is signed out everywhere and cannot sign in until he is enabled again. Nothing is deleted."),
    deed=Row("PUT", PROFILE, body=lambda asked: {"status": AccountStatus.DISABLED}),
    done=_("Disabled."),
    danger=True,
    icon="person_off",
    fits=lambda account: _there(account) and account.status == AccountStatus.ACTIVE,
)
ENABLE = Act(
    name="enable",
    label=_("Enable"),
    said=_("He can sign in again."),
    deed=Row("PUT", PROFILE, body=lambda asked: {"status": AccountStatus.ACTIVE}),
    done=_("Enabled."),
    icon="how_to_reg",
    fits=lambda account: account.status == AccountStatus.DISABLED,
)
PROMOTE = Act(
    name="promote",
    label=_("Make administrator"),
    said=_(
        "With his token he may do all that the app's server may: see, change and delete whatever is in it."
    ),
    deed=Row("PUT", PROFILE, body=lambda asked: {"admin": True}),
    needs=OperatorRole.ADMINISTRATOR,
    done=_("He is an administrator of the app."),
    danger=True,
    icon="shield_person",
    fits=lambda account: _there(account) and not account.admin,
)
DEMOTE = Act(
    name="demote",
    label=_("Take back administrator"),
    said=_("He is a user like others."),
    deed=Row("PUT", PROFILE, body=lambda asked: {"admin": False}),
    needs=OperatorRole.ADMINISTRATOR,
    done=_("He is a user like others."),
    icon="remove_moderator",
    fits=lambda account: _there(account) and account.admin,
)
BEFRIEND = Act(
    name="befriend",
    label=_("Add a friend"),
    said=_("They have each other in their lists at once, and both are told."),
    deed=Row("POST", "/api/im/friends", query=lambda asked: {"actAs": asked.target.user_id}),
    form=forms.AddFriendForm,
    icon="group_add",
    fits=_there,
)
USERSIG = Act(
    name="usersig",
    label=_("Generate a UserSig"),
    said=_(
        "With it anybody can sign in as this user. It is shown once, and that it was made is written down."
    ),
    deed=Row("POST", "/api/im/admin/users/{row.user_id}/usersig"),
    form=forms.UserSigForm,
    icon="badge",
    answer="console/accounts/usersig.html",
    fits=_there,
)
TEST_PUSH = Act(
    name="test-push",
    label=_("Test push"),
    said=_(
        "His phones ring now, also while he is online, asleep or has muted. "
        "You see how far it came on each, in the vendor's words, and what to do. At most 10 a minute."
    ),
    deed=Row("POST", "/api/push/admin/test-offline", body=_named),
    form=forms.TestPushForm,
    icon="vibration",
    answer="console/accounts/test_push.html",
    fits=_there,
)
DELETE = Act(
    name="delete",
    label=_("Delete"),
    said=_(
        "He is signed out, his profile is emptied, and his friendships and blacklists end. He leaves his "
        "groups: those he owns go to their oldest admin or member. The user id stays taken. "
        "This cannot be undone."
    ),
    deed=Row(
        "DELETE",
        PROFILE,
        body=None,
        query=lambda asked: {"purgeMessages": str(bool(asked.given.get("purgeMessages"))).lower()},
    ),
    form=forms.DeleteForm,
    done=_("Deleted."),
    danger=True,
    many=True,
    icon="delete",
    fits=_there,
)
ACTS = [
    TEST_PUSH,
    EDIT,
    KICK,
    MUTE,
    UNMUTE,
    BEFRIEND,
    USERSIG,
    DISABLE,
    ENABLE,
    PROMOTE,
    DEMOTE,
    DELETE,
]
