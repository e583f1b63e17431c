"""What models, their fields and their choices are called in the operator's language.

They are named by gettext when the server starts, and not in the models: a name there is part of a migration.
What has no translation keeps the name that Django made of it: `from_id` is "from id".
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy


def translate(labels: Iterable[str]) -> None:
    for label in labels:
        config: Any = apps.get_app_config(label)
        config.verbose_name = gettext_lazy(config.verbose_name)
        for model in config.get_models():
            names: Any = model._meta
            names.verbose_name = gettext_lazy(names.verbose_name)
            names.verbose_name_plural = gettext_lazy(names.verbose_name_plural)
            for field in names.get_fields():
                _translate_field(field)


def _translate_field(field: Any) -> None:
    if not field.concrete:
        return
    field.verbose_name = gettext_lazy(field.verbose_name)
    if field.help_text:
        field.help_text = gettext_lazy(field.help_text)
    if field.choices:
        field.choices = [(value, gettext_lazy(label)) for value, label in field.choices]
