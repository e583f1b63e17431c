"""The reference's rows of push, in its order; then what stands beside it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
