"""The push app: notifications to phones through their vendors, with the reason when one did not ring."""

from django.apps import AppConfig


class PushConfig(AppConfig):
    name = "push"
    default_auto_field = "django.db.models.BigAutoField"
