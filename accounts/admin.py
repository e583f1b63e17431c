"""Where Django looks for the console's lists; accounts themselves, all round, are in `console.accounts`."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.console.apps import AppAdmin
from accounts.console.operations import OperationAdmin
from accounts.console.sessions import SessionAdmin
from accounts.models import Mandate, Operator

__all__ = ["AppAdmin", "OperationAdmin", "SessionAdmin"]


class MandateInline(TabularInline):  # type: ignore[misc]  # unfold has no types
    model = Mandate
    extra = 0


@admin.register(Operator)
class OperatorAdmin(UserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]  # unfold has no types
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines: ClassVar[list[Any]] = [MandateInline]


@admin.register(Mandate)
class MandateAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    list_display = ["operator", "app", "role"]
    list_filter = ["app", "role"]
    list_select_related = ["operator", "app"]
    autocomplete_fields = ["operator"]
