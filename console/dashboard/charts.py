"""The dashboard's charts: their numbers, as the script draws them and as a table says them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import orjson
from django.utils.translation import gettext as _

from console.dashboard.figures import list_of
from console.dashboard.rolled_up import Hooks, Pushes
from console.dashboard.spans import Span

Colour = Literal["main", "second", "good", "bad", "warn"]


@dataclass(frozen=True)
class Line:
    label: str
    colour: Colour
    data: Sequence[int]


@dataclass(frozen=True)
class Chart:
    """`type`: bars that stand on each other, or lines."""

    name: str
    title: str
    labels: Sequence[str]
    lines: Sequence[Line]
    link: str
    type: Literal["bar", "line"] = "bar"
    note: str = ""

    @property
    def json(self) -> str:
        lines = [{"label": line.label, "colour": line.colour, "data": line.data} for line in self.lines]
        return orjson.dumps({"type": self.type, "labels": self.labels, "lines": lines}).decode()

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """The latest first."""
        columns = [line.data for line in self.lines]
        return [(label, [data[n] for data in columns]) for n, label in enumerate(self.labels)][::-1]

    @property
    def is_empty(self) -> bool:
        return not any(any(line.data) for line in self.lines)


def charts(span: Span, chat: dict[str, list[int]], push: Pushes, hooks: Hooks) -> list[Chart]:
    by_hour = span.name == "24h"
    nothing = [0] * len(span.labels)
    failed = [
        sum(part)
        for part in zip(
            push.by_part.get("failed", nothing), push.by_part.get("invalid", nothing), strict=True
        )
    ]
    return [
        Chart(
            "messages",
            _("Messages by the hour") if by_hour else _("Messages by the day"),
            span.labels,
            [
                Line(_("one to one"), "main", chat["single"]),
                Line(_("in groups"), "second", chat["group"]),
            ],
            list_of("im_message"),
        ),
        Chart(
            "users",
            _("Users by the hour") if by_hour else _("Users by the day"),
            span.labels,
            [
                Line(_("active users"), "main", chat["active" if by_hour else "day"]),
                Line(_("most online at once"), "second", chat["online"]),
            ],
            list_of("accounts_account"),
            "line",
            "" if by_hour else _("Today: the last 24 hours."),
        ),
        Chart(
            "pushes",
            _("Pushes"),
            span.labels,
            [
                Line(_("accepted"), "good", push.by_part.get("accepted", nothing)),
                Line(_("failed"), "bad", failed),
            ],
            list_of("push_delivery"),
        ),
        Chart(
            "webhooks",
            _("Calls of webhooks"),
            span.labels,
            [
                Line(_("succeeded"), "good", hooks.succeeded),
                Line(_("failed"), "bad", hooks.failed),
            ],
            list_of("webhooks_delivery"),
        ),
        Chart(
            "people",
            _("New accounts and logins"),
            span.labels,
            [
                Line(_("new accounts"), "main", chat["accounts"]),
                Line(_("logins"), "second", chat["logins"]),
            ],
            list_of("accounts_account"),
        ),
        Chart(
            "moderation",
            _("Moderation hits"),
            span.labels,
            [
                Line(_("texts blocked"), "bad", chat["blocked"]),
                Line(_("texts replaced"), "warn", chat["replaced"]),
                Line(_("texts flagged"), "second", chat["flagged"]),
            ],
            list_of("im_flagged"),
        ),
    ]
