"""The console's list of messages: in the order of their time, of what the form above it asks for."""

from typing import Any, Final

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.console.current import apps_of, current_app
from accounts.console.doing import caller_of
from config.console.keyset import AFTER, BEFORE, KeysetList
from im.messages.finding import Found, Position, find, in_order, position
from im.messages.models import Message
from im.messages.searching import SearchForm
from journal.audit import log

OURS: Final = frozenset({*SearchForm.base_fields, BEFORE, AFTER})


class MessageList(KeysetList):
    """`root_queryset` stays the rows that the operator sees, for what is done to those that he ticks."""

    form: SearchForm
    found: Found

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        given: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in given.items() if name not in OURS}

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Model]:
        apps = [app] if (app := current_app(request)) is not None else apps_of(request)
        self.form = SearchForm(request.GET, apps=apps)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        self.found = self._find(request)
        self.older = self._link(BEFORE, self.found.older)
        self.newer = self._link(AFTER, self.found.newer)
        self.has_active_filters = self.is_searched  # an empty list says so
        rows: list[Any] = [*in_order(self.found.ids)]
        self.result_list = rows
        self.result_count = self.full_result_count = len(rows)
        self.show_full_result_count = self.show_admin_actions = True
        self.can_show_all = self.multi_page = False
        self.paginator = self.model_admin.get_paginator(request, rows, self.list_per_page)

    def _find(self, request: HttpRequest) -> Found:
        wanted = self.form.wanted()
        if wanted is None:
            return Found([])
        if key := self.form.cleaned_data["id"]:
            there = Message.objects.filter(pk=int(key), app__in=self.form.apps)
            return Found(list(there.values_list("pk", flat=True)))
        if wanted.words:
            self._log(request)
        before, after = (position(self.params.get(name, "")) for name in (BEFORE, AFTER))
        return find(wanted, size=self.list_per_page, before=before, after=after)

    def _log(self, request: HttpRequest) -> None:
        """As the API's own search does; over all apps, once for each that is looked into."""
        for app in self.form.apps:
            log(
                caller_of(request, app),
                "MESSAGE_SEARCH",
                app_id=app.pk,
                target_type="MESSAGE",
                detail=self.form.detail,
            )

    def _link(self, name: str, place: Position | None) -> str:
        if place is None:
            return ""
        return str(self.get_query_string({name: str(place)}, remove=[BEFORE, AFTER]))

    @property
    def is_searched(self) -> bool:
        return self.form.is_bound and (not self.form.is_valid() or self.form.is_used)
