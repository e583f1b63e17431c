"""The command palette: pages, lists, and the rows of one's own apps that a name or an id leads to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

from accounts.console.current import apps_of, current_app
from accounts.models import Account, App
from config.console.ledger import number_of
from console.models import Export
from console.navigation import places
from im.conversations.models import Conversation
from im.groups.models import Group
from im.messages.models import Message
from push.models import Delivery as PushDelivery
from push.models import Device, Notice
from webhooks.models import Delivery, Endpoint

MOST: Final = 20
OF_A_KIND: Final = 5
LONGEST: Final = 128


def _nothing(row: Any) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """Rows that are found by `lookup`, in the order of the index that serves it."""

    model: type[Model]
    icon: str
    lookup: str = "pk"
    order: str = "pk"
    told: Callable[[Any], str] = _nothing


BY_NUMBER: Final = (
    Kind(Message, "chat", told=lambda row: f"{row.from_id} → {row.to_id}"),
    Kind(Conversation, "forum"),
    Kind(Delivery, "outbound", told=lambda row: f"{row.type} · {row.status}"),
    Kind(PushDelivery, "send_to_mobile", told=lambda row: f"{row.user_id} · {row.vendor}"),
    Kind(Notice, "campaign", told=lambda row: str(row.status)),
    Kind(Endpoint, "webhook", told=lambda row: str(row.name)),
    Kind(Export, "download"),
)
BY_NAME: Final = (
    Kind(Account, "person", "user_id__startswith", "user_id", lambda row: str(row.nickname)),
    Kind(Group, "groups", "group_id__startswith", "group_id", lambda row: str(row.name)),
    Kind(Device, "smartphone", "device_id", "device_id", lambda row: f"{row.user_id} · {row.vendor}"),
)


def search(request: HttpRequest, words: str) -> list[SearchResult]:
    """Pages first, then apps and rows. As many statements whatever is found, and each by an index."""
    words = words.replace("\0", "")[:LONGEST]
    if not words:
        return []
    return [*_places(request, words), *_apps(request, words), *_rows(request, words)][:MOST]


def _places(request: HttpRequest, words: str) -> Iterator[SearchResult]:
    folded = words.casefold()
    for place in places(request):
        if folded in str(place.title).casefold():
            yield SearchResult(
                title=str(place.title), description=str(place.group), link=place.link, icon=place.icon
            )


def _apps(request: HttpRequest, words: str) -> Iterator[SearchResult]:
    folded = words.casefold()
    fitting = [
        app for app in apps_of(request) if app.app_key.startswith(words) or folded in app.name.casefold()
    ]
    for app in fitting[:OF_A_KIND]:
        yield _result(app, "apps", app.app_key, app.name)


def _rows(request: HttpRequest, words: str) -> Iterator[SearchResult]:
    """Of the chosen app; of all that one looks after where none is chosen."""
    app = current_app(request)
    apps = [app] if app is not None else apps_of(request)
    for kind in BY_NAME:
        for row in _found(kind, words, apps):
            yield _result(row, kind.icon, str(getattr(row, kind.order)), kind.told(row))
    if (number := number_of(words)) is not None:
        for kind in BY_NUMBER:
            for row in _found(kind, number, apps):
                yield _result(row, kind.icon, f"#{row.pk}", kind.told(row))


def _found(kind: Kind, asked: str | int, apps: Sequence[App]) -> list[Any]:
    rows = kind.model._default_manager.filter(**{"app__in": [app.pk for app in apps], kind.lookup: asked})
    return list(rows.order_by("app_id", kind.order)[:OF_A_KIND])


def _result(row: Model, icon: str, title: str, told: str) -> SearchResult:
    names = row._meta
    link = reverse(f"admin:{names.app_label}_{names.model_name}_change", args=[row.pk])
    described = " · ".join(part for part in (str(names.verbose_name), told) if part)
    return SearchResult(title=title, description=described, link=link, icon=icon)
