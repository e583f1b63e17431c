"""The exports in the console: ordered, watched while they are written, fetched, cancelled."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.callers import Caller
from accounts.console.acts import Act, ActForm, Asked
from accounts.console.doing import caller_of
from accounts.console.tenant import TenantAdmin
from accounts.mandates import suffices
from accounts.models import OperatorRole
from console.exports import ordering
from console.exports.kinds import KINDS
from console.models import Export, ExportFormat, ExportKind, ExportStatus
from console.system.servers import in_bytes

TYPES = {"CSV": "text/csv; charset=utf-8", "JSONL": "application/x-ndjson"}


class ExportForm(ActForm):
    kind = forms.ChoiceField(label=_("What to export"), widget=widgets.UnfoldAdminSelectWidget())
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("CSV", _("CSV, for spreadsheets")), ("JSONL", _("JSON lines, for programs"))],
        widget=widgets.UnfoldAdminSelectWidget(),
    )
    since = forms.SplitDateTimeField(
        label=_("Since"), required=False, widget=widgets.UnfoldAdminSplitDateTimeWidget()
    )
    until = forms.SplitDateTimeField(
        label=_("Until"), required=False, widget=widgets.UnfoldAdminSplitDateTimeWidget()
    )
    userId = forms.CharField(
        label=_("User"),
        help_text=_("Of accounts this one, of messages what this user wrote, of the log what he did."),
        required=False,
        max_length=64,
        widget=widgets.UnfoldAdminTextInputWidget(),
    )
    conversationId = forms.IntegerField(
        label=_("Conversation"),
        help_text=_("The id of a conversation; for messages only."),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=widgets.UnfoldAdminTextInputWidget(),
    )

    def __init__(self, *args: Any, caller: Caller | None = None, **kwargs: Any) -> None:
        super().__init__(*args, caller=caller, **kwargs)
        role = caller.mandate if caller else None
        kinds = [(kind.value, kind.label) for kind in ExportKind if suffices(role, KINDS[kind].role)]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as it stands above
        field.choices = [(value, gettext(str(label))) for value, label in kinds]


def _order(asked: Asked) -> Export:
    return ordering.order(given=asked.given, by=asked.caller)


def _cancel(asked: Asked) -> None:
    ordering.cancel(export=asked.target, by=asked.caller)


ORDER = Act(
    name="add",
    label=_("New export"),
    said=_("A worker writes the file in the background; it is kept for 7 days. Who fetches it is logged."),
    deed=_order,
    form=ExportForm,
    needs=OperatorRole.OPERATOR,
    done=_("Ordered: it is written in the background."),
    icon="download",
)
CANCEL = Act(
    name="cancel",
    label=_("Cancel the export"),
    said=_("The worker stops, and what it has written is removed."),
    deed=_cancel,
    needs=OperatorRole.OPERATOR,
    done=_("Cancelled."),
    danger=True,
    icon="cancel",
    fits=lambda export: export.under_way,
)


@admin.register(Export)
class ExportAdmin(TenantAdmin):
    empty = _("Nothing has been exported yet. A new export is written in the background.")
    list_display = ["id", "app", "kind", "format", "progress", "rows", "bytes", "by", "created_at"]
    list_select_related = ["app"]
    fields = ["app", "kind", "format", "filters", "by", "progress", "rows", "bytes", "error"]
    fields += ["created_at", "finished_at", "expires_at"]
    readonly_fields = ["progress", "bytes"]
    adds = ORDER
    acts = [CANCEL]
    change_form_template = "console/exports/detail.html"

    class Media:
        js = ["console/exports.js"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:key>/progress/", view(self.progress_view), name="console_export_progress"),
            path("<int:key>/download/", view(self.download_view), name="console_export_download"),
            *super().get_urls(),
        ]

    @admin.display(description=_("progress"))
    def progress(self, export: Export) -> str:
        """A bar that its script moves on while there is something to wait for."""
        if export.under_way:
            at = reverse("admin:console_export_progress", args=[export.pk])
            bar = '<progress max="100" value="{0}" data-progress="{1}" aria-label="{2}"></progress>'
            return format_html(f"{bar} <span>{{0}}%</span>", export.percent, at, gettext("progress"))
        kind = {"DONE": "success", "FAILED": "danger"}.get(export.status, "")
        label = gettext(str(ExportStatus(export.status).label))
        return format_html('<span class="console-badge {}">{}</span>', kind, label)

    @admin.display(description=_("size"))
    def bytes(self, export: Export) -> str:
        return in_bytes(export.size) if export.size else ""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        export = self.get_object(request, object_id)
        ready = export is not None and export.status == ExportStatus.DONE and self._may(request, export)
        link = reverse("admin:console_export_download", args=[export.pk]) if ready else ""
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "download": link})

    def progress_view(self, request: HttpRequest, key: int) -> HttpResponseBase:
        export = self._export(request, key)
        shown = {"underWay": export.under_way, "percent": export.percent, "rows": export.rows}
        return JsonResponse(shown, headers={"Cache-Control": "no-store"})

    def download_view(self, request: HttpRequest, key: int) -> HttpResponseBase:
        export = self._export(request, key)
        if export.status != ExportStatus.DONE or not self._may(request, export):
            raise Http404
        pieces = ordering.fetched(export=export, by=caller_of(request, export.app))
        name = f"{export.app.app_key}-{export.kind.lower().replace('_', '-')}-{export.pk}"
        ending = "csv" if export.format == ExportFormat.CSV else "jsonl"
        return StreamingHttpResponse(
            pieces,
            content_type=TYPES[export.format],
            headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
        )

    def _export(self, request: HttpRequest, key: int) -> Export:
        export = self.get_object(request, str(key))
        if not isinstance(export, Export):
            raise Http404
        return export

    def _may(self, request: HttpRequest, export: Export) -> bool:
        return suffices(caller_of(request, export.app).mandate, KINDS[export.kind].role)
