"""Pages of a long list by the primary key: as quick at the end as at the start, and nothing is counted."""

from typing import Any, Final

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.views import ChangeList

BEFORE: Final = "before"  # the older side of this row
AFTER: Final = "after"  # the newer side


class KeysetList(ChangeList):  # type: ignore[misc]  # unfold has no types
    """Newest first. `older` and `newer` are the queries of the neighbouring pages, or empty.

    By the primary key, or by the column that the list's `newest_by` names, and then by the key.
    """

    older = newer = by = ""
    result_list: list[Model]
    root_queryset: QuerySet[Model]

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        found: dict[str, Any] = super().get_filters_params(params)
        if any("\0" in value for values in found.values() for value in values):
            raise IncorrectLookupParameters("no text has a NUL")
        return {name: value for name, value in found.items() if name not in (BEFORE, AFTER)}

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Model]) -> list[str]:
        self.by = self.model_admin.newest_by(request)
        return [f"-{self.by}", "-pk"] if self.by else ["-pk"]

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Model]:
        narrowed = getattr(self.model_admin, "narrowed", None)  # a list shows the chosen app only
        if narrowed is not None:
            self.root_queryset = narrowed(request, self.root_queryset)
        rows: QuerySet[Model] = super().get_queryset(request, exclude_parameters)
        return rows

    def get_results(self, request: HttpRequest) -> None:
        """One row more than is shown says whether there are others."""
        size = self.list_per_page
        before, after = self._key(BEFORE), self._key(AFTER)
        if after is not None:
            newer = self._beyond(after, "gt")
            rows = list(newer.order_by(*[self.by] if self.by else [], "pk")[: size + 1])
            is_more_before, is_more_after = True, len(rows) > size
            rows = rows[:size][::-1]
        else:
            older = self.queryset if before is None else self._beyond(before, "lt")
            rows = list(older[: size + 1])
            is_more_before, is_more_after = len(rows) > size, before is not None
            rows = rows[:size]
        if rows:
            self.older = self._page(BEFORE, rows[-1]) if is_more_before else ""
            self.newer = self._page(AFTER, rows[0]) if is_more_after else ""
        self.show_page(request, rows)

    def show_page(self, request: HttpRequest, rows: list[Model]) -> None:
        """Of a page, as Django's templates want to know it."""
        self.result_list = rows
        self.result_count = self.full_result_count = len(rows)
        self.show_full_result_count = self.show_admin_actions = True
        self.can_show_all = self.multi_page = False
        self.paginator = self.model_admin.get_paginator(request, rows, self.list_per_page)

    def _beyond(self, key: Any, side: str) -> QuerySet[Model]:
        """The rows on one side of this one, said so that an index of column and key can begin there."""
        at = self.root_queryset.filter(pk=key).values_list(self.by, flat=True).first() if self.by else None
        if at is None:
            found: QuerySet[Model] = self.queryset.filter(**{f"pk__{side}": key})
            return found
        other_side = "lte" if side == "gt" else "gte"
        near: QuerySet[Model] = self.queryset.filter(**{f"{self.by}__{side}e": at})
        return near.exclude(**{self.by: at, f"pk__{other_side}": key})

    def _key(self, name: str) -> Any:
        if name not in self.params:
            return None
        if "\0" in self.params[name]:
            raise IncorrectLookupParameters("no key has a NUL")
        try:
            return self.model._meta.pk.to_python(self.params[name])
        except ValidationError as problem:
            raise IncorrectLookupParameters(problem) from None

    def _page(self, name: str, row: Model) -> str:
        return str(self.get_query_string({name: row.pk}, remove=[BEFORE, AFTER]))
