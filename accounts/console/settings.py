"""An app's settings as an operator reads and changes them: what they are called, and what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.console.forms import EditForm, choice, number, text
from accounts.models import App
from accounts.models.app import DEFAULTS
from config.console.cells import Cell, Table, Text

ON, OFF = "on", "off"


@dataclass(frozen=True)
class Setting:
    """`kind`: a flag, a whole number, one of `choices`, or words, one a line."""

    name: str
    label: Text
    help: Text
    kind: Literal["flag", "number", "choice", "lines"]
    choices: tuple[tuple[str, Text], ...] = ()
    unit: Text = ""


@dataclass(frozen=True)
class Rate:
    """One of `rates`: so many a second, and so many at once."""

    name: str
    label: Text


ALLOW_TYPES = (
    ("ALLOW_ANY", _("Anybody is added at once")),
    ("NEED_CONFIRM", _("They are asked")),
    ("DENY_ANY", _("Nobody may")),
)
GROUPS: list[tuple[Text, list[Setting]]] = [
    (
        _("Signing in"),
        [
            Setting(
                "autoCreate",
                _("Make accounts at login"),
                _("Off: an account must be imported before somebody can sign in with it."),
                "flag",
            ),
            Setting(
                "loginPolicy",
                _("Devices at the same time"),
                _("Who signs in beyond that ends the older session."),
                "choice",
                (
                    ("UNLIMITED", _("Any number")),
                    ("ONE_PER_PLATFORM", _("One of each platform")),
                    ("ONE_PER_CLASS", _("One phone, one tablet, one desktop, one browser")),
                    ("SINGLE", _("One only")),
                ),
            ),
            Setting(
                "tokenTtl",
                _("How long a token lives"),
                _("From 10 to 7776000, which is 90 days."),
                "number",
                unit=_("seconds"),
            ),
            Setting(
                "allowedOrigins",
                _("Origins of browsers"),
                _("Which web sites may open a socket, one a line: https://chat.example.com"),
                "lines",
            ),
        ],
    ),
    (
        _("Chat"),
        [
            Setting(
                "revokeWindow",
                _("Time to revoke"),
                _("How long a sender can take a message back. 0: never."),
                "number",
                unit=_("seconds"),
            ),
            Setting(
                "editWindow",
                _("Time to edit"),
                _("How long a sender can change a message. 0: never."),
                "number",
                unit=_("seconds"),
            ),
            Setting(
                "maxMembers",
                _("Members of a group"),
                _("How large users may make their groups, up to 10000."),
                "number",
                unit=_("people"),
            ),
        ],
    ),
    (
        _("Friends"),
        [
            Setting(
                "allowType",
                _("Who may add a user as a friend"),
                _("For users who have not chosen themselves."),
                "choice",
                ALLOW_TYPES,
            ),
            Setting("friendsOnly", _("Only friends may chat"), _("Both must have the other."), "flag"),
            Setting(
                "keepFriendOnBlock",
                _("Blocking keeps the friendship"),
                _("Off: who is blocked is no friend any more."),
                "flag",
            ),
        ],
    ),
    (
        _("Push"),
        [
            Setting(
                "pushSendAuth",
                _("Who may send pushes"),
                _("The appKey is in every copy of the app: whoever unpacks one could send."),
                "choice",
                (("SECRET", _("The app's server, by its secret")), ("APP_KEY", _("Also the appKey alone"))),
            ),
            Setting(
                "pushSendAllowedIps",
                _("Addresses that may send by the appKey"),
                _("Addresses or networks, one a line: 203.0.113.0/24. Nobody while it is empty."),
                "lines",
            ),
            Setting(
                "pushRegisterAuth",
                _("Who may register a device"),
                _("By the appKey alone a device can be registered for any user."),
                "choice",
                (("APP_KEY", _("Whoever has the appKey")), ("ACCOUNT", _("The signed-in user for himself"))),
            ),
        ],
    ),
    (
        _("Webhooks"),
        [Setting("allowHttpWebhooks", _("Allow http URLs"), _("Off: webhooks must be https."), "flag")],
    ),
]
RATES = [
    Rate("account", _("Calls of one account")),
    Rate("send", _("Messages of one account")),
    Rate("group", _("Messages into one group")),
    Rate("app", _("Calls of the whole app")),
    Rate("push", _("Sends of pushes")),
]


def every() -> Iterator[Setting]:
    for _title, some in GROUPS:
        yield from some


def shown(setting: Setting, value: Any) -> str:
    """A value as a person reads it."""
    if setting.kind == "flag":
        return gettext("On") if value else gettext("Off")
    if setting.kind == "lines":
        return ", ".join(value) or gettext("none")
    if setting.kind == "choice":
        return str(dict(setting.choices).get(value, value))
    return f"{value} {setting.unit}"


def rate_shown(rate: dict[str, int] | None) -> str:
    if rate is None:
        return gettext("no limit")
    return gettext("%(rate)s a second, %(burst)s at once") % rate


def tables(app: App) -> list[tuple[Text, Table]]:
    """All that holds, in groups; what is not the default is marked."""
    found: list[tuple[Text, Table]] = []
    for title, some in GROUPS:
        lines = [
            _line(one.label, one.help, shown(one, app.setting(one.name)), one.name in app.changed_settings)
            for one in some
        ]
        found.append((title, _table(lines)))
    rates, usual = app.setting("rates"), DEFAULTS["rates"]
    lines = [
        _line(one.label, "", rate_shown(rates[one.name]), rates[one.name] != usual[one.name]) for one in RATES
    ]
    return [*found, (_("Limits"), _table(lines))]


def _line(label: Text, said: Text, value: str, changed: bool) -> list[Any]:
    return [label, value, Cell(_("Changed"), kind="info") if changed else Cell(_("Default")), said]


def _table(lines: list[list[Any]]) -> Table:
    return Table([_("Setting"), _("Value"), _("State"), _("Meaning")], lines, "")


class SettingsForm(EditForm):
    """A field that is left empty is the default; only what was touched is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changed = self.target.changed_settings if self.target is not None else {}
        comment = self.fields.pop("comment")
        for title, some in GROUPS:
            for setting in some:
                heading = title if setting is some[0] else ""
                self._put(setting.name, _field(setting), _typed(setting, changed.get(setting.name)), heading)
        self._add_rates(changed.get("rates", {}))
        self.fields["comment"] = comment

    def _add_rates(self, changed: dict[str, Any]) -> None:
        heading: Text = _("Limits")
        for rate in RATES:
            usual, own = DEFAULTS["rates"][rate.name], changed.get(rate.name)
            for part, said in (("rate", _("a second")), ("burst", _("at once"))):
                field = _number(f"{rate.label}, {said}", usual[part] if usual else gettext("no limit"))
                initial = own[part] if own and own != usual else None
                self._put(f"{rate.name}_{part}", field, initial, heading)
                heading = ""

    def _put(self, name: str, field: forms.Field, initial: Any, heading: Text) -> None:
        field.initial, field.show_hidden_initial = initial, True
        field.heading = heading  # type: ignore[attr-defined]  # the page's
        self.fields[name] = field

    def given(self) -> dict[str, Any]:
        """As the API's body: null resets."""
        touched = set(self.changed_data)
        body = {one.name: _wire(one, self.cleaned_data[one.name]) for one in every() if one.name in touched}
        rates = {
            one.name: self._rate(one) for one in RATES if {f"{one.name}_rate", f"{one.name}_burst"} & touched
        }
        return body | ({"rates": rates} if rates else {})

    def _rate(self, rate: Rate) -> dict[str, int] | None:
        """What is left out of the two is the default, or as the other."""
        per_second, at_once = (self.cleaned_data[f"{rate.name}_{part}"] for part in ("rate", "burst"))
        if per_second is None and at_once is None:
            return None
        usual = DEFAULTS["rates"][rate.name] or {"rate": at_once, "burst": per_second}
        return {"rate": per_second or usual["rate"], "burst": at_once or usual["burst"]}


def _field(setting: Setting) -> forms.Field:
    usual = shown(setting, DEFAULTS[setting.name])
    if setting.kind == "number":
        return _number(f"{setting.label} ({setting.unit})", DEFAULTS[setting.name], setting.help)
    if setting.kind == "lines":
        return text(setting.label, rows=3, help_text=setting.help)
    choices = setting.choices or ((ON, _("On")), (OFF, _("Off")))
    empty = gettext("Default: %(value)s") % {"value": usual}
    return choice(setting.label, choices, help_text=setting.help, empty=empty)


def _number(label: Text, usual: Any, said: Text = "") -> forms.Field:
    field = number(label, help_text=said)
    field.widget.attrs["placeholder"] = gettext("Default: %(value)s") % {"value": usual}
    return field


def _typed(setting: Setting, value: Any) -> Any:
    if value is None:
        return ""
    if setting.kind == "flag":
        return ON if value else OFF
    return "\n".join(value) if setting.kind == "lines" else value


def _wire(setting: Setting, typed: Any) -> Any:
    if typed in (None, ""):
        return None
    if setting.kind == "flag":
        return typed == ON
    return [line.strip() for line in typed.splitlines() if line.strip()] if setting.kind == "lines" else typed
