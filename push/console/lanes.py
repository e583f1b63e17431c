"""The lanes: which vendor's pushes of an app rest, since when and why, and what ends it."""

from dataclasses import replace
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.console.cells import Text
from push.console.base import PushAdmin, shows
from push.console.credentials import CHECK
from push.console.reasons import PAUSES
from push.console.words import Labelled
from push.models import Lane

PROBE = replace(
    CHECK,
    label=_("Check the credential and go on"),
    fits=lambda lane: bool(lane.paused_until),
)


class LaneAdmin(PushAdmin):
    empty = _("No vendor has ever paused an app's pushes.")
    list_display = ["via", "app", "rests", "paused_until", "in_words", "openings", "updated_at"]
    list_filter = ["vendor", "reason"]
    list_select_related = ["app"]
    fields: ClassVar[Any] = ["app", "via", "rests", "paused_until", "in_words", "openings", "updated_at"]
    acts = [PROBE]

    @shows(_("State"), {"paused": "warning", "open": "success"})
    def rests(self, lane: Lane) -> Labelled:
        if lane.paused_until is not None and lane.paused_until > timezone.now():
            return Labelled("paused", _("Paused"))
        if lane.paused_until:
            return Labelled("paused", _("Trying a few first"))
        return Labelled("open", _("Not paused"))

    @shows(_("Why"))
    def in_words(self, lane: Lane) -> Text:
        return PAUSES.get(lane.reason, lane.reason)
