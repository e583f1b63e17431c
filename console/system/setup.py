"""What waits in queues, which versions run, whether the set-up is sound, and how long things are kept."""

import platform
from functools import cache
from importlib.metadata import version

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import weakness
from config.bounded import Bounded
from config.console.cells import Cell, Kind, Table
from config.redis import client
from console.models import Export
from console.system.sections import Section
from journal import dispatch
from push import sweeping as push_sweeping
from webhooks import sweeping as webhook_sweeping

CELERY_QUEUE = "celery"
PARTS = ["Django", "djangorestframework", "celery", "redis", "psycopg", "granian", "picows", "django-unfold"]
backlog = Bounded(dispatch.backlog)
deliveries = Bounded(webhook_sweeping.waiting)
pushes = Bounded(push_sweeping.waiting)


def of_queues() -> Section:
    waiting = backlog.ask()
    oldest = waiting.oldest_seconds if waiting.waiting else 0
    facts = [
        (_("Events that wait for webhooks and push"), _many(waiting.waiting, dispatch.COUNTED)),
        (_("Oldest of them"), _("%d s") % oldest),
        (_("Webhook deliveries"), _many(deliveries.ask(), webhook_sweeping.COUNTED)),
        (_("Push deliveries"), _many(pushes.ask(), push_sweeping.COUNTED)),
        (_("Exports"), Export.objects.waiting().count()),
        (_("Tasks on their way to a worker"), client().llen(CELERY_QUEUE)),
    ]
    return Section(_("Queues"), "stacks", facts, wide=False)


def _many(number: int, counted: int) -> str:
    return _("%s or more") % f"{counted:,}" if number >= counted else f"{number:,}"


def of_versions() -> Section:
    facts = [
        ("Hongyan", settings.VERSION),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in PARTS),
        (_("Operating system"), f"{platform.system()} {platform.release()} ({platform.machine()})"),
    ]
    return Section(_("Versions"), "package_2", facts, wide=False)


def of_settings() -> Section:
    asked = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    found = [_row(message) for message in [*_standing(), *asked] if not message.is_silenced()]
    notes = []
    if settings.DEMO:
        weak = [[Cell(one.id, kind="info"), f"{one.what}.", one.hint] for one in weakness.found()]
        if weak:
            notes.append(
                _("This is a demo installation: in production the server would not start like this.")
            )
        found += weak
    head = [_("Check"), _("What was found"), _("What to do")]
    table = Table(head, found, _("Nothing is wrong."))
    return Section(_("Settings"), "rule_settings", tables=[table], notes=notes)


@cache
def _standing() -> list[checks.CheckMessage]:
    """What needs no server to be asked stays as it is until the process ends."""
    return checks.run_checks()


def _row(message: checks.CheckMessage) -> list[object]:
    kind: Kind = "danger" if message.is_serious() else "warning"
    return [Cell(message.id or "", kind=kind), message.msg, message.hint or ""]


def of_retention() -> Section:
    kept = [
        ("EVENT_RETENTION_DAYS", _("Events that have been told"), settings.EVENT_RETENTION_DAYS),
        (
            "WEBHOOK_RETENTION_DAYS",
            _("Webhook deliveries and their attempts"),
            settings.WEBHOOK_RETENTION_DAYS,
        ),
        ("PUSH_RETENTION_DAYS", _("Push tasks, deliveries and device logs"), settings.PUSH_RETENTION_DAYS),
        ("OPERATION_RETENTION_DAYS", _("The operation log"), settings.OPERATION_RETENTION_DAYS),
    ]
    lines = [[what, _days(days), Cell(name, mono=True)] for name, what, days in kept]
    head = [_("What is kept"), _("Kept for"), _("Setting")]
    return Section(_("Retention"), "auto_delete", tables=[Table(head, lines, "")], wide=False)


def _days(days: int) -> str:
    return ngettext("%d day", "%d days", days) % days if days else _("for ever")
