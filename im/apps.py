"""The im app: one migration chain for all slices."""

from django.apps import AppConfig


class ImConfig(AppConfig):
    name = "im"
    default_auto_field = "django.db.models.BigAutoField"
