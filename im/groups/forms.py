"""What is asked where an operator makes a group, changes it, or changes who is in it and as what."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console import forms as ask
from accounts.console.acts import ActForm
from im.groups.models import JoinOption, Managers, Role, Visibility
from im.moderation.console.forms import DURATIONS

QUIETLY = {"label": _("Quietly"), "help_text": _("No message in the chat tells of it.")}


class OptionsForm(ActForm):
    """What may be set when a group is made, and later."""

    introduction = ask.text(_("Introduction"), rows=2)
    announcement = ask.text(_("Announcement"), rows=2)
    avatar = ask.text(_("Avatar"), help_text=_("An address. The console does not load it."))
    visibility = ask.choice(
        _("Visibility"),
        ask.named(Visibility),
        help_text=_("Everybody can find public groups."),
    )
    joinOption = ask.choice(_("Who may join"), ask.named(JoinOption))
    inviteOption = ask.choice(_("Who may invite"), ask.named(Managers))
    attributeOption = ask.choice(_("Who may write attributes"), ask.named(Managers))
    historyVisible = ask.flag(_("New members see what was said before"))
    maxMembers = ask.number(_("Most members"), help_text=_("Up to 10,000. Empty: as the app's settings say."))
    custom = ask.json(
        _("Own fields"), help_text=_('Fields of your app, as JSON: {"region": "north"}. At most 10.'), rows=3
    )


class CreateForm(OptionsForm):
    name = ask.text(_("Name"), required=True)
    ownerId = ask.text(_("Owner"), required=True, help_text=_("The userId of the one whose group it is."))
    groupId = ask.text(_("Group id"), help_text=_("Empty: one is made. It can never be changed."))
    members = ask.Ids(label=_("Members"), required=False)
    admins = ask.Ids(label=_("Admins"), required=False)
    field_order: ClassVar[list[str]] = ["name", "ownerId", "groupId", "members", "admins"]  # type: ignore[misc]  # as in ActForm

    def given(self) -> dict[str, Any]:
        """The API takes members and admins as one list, each with his role."""
        found = super().given()
        roles = ((Role.ADMIN, found.pop("admins", [])), (Role.MEMBER, found.pop("members", [])))
        entries = [{"userId": name, "role": role.value} for role, names in roles for name in names]
        return {**found, "members": entries} if entries else found


class UpdateForm(ask.EditForm, OptionsForm):
    name = ask.text(_("Name"), required=True)
    muteAll = ask.flag(_("All muted"), help_text=_("Only owner and admins may write."))
    field_order: ClassVar[list[str]] = ["name"]  # type: ignore[misc]  # as in ActForm


class AddMembersForm(ActForm):
    userIds = ask.Ids(label=_("Users"))
    inviteReason = ask.text(_("Reason"), help_text=_("Told to your webhooks."))
    silence = ask.flag(**QUIETLY)


class HandOverForm(ActForm):
    newOwnerId = ask.text(_("New owner"), required=True, help_text=_("A userId."))
    addIfMissing = ask.flag(_("Add him first if he is no member"))


class DismissForm(ActForm):
    reason = ask.text(_("Reason"), help_text=_("Told to the members."))


class AttributesForm(ActForm):
    """`version` is the one that the operator saw: the API refuses when somebody else wrote meanwhile."""

    attributes = ask.json(_("Attributes"), help_text=_('As JSON, texts only: {"key": "value"}.'), rows=8)
    mode = ask.choice(
        _("How"),
        [("MERGE", _("Add to those that there are")), ("RESET", _("Put in place of those that there are"))],
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class ForgetForm(ActForm):
    keys = forms.MultipleChoiceField(label=_("Attributes"), widget=widgets.UnfoldAdminSelectMultipleWidget())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = getattr(self.target, "attributes", None)
        keys: Any = self.fields["keys"]
        keys.choices = [(key, key) for key in (kept.values if kept is not None else {})]


class MuteForm(ActForm):
    duration = forms.TypedChoiceField(
        label=_("How long"), choices=DURATIONS, coerce=int, widget=widgets.UnfoldAdminSelectWidget()
    )


class CardForm(ask.EditForm):
    nameCard = ask.text(_("Name card"), help_text=_("How the member is called in this group."))
    custom = ask.json(_("Own fields"), help_text=_("Fields of your app about this member, as JSON."))


class RemoveForm(ActForm):
    reason = ask.text(_("Reason"), help_text=_("Told to the members."))
    silence = ask.flag(**QUIETLY)


class AnswerForm(ActForm):
    message = ask.text(_("Note"), help_text=_("Told to the one who asked."))
