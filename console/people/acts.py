"""What can be done to an operator: by superusers, and to his roles by the administrators of the apps."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Asked, Row
from accounts.models import App, Operator, OperatorRole

AT = "/api/platform/operators/{row.username}"
MANDATE = AT + "/mandates/{given[appKey]}"
ADMINISTRATOR = OperatorRole.ADMINISTRATOR


def _text(label: Any, *, needed: bool = False, **options: Any) -> forms.CharField:
    widget = widgets.UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=needed, widget=widget, **options)


class AppChoice(ActForm):
    """`appKey`: one of the apps whose people are the caller's business."""

    appKey = forms.ChoiceField(label=_("App"), widget=widgets.UnfoldAdminSelectWidget())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(app.app_key, f"{app.name} ({app.app_key})") for app in self.apps()]
        field = self.fields["appKey"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  it stands above
        field.choices = choices if field.required else [("", _("no app")), *choices]
        if self.caller is not None and self.caller.app is not None:
            field.initial = self.caller.app.app_key

    def apps(self) -> list[App]:
        operator = self.caller.operator if self.caller else None
        assert operator is not None  # noqa: S101  the console asks only operators
        return list(operator.administers().order_by("name", "id"))


class RoleForm(AppChoice):
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("Each role may do what the ones before it may."),
        choices=[(value, _(label)) for value, label in OperatorRole.choices],
        widget=widgets.UnfoldAdminSelectWidget(),
    )


class WithdrawForm(AppChoice):
    def apps(self) -> list[App]:
        """Those in which he has a role."""
        held = set(self.target.mandates.values_list("app_id", flat=True)) if self.target else set()
        return [app for app in super().apps() if app.pk in held]


class AddForm(RoleForm):
    username = _text(_("Username"), needed=True, max_length=150)
    name = _text(_("Full name"), max_length=150)
    email = _text(_("E-mail"), max_length=254)
    mustUseTwoFactor = forms.BooleanField(
        label=_("Must use two-factor"), required=False, widget=widgets.UnfoldBooleanSwitchWidget()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["username", "name", "email", "appKey", "role", "mustUseTwoFactor", "comment"])

    def given(self) -> dict[str, Any]:
        """Without an app there is no role."""
        given = super().given()
        return given if "appKey" in given else {key: value for key, value in given.items() if key != "role"}


class SuperAddForm(AddForm):
    """A superuser may make one who has no role yet."""

    appKey = forms.ChoiceField(label=_("App"), required=False, widget=widgets.UnfoldAdminSelectWidget())


class EditForm(ActForm):
    name = _text(_("Full name"), max_length=150)
    email = _text(_("E-mail"), max_length=254)
    mustUseTwoFactor = forms.BooleanField(
        label=_("Must use two-factor"),
        help_text=_("Who has none is led to its set-up, and can open nothing else before."),
        required=False,
        widget=widgets.UnfoldBooleanSwitchWidget(),
    )


def _edited(asked: Asked) -> dict[str, Any]:
    """All of them: an empty one takes away what there was."""
    return {"name": "", "email": "", **asked.given}


def _as_it_is(operator: Operator) -> dict[str, Any]:
    return {
        "name": operator.first_name,
        "email": operator.email,
        "mustUseTwoFactor": operator.must_use_two_factor,
    }


def _flag(name: str, *, on: bool) -> Row:
    return Row("PUT", AT, body=lambda asked: {name: on})


ADD = Act(
    name="add",
    label=_("Add an operator"),
    said=_("Makes an operator, with a password that you hand over and that he changes when he signs in."),
    deed=Row("POST", "/api/platform/operators"),
    form=AddForm,
    answer="people/hired.html",
    icon="person_add",
    needs_app=False,
)
SUPER_ADD = replace(ADD, form=SuperAddForm)
GIVE = Act(
    name="give-role",
    label=_("Give or change a role"),
    said=_("From now on he may do in this app what the role allows. He had none there, or another."),
    deed=Row("PUT", MANDATE, body=lambda asked: {"role": asked.given["role"]}),
    form=RoleForm,
    icon="badge",
    needs_app=False,
)
WITHDRAW = Act(
    name="withdraw-role",
    label=_("Withdraw a role"),
    said=_("He sees nothing of this app any more, at once."),
    deed=Row("DELETE", MANDATE, body=None),
    form=WithdrawForm,
    danger=True,
    icon="person_remove",
    needs_app=False,
)
ROLES = [GIVE, WITHDRAW]
SUPERUSERS = [
    Act(
        name="edit",
        label=_("Edit"),
        said=_("Name, address, and whether he must sign in with two-factor."),
        deed=Row("PUT", AT, body=_edited),
        form=EditForm,
        initial=_as_it_is,
        icon="edit",
        needs_app=False,
    ),
    Act(
        name="reset-password",
        label=_("Reset the password"),
        said=_("He gets a new password, which you hand over. His sessions and tokens end at once."),
        deed=Row("POST", AT + "/reset-password", body=None),
        answer="people/hired.html",
        icon="password",
        needs_app=False,
    ),
    Act(
        name="reset-two-factor",
        label=_("Reset two-factor"),
        said=_(
            "For a lost phone. He signs in by the password alone until he sets it up anew; his sessions and "
            "tokens end at once. Make sure that it is he who asks."
        ),
        deed=Row("POST", AT + "/reset-two-factor", body=None),
        danger=True,
        icon="phonelink_erase",
        fits=lambda operator: operator.has_two_factor,
        needs_app=False,
    ),
    Act(
        name="switch-off",
        label=_("Switch off"),
        said=_("He is signed out at once, his tokens end, and he cannot sign in. His roles stay."),
        deed=_flag("isActive", on=False),
        danger=True,
        icon="block",
        fits=lambda operator: operator.is_active,
        needs_app=False,
    ),
    Act(
        name="switch-on",
        label=_("Switch on"),
        said=_("He can sign in again, with the roles that he had."),
        deed=_flag("isActive", on=True),
        icon="check_circle",
        fits=lambda operator: not operator.is_active,
        needs_app=False,
    ),
    Act(
        name="make-superuser",
        label=_("Make a superuser"),
        said=_("He may do everything in all apps, and manages all operators, you too."),
        deed=_flag("isSuperuser", on=True),
        danger=True,
        icon="shield_person",
        fits=lambda operator: not operator.is_superuser,
        needs_app=False,
    ),
    Act(
        name="unmake-superuser",
        label=_("Unmake a superuser"),
        said=_("He keeps the roles that he has in single apps, and nothing else."),
        deed=_flag("isSuperuser", on=False),
        danger=True,
        icon="remove_moderator",
        fits=lambda operator: operator.is_superuser,
        needs_app=False,
    ),
]
