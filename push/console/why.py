"""Find out why: a token, a user, a device, a push or a task leads to its story, with what to mend on top."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.console.pages import ConsolePage
from accounts.models import App
from config.console.cells import Table, Text
from push import diagnostics
from push.console import timeline
from push.console.deliveries import verdict_of
from push.console.devices import standing
from push.console.tasks import delivery_table
from push.models import Delivery, Device, DeviceLog, Notice

LONGEST: Final = 4_096
LARGEST: Final = 2**63
SHORTEST: Final = 8  # characters of a token's beginning
NUMBER: Final = re.compile(r"t?([0-9]{1,19})")
TASK: Final = "t"  # the pushId of a payload that went to many


@dataclass
class Story:
    """`about`: what was found. `verdicts`: of single pushes, the latest first."""

    about: Text
    name: str = ""
    entries: list[DeviceLog] = field(default_factory=list)
    deliveries: Sequence[Delivery] = ()
    devices: Sequence[Device] = ()
    user_id: str = ""
    notice: Notice | None = None

    @property
    def steps(self) -> list[timeline.Step]:
        return timeline.steps(self.entries)

    @property
    def verdict(self) -> dict[str, Any] | None:
        return verdict_of(self.deliveries[0]) if self.deliveries else None

    @property
    def table(self) -> Table:
        return delivery_table(self.deliveries)


class FindOutWhy(ConsolePage):
    path = "push/why/"
    name = "push_why"
    title = _("Why did it not ring?")
    icon = "troubleshoot"
    template_name = "push/why.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()[:LONGEST].replace("\0", "")
        story = find(self.app, asked) if asked else None
        user_id = story.user_id if story is not None else ""
        device = story.devices[0] if story is not None and len(story.devices) == 1 else None
        return super().get_context_data(
            q=asked,
            story=story,
            standing=standing(self.app, user_id, device) if user_id else None,
            **kwargs,
        )


def find(app: App, asked: str) -> Story | None:
    """A number is a push or a task, if there is one of that number; else a name or a token."""
    number = NUMBER.fullmatch(asked)
    if number is not None and int(number[1]) < LARGEST:
        found = _of_task(app, int(number[1])) if asked.startswith(TASK) else None
        found = found or _of_push(app, int(number[1])) or _of_task(app, int(number[1]))
        if found is not None:
            return found
    return _of_device(app, asked) or _of_user(app, asked) or _of_token(app, asked)


def _of_push(app: App, pk: int) -> Story | None:
    delivery = Delivery.objects.filter(app=app, pk=pk).select_related("device").first()
    if delivery is None:
        return None
    entries = timeline.of_push(app.pk, delivery.notice_id, pk, delivery.device.device_id)
    return Story(
        _("Push"),
        str(pk),
        entries,
        [delivery],
        [delivery.device],
        delivery.user_id,
        _notice(app, delivery.notice_id),
    )


def _of_task(app: App, pk: int) -> Story | None:
    notice = _notice(app, pk)
    if notice is None:
        return None
    deliveries = list(Delivery.objects.filter(notice=notice).select_related("device")[:100])
    deliveries.sort(
        key=lambda one: (one.status not in ("FAILED", "UNKNOWN", "EXPIRED", "CANCELLED"), -one.pk)
    )
    return Story(_("Task"), str(pk), timeline.of_task(app.pk, pk), deliveries, notice=notice)


def _notice(app: App, pk: int) -> Notice | None:
    return Notice.objects.filter(app=app, pk=pk).first()


def _of_device(app: App, device_id: str) -> Story | None:
    """One app on one phone may be several devices: an iPhone's calls have a token of their own."""
    devices = list(Device.objects.filter(app=app, device_id=device_id).order_by("-updated_at")[:20])
    if not devices:
        return None
    entries = timeline.of_device(app.pk, device_id)
    return Story(_("Device"), device_id, entries, _last(devices), devices, devices[0].user_id)


def _of_user(app: App, user_id: str) -> Story | None:
    devices = list(Device.objects.filter(app=app, user_id=user_id).order_by("-updated_at")[:20])
    entries = timeline.of_user(app.pk, user_id)
    if not devices and not entries:
        return None
    return Story(_("User"), user_id, entries, _last(devices), devices, user_id)


def _of_token(app: App, token: str) -> Story | None:
    if len(token) < SHORTEST:
        return None
    matches = diagnostics.search(token=token, app=app, vendor=None, logs=timeline.MOST)
    if not matches:
        return None
    match = matches[0]
    for delivery in match.deliveries:
        delivery.device = match.device
    name = match.device.token_masked
    return Story(_("Token"), name, match.logs, match.deliveries, [match.device], match.device.user_id)


def _last(devices: Sequence[Device]) -> list[Delivery]:
    found: list[Delivery] = []
    for device in devices[:5]:
        found += Delivery.objects.filter(device=device).select_related("device").order_by("-id")[:10]
    return sorted(found, key=lambda one: -one.pk)
