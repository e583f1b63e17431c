"""The broadcasts of the last week: how far each is, and who did not get it and why."""

from typing import Any

from django.contrib import admin
from django.db.models import F, IntegerField, Model, QuerySet
from django.db.models.expressions import Func
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.console.tenant import TenantAdmin
from config.api.status import CONTENT_BLOCKED, GROUP_FORBIDDEN, GROUP_MISSING, PEER_MISSING
from config.console.cells import Cell, Table
from im.conversations.models import ChatType
from im.messages.broadcast.preview import look
from im.messages.models import BatchSend

SHOWN, LONGEST = 100, 60
WHY = {
    PEER_MISSING: _("There is no such account, or it was deleted."),
    GROUP_MISSING: _("There is no such group, or it was dismissed."),
    GROUP_FORBIDDEN: _("The sender may not write there."),
    CONTENT_BLOCKED: _("A word of your list was found in it."),
}
STATES = {"PENDING": _("Waiting"), "RUNNING": _("Under way"), "DONE": _("Finished")}


class Length(Func):
    """How many entries a list in a JSON column has."""

    function = "jsonb_array_length"
    output_field = IntegerField()


def state(batch: BatchSend) -> str:
    if batch.finished_at is not None:
        return "DONE"
    return "RUNNING" if batch.outcomes else "PENDING"


def progress(batch: BatchSend) -> dict[str, Any]:
    """What the page's script asks for, again and again. `words` is what it says."""
    shown, now = batch.shown(), state(batch)
    done = shown["success"] + shown["failed"]
    counts = {"done": done, "total": shown["total"], "failed": shown["failed"]}
    words = _("%(done)s of %(total)s done, %(failed)s failed") % counts
    return {**counts, "state": now, "label": str(STATES[now]), "words": words}


@admin.register(BatchSend)
class BatchSendAdmin(TenantAdmin):
    change_form_template = "broadcast/sent.html"
    list_display = ["created_at", "app", "sender", "text", "reached", "stage", "actor_id"]
    list_select_related = ["app", "sender"]
    search_fields = ["key__exact", "sender__user_id__exact"]
    search_help_text = _("A task id or the sender's userId")
    fields = ["key", "sender", "actor_id", "created_at", "finished_at"]
    empty = _("Broadcasts of the last 7 days appear here. Write one on the page Broadcast.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Without the lists, which are long, but with how long they are."""
        rows: QuerySet[Any] = super().get_queryset(request).defer("receivers", "outcomes")
        counted: QuerySet[Model] = rows.annotate(total=Length(F("receivers")), done=Length(F("outcomes")))
        return counted

    @admin.display(description=_("content"))
    def text(self, batch: BatchSend) -> str:
        """A plain string, which the template escapes."""
        return str(batch.said["content"].get("text") or f"[{batch.said['msgType']}]")[:LONGEST]

    @admin.display(description=_("done"))
    def reached(self, batch: Any) -> str:
        return f"{batch.done} / {batch.total}"

    @admin.display(description=_("state"))
    def stage(self, batch: Any) -> Any:
        begun = "RUNNING" if batch.done else "PENDING"
        return STATES[begun if batch.finished_at is None else "DONE"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.progress_view)
        return [path("<path:object_id>/progress/", view, name="im_batchsend_progress"), *super().get_urls()]

    def progress_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404
        return JsonResponse(progress(batch))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404
        context = {
            "progress": progress(batch),
            "asked_at": reverse("admin:im_batchsend_progress", args=[batch.pk]),
            "look": look(batch.sender, batch.said),
            "outcomes": _outcomes(batch),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})


def _outcomes(batch: BatchSend) -> Table:
    """Those that failed first, and then the others, as far as a page goes."""
    decided = [(*to, *outcome) for to, outcome in zip(batch.receivers, batch.outcomes, strict=False)]
    decided.sort(key=lambda entry: entry[3] is not None)
    lines = [_line(*entry) for entry in decided[:SHOWN]]
    return Table((_("Receiver"), _("Kind"), _("Outcome"), _("Why")), lines, _("Nobody has got it yet."))


def _line(chat_type: str, name: str, status: str, message: str | None) -> tuple[Any, ...]:
    kind = _("Group") if chat_type == ChatType.GROUP else _("User")
    if message is None:
        return name, kind, Cell(status, kind="danger"), WHY.get(status, _("See docs/errors.md."))
    return (
        name,
        kind,
        Cell(_("Sent"), kind="success", link=reverse("admin:im_message_change", args=[message])),
        "",
    )
