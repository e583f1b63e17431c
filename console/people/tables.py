"""Who came in, when, from where and by which door, as the operation log has it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions.operators import INSTALLATION
from config.clock import moment
from config.console.cells import Cell, Table
from journal.operations import operation_feed

SAID = {
    "SIGN_IN": Cell(_("signed in"), kind="success"),
    "SIGN_OUT": Cell(_("signed out")),
    "SIGN_IN_FAILED": Cell(_("refused"), kind="danger"),
}
REASONS = {"PASSWORD": Cell(_("wrong password"), kind="danger"), "CODE": Cell(_("wrong code"), kind="danger")}
DOORS = {"API": _("API"), "CONSOLE": _("Console")}


def sign_ins(asked: Mapping[str, Any], limit: int, cursor: str | None = None) -> tuple[Table, str | None]:
    """Newest first, and the cursor of the next page."""
    feed = operation_feed(INSTALLATION, asked={"targetType": "DOOR", **asked}, limit=limit, cursor=cursor)
    rows = [
        [
            moment(one["createdAt"]),
            one["operatorId"] or Cell(_("unknown username"), kind="warning"),
            REASONS.get(one["detail"].get("reason"), SAID.get(one["action"], Cell(one["action"]))),
            DOORS.get(one["targetId"], one["targetId"]),
            Cell(one["ip"], mono=True),
            one["userAgent"],
        ]
        for one in feed["items"]
    ]
    head = [_("When"), _("Operator"), _("Result"), _("Door"), _("IP address"), _("Browser")]
    return Table(head, rows, _("Nobody has signed in yet.")), feed["nextCursor"]
