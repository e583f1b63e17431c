"""The form above the console's list of messages, and what it asks for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.models import Account, App
from config.clock import EPOCH
from config.console.ledger import number_of
from im.conversations.models import ChatType, Conversation, Member
from im.messages.finding import END, Wanted
from im.messages.models import MessageStatus
from im.messages.serializers import MSG_TYPES
from im.messages.text import fold

MOST: Final = 10_000  # conversations of one user
EITHER, FROM, TO = "", "from", "to"


class MomentInput(widgets.UnfoldAdminTextInputWidget):  # type: ignore[misc]  # unfold has no types
    input_type = "datetime-local"


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=widgets.UnfoldAdminTextInputWidget(), **more)


def _choice(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    widget = widgets.UnfoldAdminSelectWidget()
    return forms.ChoiceField(label=label, required=False, choices=[*choices], widget=widget)


class SearchForm(forms.Form):
    """By GET: what is asked for stands in the page's address. `app` None: all that the operator sees."""

    q = _text(_("Text"), max_length=64)
    user = _text(_("User"), max_length=64)
    role = _choice(
        _("He is"), [(EITHER, _("in the conversation")), (FROM, _("the sender")), (TO, _("the receiver"))]
    )
    group = _text(_("Group"), max_length=64)
    conversation = _text(_("Conversation id"), max_length=18)
    id = _text(_("Message id"), max_length=18)
    since = forms.DateTimeField(label=_("Said from"), required=False, widget=MomentInput())
    until = forms.DateTimeField(label=_("Said until"), required=False, widget=MomentInput())
    type = _choice(_("Type"), [("", _("all")), *((name, name) for name in MSG_TYPES)])
    status = _choice(_("Status"), [("", _("all")), *MessageStatus.choices])

    def __init__(self, *args: Any, apps: list[App], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.apps = apps
        self.fields["status"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("all")),
            *((status.value, gettext(str(status.label))) for status in MessageStatus),
        ]

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"]
        if words and len(fold(words)) < 2:
            raise forms.ValidationError(gettext("At least two characters."))
        return words

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("conversation", "id"):
            if said.get(name) and number_of(said[name]) is None:
                self.add_error(name, gettext("A number, please."))
        return said

    @property
    def is_used(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name != "role")

    @property
    def detail(self) -> dict[str, str]:
        """What the operation log says of a search."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def wanted(self) -> Wanted | None:
        """None where the form is wrong, or nobody is named so: the form says it."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        keys = self._conversations(said)
        if self.errors:
            return None
        filters = {"msg_type": said["type"], "status": said["status"]}
        if said["user"] and said["role"]:
            filters["from_id" if said["role"] == FROM else "to_id"] = said["user"]
        return Wanted(
            keys=[app.pk for app in self.apps] if keys is None else keys,
            by="app" if keys is None else "conversation",
            words=said["q"],
            since=said["since"] or EPOCH,
            until=_end(said["until"]),
            filters={name: value for name, value in filters.items() if value},
        )

    def _conversations(self, said: dict[str, Any]) -> list[int] | None:
        """Those that all of user, group and conversation lead to; None where none of them is named."""
        found: list[set[int]] = []
        if said["conversation"]:
            there = Conversation.objects.filter(pk=int(said["conversation"]), app__in=self.apps)
            found.append(self._known("conversation", there.values_list("pk", flat=True)))
        if said["group"]:
            groups = Conversation.objects.filter(group__group_id=said["group"], group__app__in=self.apps)
            found.append(self._known("group", groups.values_list("pk", flat=True)))
        if said["user"]:
            found.append(self._of_user(said["user"], said["role"]))
        return list(set.intersection(*found)) if found else None

    def _of_user(self, user_id: str, role: str) -> set[int]:
        accounts = Account.objects.filter(app__in=self.apps, user_id=user_id)
        keys = self._known("user", accounts.values_list("pk", flat=True))
        members = Member.objects.filter(account__in=keys)
        if role == TO:  # in a group everybody is
            members = members.filter(chat_type=ChatType.SINGLE)
        return set(members.values_list("conversation_id", flat=True)[:MOST])

    def _known(self, name: str, keys: Iterable[int]) -> set[int]:
        found = set(keys)
        if not found:
            self.add_error(name, gettext("There is none of that name in this app."))
        return found


def _end(until: datetime | None) -> datetime:
    """A minute that is named is meant to its end."""
    return END.at if until is None else until.replace(second=59, microsecond=999_999)
