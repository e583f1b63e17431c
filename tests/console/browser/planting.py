"""Texts that would do something if a page took them for more, planted in every field that holds one."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, JSONField, Model, TextField

from journal.models import Operation

SCRIPT = "<script>document.title='run'</script>"
PLANTED = (
    "<b data-planted>bold</b>\"'><img src=x onerror=\"document.title='run'\">"
    f"{SCRIPT}{{{{7*7}}}}${{7*7}} \u202egnp.evil\u202c \u2066\x1b[31m\x07\x08\u200b&amp;</td></table>"
)
SHORT = "<b data-planted>\u202e"
# They are no texts of people's: what the server itself reads again has to stay readable.
KEPT = {
    "app_secret", "secret_key", "previous_secret_key", "secret", "former_secrets", "password",
    "jti", "token", "token_hash", "username", "app_key", "changed_settings", "lease", "lease_token",
    "fingerprint", "collapse_key", "content_type", "events", "audience", "waiting", "receivers",
    "said", "keys", "options", "aside", "time_zone", "language", "scopes", "grams", "found_grams",
    "nickname_grams", "name_grams", "tagged", "scope", "answer", "environment", "type", "event",
    "vendor", "platform", "reason", "timezone", "folded", "hits", "counts",
    "check_result", "history", "outcomes", "target_id",
}  # fmt: skip
LABELS = ["accounts", "journal", "webhooks", "push", "im", "console"]


def plant() -> set[str]:
    """The fields in which something was planted, as `model.field`."""
    planted = set()
    for label in LABELS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                if _takes_text(field) and model is not Operation:
                    _plant(model, field)
                    planted.add(f"{model._meta.label_lower}.{field.name}")
    for entry in Operation.objects.order_by("pk")[:1]:  # the log's rows are never changed
        entry.pk, entry.detail, entry.user_agent, entry.target_id = None, _json(), PLANTED, PLANTED
        entry.operator_id = PLANTED
        entry.save(force_insert=True)
    return planted


def _takes_text(field: Any) -> bool:
    fits = isinstance(field, CharField | TextField | JSONField) and not isinstance(field, ArrayField)
    return fits and not (field.choices or field.unique or field.primary_key or field.name in KEPT)


def _plant(model: type[Model], field: Any) -> None:
    """In the newest row of acme's: where columns are unique together it cannot be in all of them."""
    names = {each.name for each in model._meta.concrete_fields}
    rows = model._default_manager.order_by("-pk")
    if "app" in names:
        rows = rows.filter(app__app_key="acme")
    text = PLANTED if (field.max_length or 10_000) >= len(PLANTED) else SHORT[: field.max_length]
    value: Any = _json() if isinstance(field, JSONField) else text
    newest = list(rows.values_list("pk", flat=True)[:1])
    model._default_manager.filter(pk__in=newest).update(**{field.name: value})


def _json() -> dict[str, Any]:
    return {"text": PLANTED, "name": PLANTED, PLANTED: [PLANTED]}
