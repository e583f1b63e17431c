"""What is asked where an operator changes how two people stand with one another."""

from django.utils.translation import gettext_lazy as _

from accounts.console import forms as ask
from accounts.console.acts import ActForm

BOTH_OR_ONE = [("BOTH", _("In both lists")), ("SINGLE", _("In this user's list only"))]


class AddFriendForm(ActForm):
    actAs = ask.text(_("User"), required=True, help_text=_("The userId of the one whose list it is."))
    friendId = ask.text(_("Friend"), required=True, help_text=_("The userId of the new friend."))
    remark = ask.text(_("Remark"), help_text=_("How the user calls the friend."))
    groupName = ask.text(_("Friend group"))
    addWording = ask.text(_("Words to the friend"), help_text=_("Read where the friend is asked first."))
    addSource = ask.text(_("Source"), help_text=_("Where they met: a word of your app."))
    addType = ask.choice(_("In whose list"), BOTH_OR_ONE)
    force = ask.flag(
        _("Without asking the friend"),
        help_text=_("Also where the friend wants to be asked."),
    )


class KeepFriendForm(ask.EditForm):
    remark = ask.text(_("Remark"), help_text=_("How the user calls the friend."))
    groupName = ask.text(_("Friend group"), help_text=_("Empty: in none."))


class RemoveFriendForm(ActForm):
    deleteType = ask.choice(_("In whose list"), BOTH_OR_ONE)


class BlockForm(ActForm):
    actAs = ask.text(_("User"), required=True, help_text=_("The userId of the one whose blacklist it is."))
    userIds = ask.Ids(label=_("To be blocked"))
