"""Operators: what is asked of them, and what is shown."""

import re
from typing import Any

from rest_framework import serializers

from accounts.models import OperatorRole
from accounts.serializers.apps import AppKey
from config.api.fields import Choice, Flag, Text
from config.api.paging import PageShown

USERNAME = re.compile(r"[A-Za-z0-9_.@+-]+")
EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")


class Username(Text):
    default_error_messages = {"charset": "may only contain letters, digits and @ . + - _"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not USERNAME.fullmatch(value):
            self.fail("charset")
        return value


class Email(Text):
    """Nothing is sent there; empty takes it away."""

    default_error_messages = {"email": "must be an e-mail address"}

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if value and not EMAIL.fullmatch(value):
            self.fail("email")
        return value


class UsernamePath(serializers.Serializer[Any]):
    username = Username(max_length=150)


class MandatePath(UsernamePath):
    appKey = AppKey(max_length=32)


class MakeOperator(serializers.Serializer[Any]):
    username = Username(max_length=150)
    name = Text(required=False, allow_blank=True, max_length=150, one_line=True)
    email = Email(required=False, allow_blank=True, max_length=254)
    password = Text(required=False, max_length=1000, help_text="made if it is not given")
    mustUseTwoFactor = Flag(required=False)
    appKey = AppKey(required=False, max_length=32)
    role = Choice(OperatorRole.choices, required=False)


class ChangeOperator(serializers.Serializer[Any]):
    name = Text(required=False, allow_blank=True, max_length=150, one_line=True)
    email = Email(required=False, allow_blank=True, max_length=254)
    isActive = Flag(required=False)
    isSuperuser = Flag(required=False)
    mustUseTwoFactor = Flag(required=False)


class GiveRole(serializers.Serializer[Any]):
    role = Choice(OperatorRole.choices)


class MandateShown(serializers.Serializer[Any]):
    appKey = serializers.CharField()
    role = serializers.ChoiceField(OperatorRole.choices)


class OperatorShown(serializers.Serializer[Any]):
    username = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    isActive = serializers.BooleanField()
    isSuperuser = serializers.BooleanField()
    mustUseTwoFactor = serializers.BooleanField()
    twoFactor = serializers.BooleanField(help_text="is set up")
    mandates = MandateShown(many=True)
    lastLoginAt = serializers.IntegerField(allow_null=True)
    createdAt = serializers.IntegerField()


class OperatorsShown(PageShown):
    items = OperatorShown(many=True)


class HiredShown(OperatorShown):
    password = serializers.CharField(help_text="good for the first sign-in; shown only now")


class WithdrawnShown(serializers.Serializer[Any]):
    username = serializers.CharField()
    appKey = serializers.CharField()
    removed = serializers.BooleanField()
