"""The dashboard's charts: their numbers, as the script draws them and as a table says them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import orjson
from django.utils.translation import gettext as _

from console.dashboard.figures import list_of
from console.dashboard.rolled_up import FAILED, Hooks, Pushes
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
    return [
        _messages(span, chat),
        _users(span, chat),
        _pushes(span, push),
        _webhooks(span, hooks),
        _people(span, chat),
        _moderation(span, chat),
    ]


def _messages(span: Span, chat: dict[str, list[int]]) -> Chart:
    lines = [Line(_("one to one"), "main", chat["single"]), Line(_("in groups"), "second", chat["group"])]
    title = _("Messages by the hour") if span.is_by_hour else _("Messages by the day")
    return Chart("messages", title, span.labels, lines, list_of("im_message"))


def _users(span: Span, chat: dict[str, list[int]]) -> Chart:
    lines = [
        Line(_("active users"), "main", chat["active" if span.is_by_hour else "day"]),
        Line(_("most online at once"), "second", chat["online"]),
    ]
    title = _("Users by the hour") if span.is_by_hour else _("Users by the day")
    note = "" if span.is_by_hour else _("Today: the last 24 hours.")
    return Chart("users", title, span.labels, lines, list_of("accounts_account"), "line", note)


def _pushes(span: Span, push: Pushes) -> Chart:
    nothing = [0] * len(span.labels)
    accepted, failed, invalid = (push.by_part.get(name, nothing) for name in ("accepted", *FAILED))
    lines = [
        Line(_("accepted"), "good", accepted),
        Line(_("failed"), "bad", [sum(part) for part in zip(failed, invalid, strict=True)]),
    ]
    return Chart("pushes", _("Pushes"), span.labels, lines, list_of("push_delivery"))


def _webhooks(span: Span, hooks: Hooks) -> Chart:
    lines = [Line(_("succeeded"), "good", hooks.succeeded), Line(_("failed"), "bad", hooks.failed)]
    return Chart("webhooks", _("Calls of webhooks"), span.labels, lines, list_of("webhooks_delivery"))


def _people(span: Span, chat: dict[str, list[int]]) -> Chart:
    lines = [Line(_("new accounts"), "main", chat["accounts"]), Line(_("logins"), "second", chat["logins"])]
    return Chart("people", _("New accounts and logins"), span.labels, lines, list_of("accounts_account"))


def _moderation(span: Span, chat: dict[str, list[int]]) -> Chart:
    lines = [
        Line(_("texts blocked"), "bad", chat["blocked"]),
        Line(_("texts replaced"), "warn", chat["replaced"]),
        Line(_("texts flagged"), "second", chat["flagged"]),
    ]
    return Chart("moderation", _("Moderation hits"), span.labels, lines, list_of("im_flagged"))
