"""The page on which a broadcast is written, looked at and sent: by the API's own row."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.console.calling import call
from accounts.console.pages import ConsolePage
from accounts.models import OperatorRole
from config.api.errors import Refusal
from config.api.handler import refusal_for
from im.messages import batches
from im.messages.broadcast.forms import PUSH, BroadcastForm
from im.messages.broadcast.preview import look, preview
from im.messages.models import BatchSend

MAIN = ("fromId", "toIds", "file", "groupIds", "text")
MORE = ("msgType", "content", "ext", "noUnread", "syncSender")
UNTOUCHED = (None, "", False, "TEXT")
ROW = "/api/im/admin/messages/batch-send"


class Broadcast(ConsolePage):
    """`step`: `preview` shows what it will be, `edit` goes back to the form, `send` sends it.

    `key` is made with the preview: however often it is sent, it is sent once.
    """

    path = "broadcast/"
    name = "broadcast"
    title = gettext_lazy("Broadcast")
    icon = "campaign"
    needs = OperatorRole.OPERATOR
    template_name = "broadcast/compose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", BroadcastForm(initial={"toIds": self.request.GET.get("to", "")}))
        parts: dict[str, Any] = {"main": [form[name] for name in MAIN]}
        for part, names in (("push", PUSH), ("more", MORE)):
            parts[part] = [form[name] for name in names]
            parts[f"{part}_open"] = any(form[name].value() not in UNTOUCHED for name in names)
        return super().get_context_data(**parts, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BroadcastForm(request.POST, request.FILES, caller=self.caller())
        step = request.POST.get("step", "preview")
        if step != "edit" and form.is_valid():
            try:
                return self._send(form) if step == "send" else self._preview(form)
            except Exception as problem:  # as the API's rows answer whatever happens
                form.refuse(refusal_for(problem))
        return self.render_to_response(self.get_context_data(form=form), status=400 if form.errors else 200)

    def _preview(self, form: BroadcastForm) -> HttpResponse:
        """Checked as the row checks it, and not sent."""
        batch, _later = batches.asked(self.caller(), form.body(), key=None)
        context = self.get_context_data(
            form=form,
            carried=form.carried(),
            key=uuid4().hex,
            found=preview(self.app, batch),
            look=look(batch.sender, batch.said),
            batch=batch,
        )
        self.template_name = "broadcast/preview.html"
        return self.render_to_response(context)

    def _send(self, form: BroadcastForm) -> HttpResponse:
        key = self.request.POST.get("key", "")[:64]
        caller = self.caller(form.cleaned_data["comment"])
        data = call(caller, "POST", ROW, body=form.body(), key=key)
        sent = BatchSend.objects.of_app(self.app).filter(key=data.get("taskId") or data["messageKey"]).first()
        if sent is None:  # a week later, under the same key
            raise Refusal("90404", _("This broadcast was sent long ago."))
        messages.success(self.request, _("The broadcast is on its way."))
        return HttpResponseRedirect(reverse("admin:im_batchsend_change", args=[sent.pk]))


PAGES: list[type[ConsolePage]] = [Broadcast]
