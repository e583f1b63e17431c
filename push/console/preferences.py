"""What users wish: when they are not to be rung, and whether a notification may say what was said."""

from dataclasses import replace
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Asked, Row
from push.console.base import PushAdmin, shows
from push.models import Preference
from push.quiet import spelt, zones

ROW: Final = "/api/push/preferences"


class WishForm(ActForm):
    enabled = forms.BooleanField(
        label=_("Do not disturb"), required=False, widget=widgets.UnfoldBooleanWidget()
    )
    start = forms.CharField(
        label=_("Starts"), max_length=5, widget=widgets.UnfoldAdminTextInputWidget(attrs={"type": "time"})
    )
    to = forms.CharField(
        label=_("Ends"),
        help_text=_("Over midnight if it is earlier; the same time is all day."),
        max_length=5,
        widget=widgets.UnfoldAdminTextInputWidget(attrs={"type": "time"}),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), widget=widgets.UnfoldAdminSelectWidget())
    previewHidden = forms.BooleanField(
        label=_("Hide what was said"),
        help_text=_("Notifications of messages say only that there is one."),
        required=False,
        widget=widgets.UnfoldBooleanWidget(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["timezone"]
        field.choices = [(name, name) for name in sorted(zones())]

    def refuse(self, refusal: Any) -> None:
        """`dnd.from` is no field of that name here."""
        names = {"from": "start", "actAs": None}
        for error in refusal.errors or [{"field": "", "message": refusal.message}]:
            last = error["field"].rpartition(".")[2]
            name = names.get(last, last)
            self.add_error(name if name in self.fields else None, error["message"])


class NewWishForm(WishForm):
    userId = forms.CharField(label=_("userId"), max_length=64, widget=widgets.UnfoldAdminTextInputWidget())
    field_order: ClassVar[list[str]] = ["userId"]  # type: ignore[misc]  # as in ActForm


def _wishes(asked: Asked) -> dict[str, Any]:
    given = asked.given
    dnd = {
        "enabled": given["enabled"],
        "from": given["start"],
        "to": given["to"],
        "timezone": given["timezone"],
    }
    return {"dnd": dnd, "previewHidden": given["previewHidden"]}


def _now(wishes: Preference) -> dict[str, Any]:
    return {
        "enabled": wishes.dnd_enabled,
        "start": spelt(wishes.dnd_from),
        "to": spelt(wishes.dnd_to),
        "timezone": wishes.time_zone,
        "previewHidden": wishes.preview_hidden,
    }


CHANGE = Act(
    name="change",
    label=_("Change it"),
    said=_("It is as if the user had changed it himself, and holds for the next push."),
    deed=Row("PUT", ROW, body=_wishes, query=lambda asked: {"actAs": asked.target.user_id}),
    form=WishForm,
    done=_("Changed."),
    icon="edit",
    initial=_now,
)


ADD = replace(
    CHANGE,
    name="add",
    label=_("Set a user's quiet hours"),
    deed=Row("PUT", ROW, body=_wishes, query=lambda asked: {"actAs": asked.given["userId"]}),
    form=NewWishForm,
    icon="add",
    initial=lambda _target: _now(Preference()),
)


class PreferenceAdmin(PushAdmin):
    empty = _("Nobody has said anything: then all may be rung at any time.")
    list_display = ["user_id", "app", "dnd_enabled", "hours", "time_zone", "preview_hidden", "updated_at"]
    list_filter = ["dnd_enabled"]
    list_select_related = ["app"]
    finds: ClassVar[Any] = {"user_id": ()}
    fields = ["user_id", "app", "dnd_enabled", "hours", "time_zone", "preview_hidden", "updated_at"]
    acts = [CHANGE]
    adds = ADD

    @shows(_("Quiet hours"))
    def hours(self, wishes: Preference) -> str:
        return f"{spelt(wishes.dnd_from)} – {spelt(wishes.dnd_to)}"
