"""What the lists of push have in common: how vendors and statuses look, and searches that stay quick."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, TypeVar

from django import forms
from django.db.models import IntegerField, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.console.current import apps_of, current_app
from accounts.console.tenant import TenantAdmin
from config.console.cells import Text
from config.console.ledger import number_of
from push.console.words import vendor_name

MOST: Final = 1_000  # rows that a search shows of each column


Shown = TypeVar("Shown", bound=Callable[..., Any])


def shows(title: Text, colours: Mapping[str, str] | None = None) -> Callable[[Shown], Shown]:
    """A column, or a field of a row's page, under this title; with `colours` it is unfold's badge."""

    def titled(column: Shown) -> Shown:
        setattr(column, "short_description", title)  # noqa: B010  a function has no such attribute
        if colours is not None:
            setattr(column, "label", colours)  # noqa: B010
        return column

    return titled


class ObjectField(forms.JSONField):
    """A JSON object; where there is none it is empty."""

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found not in (None, "") and not isinstance(found, dict):
            raise forms.ValidationError(_("Enter a JSON object: {…}."))
        return found


class PushAdmin(TenantAdmin):
    """`finds`: the columns that are searched, and the order that each one's index has its rows in.

    The rows are looked up by those indexes first, app by app: the list itself runs by the primary key, for
    which the planner would else read the whole table.
    """

    finds: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*self.finds]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        term = search_term.strip().replace("\0", "")
        if not term or not self.finds:
            return queryset, False
        app = current_app(request)
        apps = [app.pk] if app is not None else [one.pk for one in apps_of(request)]
        keys: set[Any] = set()
        for column, order in self.finds.items():
            if (value := self._value(column, term)) is not None:
                rows = self.model._default_manager.filter(app_id__in=apps, **{column: value})
                keys.update(rows.order_by(*order).values_list("pk", flat=True)[:MOST])
        return queryset.filter(pk__in=keys), False

    def _value(self, column: str, term: str) -> Any:
        """A number is looked for in columns of numbers only."""
        name = self.model._meta.pk.name if column == "pk" else column
        field: Any = self.model._meta.get_field(name)
        if not isinstance(getattr(field, "target_field", field), IntegerField):
            return term
        return number_of(term)

    @shows(_("Vendor"))
    def via(self, row: Any) -> str:
        return vendor_name(row.vendor)
