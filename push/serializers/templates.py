"""Templates, and what a task that used one may look like."""

from typing import Any

from rest_framework import serializers

from config.api.fields import Text
from config.api.paging import PageQuery, PageShown
from push.serializers.sending import Body, Locales, Texts, Title


class Code(Text):
    default_error_messages = {"code": "may only contain letters, digits and _ . -"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 64, **options})

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if not value.replace("_", "").replace(".", "").replace("-", "").isalnum() or not value.isascii():
            self.fail("code")
        return value


class OneTemplate(serializers.Serializer[Any]):
    code = Code()


class ListTemplates(PageQuery):
    pass


class PutTemplate(serializers.Serializer[Any]):
    """`{name}` is a gap for the parameter of that name; braces are `{{` and `}}`."""

    title = Title()
    body = Body()
    i18n = Locales(child=Texts(), most=20, required=False)


class TemplateShown(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField(allow_null=True)
    body = serializers.CharField(allow_null=True)
    i18n = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))
    params = serializers.ListField(child=serializers.CharField(), help_text="what a send has to give")
    createdAt = serializers.IntegerField()
    updatedAt = serializers.IntegerField()


class TemplatesShown(PageShown):
    items = TemplateShown(many=True)


class DeletedTemplateShown(serializers.Serializer[Any]):
    code = serializers.CharField()
    deleted = serializers.BooleanField()
