"""What an operator fills in about webhooks; fields are named as in the API's bodies."""

from datetime import timedelta
from typing import Any, LiteralString

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import ActForm, Asked
from config.clock import ms
from config.egress.urls import LONGEST
from config.sql import rows
from journal.names import BEFORE, PREFIXES
from webhooks.models import Endpoint, Mode

COUNTED = 1_000
STUCK: LiteralString = """
SELECT s.status, (SELECT count(*) FROM (
  SELECT FROM webhooks_delivery WHERE endpoint_id = %(endpoint)s AND status = s.status LIMIT %(most)s
) AS stuck) FROM unnest(ARRAY['DEAD', 'HELD']) AS s(status)
"""
FILTERS = ("msgTypes", "groupIds", "userIds")


def _line(label: Any, longest: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=help_text,
        widget=widgets.UnfoldAdminTextInputWidget(),
    )


def _list(label: Any, *, required: bool = False, rows: int = 2, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": rows, "spellcheck": "false"}),
    )


def _switch(label: Any, *, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(
        label=label, required=False, help_text=help_text, widget=widgets.UnfoldBooleanSwitchWidget()
    )


def _number(label: Any, *, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, help_text=help_text, widget=widgets.UnfoldAdminIntegerFieldWidget()
    )


class EndpointForm(ActForm):
    name = _line(_("Name"), 64)
    url = _line(_("URL"), LONGEST, help_text=_("Of the server that wants to know. No redirect is followed."))
    events = _list(
        _("Events"),
        required=True,
        rows=4,
    )
    timeoutMs = _number(
        _("Timeout in ms"), help_text=_("Of events that happened: 1000 to 30000, usually 10000.")
    )
    budgetMs = _number(
        _("Budget in ms"), help_text=_("Of questions before something happens: 100 to 5000, usually 500.")
    )
    failOpen = _switch(
        _("Allow what is not answered"),
        help_text=_("When a question before something happens is not answered in time."),
    )
    msgTypes = _list(_("Only these message types"))
    groupIds = _list(_("Only these groups"))
    userIds = _list(_("Only these users"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The names that there are stand at the field, for they are many."""
        super().__init__(*args, **kwargs)
        self.fields["events"].help_text = (
            gettext("One on each line: names, prefixes, or * for all that has happened.")
            + " "
            + ", ".join([*sorted(PREFIXES), *sorted(BEFORE)])
        )


class MakeEndpointForm(EndpointForm):
    enabled = _switch(_("Enabled"))
    secret = _line(
        _("Secret"), 200, required=False, help_text=_("Left empty, one is made: whsec_ and 32 random bytes.")
    )


class RotateForm(ActForm):
    secret = _line(
        _("Secret"), 200, required=False, help_text=_("Left empty, one is made: whsec_ and 32 random bytes.")
    )


class RecoverForm(ActForm):
    since = forms.DateTimeField(
        label=_("Since"),
        help_text=_("Events that happened from then on, in your own time zone."),
        widget=widgets.UnfoldAdminTextInputWidget(attrs={"type": "datetime-local", "step": 1}),
    )
    mode = forms.ChoiceField(label=_("Which"), widget=widgets.UnfoldAdminSelectWidget())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With how many there are."""
        super().__init__(*args, **kwargs)
        stuck = dict(rows(STUCK, {"endpoint": self.target.pk, "most": COUNTED})) if self.target else {}
        dead, held = stuck.get("DEAD", 0), stuck.get("HELD", 0)
        mode = self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)  # noqa: S101  it is, above
        mode.choices = [
            ("ALL", gettext("All that failed or was missed (%(n)s)") % {"n": _many(dead + held)}),
            ("FAILED", gettext("All that failed (%(n)s)") % {"n": _many(dead)}),
            ("MISSED", gettext("All that was missed while it was disabled (%(n)s)") % {"n": _many(held)}),
        ]
        mode.help_text = gettext("How many there are altogether, whenever they happened.")


class NoteForm(ActForm):
    note = _line(_("Note"), 200, required=False, help_text=_("For your colleagues: what is being done."))


def _many(count: int) -> str:
    return f"{COUNTED}+" if count >= COUNTED else str(count)


def day_ago(row: Any) -> dict[str, Any]:
    since = timezone.localtime() - timedelta(days=1)
    return {"since": since.strftime("%Y-%m-%dT%H:%M:%S"), "mode": "ALL"}


def recovery(asked: Asked) -> dict[str, Any]:
    return {**asked.given, "since": ms(asked.given["since"])}


def body_of(asked: Asked) -> dict[str, Any]:
    """As the API takes it: lists as lists, the filters together."""
    given = dict(asked.given)
    filters = {name: given.pop(name).replace(",", " ").split() for name in FILTERS if name in given}
    return {**given, "events": given["events"].replace(",", " ").split(), "filters": filters}


def filled(endpoint: Endpoint) -> dict[str, Any]:
    """What a form of this endpoint starts with."""
    after = endpoint.mode == Mode.AFTER
    lists = {name: "\n".join(endpoint.filters.get(name, [])) for name in FILTERS}
    return {
        "name": endpoint.name,
        "url": endpoint.url,
        "events": "\n".join(endpoint.events),
        "timeoutMs" if after else "budgetMs": endpoint.timeout_ms,
        "failOpen": endpoint.fail_open,
        **lists,
    }
