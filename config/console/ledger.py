"""What the console's lists have in common; what is in them is declared beside each model."""

from typing import Any, ClassVar, cast

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, IntegerField, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from unfold.admin import ModelAdmin

from config.console.keyset import KeysetList

LARGEST = 2**63
DIGITS = 20  # Python refuses to read a number of thousands
MOST = 100  # rows of another table that a search leads through
OURS = ("changelist", "add", "change")  # Django's own deletion and history pages are none of them


class LedgerAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Rows that the server writes: to be read here. What can be done to one is an act, never a saved form.

    Lists run by the primary key, newest first, and are never counted: the tables behind them are long.
    `search_fields` are exact unless they say otherwise, each must be indexed, and those of whole numbers are
    asked only about whole numbers. `empty` says what to do where a list is empty. `linked_by`: what links of
    the console ask a list, beside its filters: `status__exact`.
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
    linked_by: ClassVar[tuple[str, ...]] = ()

    def newest_by(self, request: HttpRequest) -> str:
        """A column by which the rows come, where an index has it and not the primary key."""
        return ""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetList]:
        return KeysetList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Django lets an address ask about any column: how a secret begins, what no index knows."""
        filters = {getattr(one, "parameter_name", one) for one in self.get_list_filter(request)}
        path = lookup.removesuffix("__exact").removesuffix("__isnull")
        return lookup in filters or path in filters or lookup in self.linked_by

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """One row has one address: Django takes `+7`, ` 7` and `٧` for 7."""
        if not self._is_key(object_id):
            return None
        return super().get_object(request, object_id, from_field)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse | None:
        """Of what was ticked; Django would fail where that is no key."""
        if not all(map(self._is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise Http404
        answer: HttpResponse | None = super().response_action(request, queryset)
        return answer

    def _is_key(self, said: str) -> bool:
        if not _is_number(self.model, "pk"):
            return "\0" not in said
        return number_of(said) is not None and not said.startswith("0")

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
            elif (number := number_of(term)) is not None:
                found |= self.found(request, path, number)
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


def number_of(typed: str) -> int | None:
    """None where it is no number that a column holds."""
    is_number = len(typed) < DIGITS and typed.isascii() and typed.isdecimal()
    return int(typed) if is_number and int(typed) < LARGEST else None


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
