"""What a broadcast says, to whom, and in whose name."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console import forms as ask
from accounts.console.acts import ActForm
from config.api.errors import FieldError, Refusal
from im.messages.content import KINDS

LARGEST: Final = 64 * 1024  # of a file: 500 userIds have 32,500 bytes at most
PUSH: Final = {  # the form's names, and those of the row's `offlinePush`
    "pushDisabled": "disabled",
    "pushTitle": "title",
    "pushBody": "body",
    "pushSound": "sound",
    "pushBadge": "badge",
}


class BroadcastForm(ActForm):
    """`body` is what the API's row takes."""

    fromId = ask.text(_("Sender"), required=True, help_text=_("The userId in whose name it is sent."))
    toIds = ask.Ids(label=_("Users"), required=False, help_text=_("At most 500 userIds, one a line."))
    file = forms.FileField(
        label=_("Users from a file"),
        required=False,
        help_text=_("Plain text or CSV with nothing but userIds. They are added to those above."),
        widget=widgets.UnfoldAdminFileFieldWidget(),
    )
    groupIds = ask.Ids(label=_("Groups"), required=False, help_text=_("At most 20 group ids."))
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    msgType = ask.choice(_("Message type"), [(name, name) for name in KINDS])
    content = ask.json(_("Content"), help_text=_("As JSON, in place of the text."), rows=3)
    ext = ask.text(_("Extra data"), help_text=_("Passed on to the apps as it is."))
    noUnread = ask.flag(_("Does not count as unread"))
    syncSender = ask.flag(_("Shown on the sender's own devices too"))
    pushDisabled = ask.flag(_("No offline push"))
    pushTitle = ask.text(_("Push title"))
    pushBody = ask.text(_("Push text"))
    pushSound = ask.text(_("Push sound"))
    pushBadge = ask.number(_("Push badge"))

    def clean_file(self) -> list[str]:
        sent = self.cleaned_data["file"]
        if sent is None:
            return []
        if sent.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 64 KB."))
        try:
            words = sent.read().decode("utf-8-sig").replace('"', "").replace("\0", "")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not UTF-8 text.")) from None
        return ask.Ids(required=False).clean(words)

    def clean_text(self) -> str:
        """Browsers send the end of a line as two characters."""
        said: str = self.cleaned_data["text"].replace("\r\n", "\n")
        return said

    def body(self) -> dict[str, Any]:
        given = self.cleaned_data
        to_ids = list(dict.fromkeys([*given["toIds"], *given["file"]]))
        content = {"text": given["text"]} if given["content"] is None else given["content"]
        push = {wire: given[name] for name, wire in PUSH.items() if given[name] not in (None, "", False)}
        plain: dict[str, Any] = {
            "fromId": given["fromId"],
            "toIds": to_ids,
            "groupIds": given["groupIds"],
            "ext": given["ext"],
            "offlinePush": push,
            "noUnread": given["noUnread"],
            "syncSender": given["syncSender"],
        }
        said = {"msgType": given["msgType"] or "TEXT", "content": content, "async": True}
        return {**{name: value for name, value in plain.items() if value not in ("", [], {})}, **said}

    def carried(self) -> list[tuple[str, str]]:
        """What was typed, to be sent along with the preview; the file's users are among the others then."""
        body = self.body()
        kept = {name: self.data.get(name, "") for name in self.fields if name not in ("file", "toIds")}
        return [*kept.items(), ("toIds", "\n".join(body.get("toIds", [])))]

    def refuse(self, refusal: Refusal) -> None:
        """The row's fields under the names that they have here."""
        errors: list[FieldError] = [
            {"field": self._here(error["field"]), "message": error["message"]}
            for error in refusal.errors or []
        ]
        super().refuse(Refusal(refusal.status, refusal.message, code=refusal.code, errors=errors or None))

    def _here(self, field: str) -> str:
        names = {f"offlinePush.{wire}": name for name, wire in PUSH.items()}
        if field.startswith("content") and self.cleaned_data.get("content") is None:
            return "text"
        return names.get(field, field)
