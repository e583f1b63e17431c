"""What is asked before something is done to an account; fields are named as in the API's bodies."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.console.acts import ActForm
from accounts.console.forms import LASTING, EditForm, choice, flag, json, number, reason, text
from accounts.console.settings import ALLOW_TYPES
from accounts.models import Account, Platform
from im.moderation.console.forms import DURATIONS, NOT_AT_ALL
from push.models import Vendor

GENDERS = ((0, _("not said")), (1, _("male")), (2, _("female")))
MUTED_FOR = (*DURATIONS, NOT_AT_ALL)
GOOD_FOR = (*LASTING[1:], (15_552_000, _("180 days")), (31_536_000, _("1 year")))


class ImportForm(ActForm):
    userId = text(
        _("user id"),
        required=True,
        help_text=_("1 to 64 letters, digits, _ . @ and -. It cannot be changed."),
    )
    nickname = text(_("nickname"))
    avatar = text(_("avatar"), help_text=_("A URL. The console does not load it."))
    gender = choice(_("gender"), GENDERS, empty="–", of=int)


class ProfileForm(EditForm):
    nickname = text(_("nickname"))
    avatar = text(_("avatar"), help_text=_("A URL. The console does not load it."))
    gender = choice(_("gender"), GENDERS, of=int)
    birthday = number(_("birthday"), help_text=_("As 20011231."))
    location = text(_("location"))
    signature = text(_("signature"), rows=3)
    language = text(_("language"))
    allowType = choice(_("Who may add him as a friend"), ALLOW_TYPES, empty=_("as the app says"))
    level = number(_("level"), help_text=_("Your own number; it means nothing to the server."))
    role = number(_("role"), help_text=_("Your own number; it means nothing to the server."))
    custom = json(_("custom"), help_text=_("Your own fields, as JSON: strings by their names."))


def profile_of(account: Account) -> dict[str, Any]:
    """What its form starts with."""
    names = set(ProfileForm.base_fields) - {"comment", "allowType"}
    return {"allowType": account.allow_type, **{name: getattr(account, name) for name in names}}


class KickForm(ActForm):
    platform = choice(_("platform"), Platform.choices, empty=_("all platforms"))
    invalidateUserSig = flag(
        _("UserSigs made before are dead"),
        help_text=_("He needs a new one to sign in. This goes for a kick from all platforms only."),
        initial=True,
    )
    reason = reason()


class MuteForm(ActForm):
    singleDuration = choice(_("In chats of two"), MUTED_FOR, empty=_("as it is"), of=int, initial=3_600)
    groupDuration = choice(_("In groups"), MUTED_FOR, empty=_("as it is"), of=int, initial=3_600)
    reason = text(_("Reason"), help_text=_("Kept beside the mute."))


class DeleteForm(ActForm):
    purgeMessages = flag(
        _("Revoke all that he said"),
        help_text=_("Otherwise the people he talked with keep their history."),
    )


class UserSigForm(ActForm):
    expire = choice(
        _("Good for"),
        GOOD_FOR,
        of=int,
        help_text=_("Who has it can sign in as this user: no longer than is needed."),
    )


class AddFriendForm(ActForm):
    friendId = text(_("user id of the friend"), required=True)
    remark = text(_("remark"), help_text=_("As he calls the friend."))
    addType = choice(_("Direction"), (("BOTH", _("both have each other")), ("SINGLE", _("only in his list"))))
    force = flag(_("Do not ask"), help_text=_("Nobody is asked, whatever the other allows."), initial=True)


class TestPushForm(ActForm):
    dryRun = flag(
        _("Dry run"), help_text=_("Nothing is sent: does it fit, and is there a credential?"), initial=True
    )
    vendor = choice(_("vendor"), Vendor.choices, empty=_("all"))
    deviceId = text(_("device id"), help_text=_("Empty: all of his devices."))
    title = text(_("title"))
    body = text(_("text"))
