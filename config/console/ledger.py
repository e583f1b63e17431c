"""What the console's lists have in common; what is in them is declared beside each model."""

from typing import Any, ClassVar, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, IntegerField, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from unfold.admin import ModelAdmin

from config.console.keyset import KeysetList

LARGEST = 2**63
MOST = 100  # rows of another table that a search leads through
OURS = ("changelist", "add", "change")  # Django's own deletion and history pages are none of them


class LedgerAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Rows that the server writes: to be read here. What can be done to one is an act, never a saved form.

    Lists run by the primary key, newest first, and are never counted: the tables behind them are long.
    `search_fields` are exact unless they say otherwise, each must be indexed, and those of whole numbers are
    asked only about whole numbers. `empty` says what to do where a list is empty.
    """

    change_list_template = "console/list.html"
    change_form_template = "console/detail.html"
    show_full_result_count = False
    list_per_page = 50
    list_fullwidth = True
    list_disable_select_all = True
    ordering: ClassVar[list[str]] = ["-pk"]
    sortable_by: ClassVar[list[str]] = []
    empty: ClassVar[Any] = ""

    def newest_by(self, request: HttpRequest) -> str:
        """A column by which the rows come, where an index has it and not the primary key."""
        return ""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetList]:
        return KeysetList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """By indexes only: Django would turn numbers into text, and read the whole table."""
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        found = Q(pk__in=[])
        for name in self.get_search_fields(request):
            path = name.removeprefix("=")
            if not _is_number(self.model, path):
                found |= self.found(request, path, term)
            elif term.isascii() and term.isdecimal() and int(term) < LARGEST:
                found |= self.found(request, path, int(term))
        return queryset.filter(found), False

    def found(self, request: HttpRequest, path: str, wanted: str | int) -> Q:
        """What stands in another table is looked up there first: a join in an OR reads the whole table."""
        name, _, rest = path.partition("__")
        field = None if name == "pk" else self.model._meta.get_field(name)
        if field is None or not field.is_relation or not rest:
            return Q(**{path: wanted})
        others = self.reachable(request, field.related_model).filter(**{rest: wanted})
        return Q(**{f"{name}__in": list(others.values_list("pk", flat=True)[:MOST])})

    def reachable(self, request: HttpRequest, model: Any) -> QuerySet[Model]:
        """The rows of another table that a search may lead through."""
        rows: QuerySet[Model] = model._default_manager.all()
        return rows

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if (url.name or "").rpartition("_")[2] in OURS]

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        raise Http404

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _is_number(model: type[Model], path: str) -> bool:
    """Whether the column at the end of a lookup's path, say `device__id__exact`, holds whole numbers."""
    field: Any = None
    for name in path.split("__"):
        try:
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        except FieldDoesNotExist:
            break  # the lookup: exact, startswith
        if field.is_relation:
            model = field.related_model
    while field is not None and field.is_relation:
        field = field.target_field
    return isinstance(cast("Field[Any, Any]", field), IntegerField)
