"""The OpenAPI document: generated from the views, shown with the envelope that every answer wears."""

import re
from functools import cache
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer
from rest_framework.serializers import Serializer

CURLY = re.compile(r"{(\w+)}")
IDEMPOTENT = "takes_idempotency_key"  # set on the views' functions that do
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 64},
    OpenApiParameter.HEADER,
    description="done once for the same key, within 24 h; repeats get the first answer",
)
ERRORS = {
    "400": "bad parameter or broken limit",
    "401": "no or bad credential",
    "403": "not allowed",
    "404": "no such resource",
    "429": "over a rate limit, see Retry-After",
    "503": "a dependency is away, see Retry-After",
}


class JsonObjectShape(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    target_class = "config.api.fields.JsonObject"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {}}


class RowSchema(AutoSchema):
    """Tags by the first words of the path, operation ids by method and path."""

    def get_operation_id(self) -> str:
        words = re.sub(r"[^A-Za-z0-9]+", "_", self.path.removeprefix("/api/")).strip("_")
        return f"{self.method.lower()}_{words}"

    def get_override_parameters(self) -> list[Any]:
        takes = getattr(getattr(self.view, getattr(self.view, "action", ""), None), IDEMPOTENT, False)
        return [*super().get_override_parameters(), *([IDEMPOTENCY_KEY] if takes else [])]

    def get_summary(self) -> str | None:
        """The reference's own line about the row, where it has one."""
        return _reference().get((self.method.upper(), CURLY.sub("{}", self.path)))

    def get_tags(self) -> list[str]:
        parts = self.path.strip("/").split("/")
        return ["/".join(parts[1:4] if parts[2:3] == ["admin"] else parts[1:3])]


@cache
def _reference() -> dict[tuple[str, str], str]:
    """(method, path with blank parameters) → what the reference says of it."""
    lines = (settings.BASE_DIR / "docs/reference/endpoints.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line)
    return {(method, CURLY.sub("{}", path)): meaning for method, path, meaning in rows}


def one_of(name: str, *shapes: type[Serializer[Any]]) -> PolymorphicProxySerializer:
    """An answer that is, by what was asked, of one of these shapes."""
    return PolymorphicProxySerializer(name, list(shapes), resource_type_field_name=None)


def only_api(endpoints: list[Any], **options: Any) -> list[Any]:
    return [row for row in endpoints if row[0].startswith("/api/") and not row[0].startswith("/api/schema")]


def show_envelope(result: dict[str, Any], generator: Any, **options: Any) -> dict[str, Any]:
    """Success answers become the envelope around what the view declares; failures are named once."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    errors = {"type": ["object", "null"], "properties": {"errors": _field_errors()}}
    schemas["Refused"] = _envelope(errors)
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, response in operation["responses"].items():
                content = response.get("content", {}).get("application/json", {})
                if code.startswith("2") and not _is_file(response):
                    bare = content.get("schema", {"type": "null"})
                    response["content"] = {"application/json": {**content, "schema": _envelope(bare)}}
            for code, description in ERRORS.items():
                reference = {"schema": {"$ref": "#/components/schemas/Refused"}}
                operation["responses"].setdefault(
                    code, {"description": description, "content": {"application/json": reference}}
                )
    return result


def _is_file(response: dict[str, Any]) -> bool:
    """It is what it is, without an envelope."""
    return bool(response.get("content")) and "application/json" not in response["content"]


def name_as_printed(result: dict[str, Any], generator: Any, **options: Any) -> dict[str, Any]:
    """Path parameters in the reference's camelCase, and not in the query too: a path value wins there."""
    result["paths"] = {CURLY.sub(_camel, path): row for path, row in result["paths"].items()}
    for row in result["paths"].values():
        for operation in row.values():
            parameters = operation.get("parameters", [])
            for parameter in parameters:
                if parameter["in"] == "path":
                    parameter["name"] = _camel_word(parameter["name"])
            places = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
            parameters[:] = [one for one in parameters if one["in"] != "query" or one["name"] not in places]
    return result


def _camel(match: re.Match[str]) -> str:
    return "{" + _camel_word(match[1]) + "}"


def _camel_word(word: str) -> str:
    first, *rest = word.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _envelope(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["code", "status", "data", "message"],
        "properties": {
            "code": {"type": "integer"},
            "status": {"type": "string"},
            "data": data,
            "message": {"type": "string"},
        },
    }


def _field_errors() -> dict[str, Any]:
    item = {"type": "object", "properties": {"field": {"type": "string"}, "message": {"type": "string"}}}
    return {"type": "array", "items": item}
