"""The OpenAPI document: generated from the views, shown with the envelope that every answer wears."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

ERRORS = {
    "400": "bad parameter or broken limit",
    "401": "no or bad credential",
    "403": "not allowed",
    "404": "no such resource",
    "429": "over a rate limit, see Retry-After",
    "503": "a dependency is away, see Retry-After",
}


class RowSchema(AutoSchema):
    """Tags by the first words of the path, operation ids by view and action."""

    def get_tags(self) -> list[str]:
        parts = self.path.strip("/").split("/")
        return ["/".join(parts[1:4] if parts[2:3] == ["admin"] else parts[1:3])]


def only_api(endpoints: list[Any], **options: Any) -> list[Any]:
    return [row for row in endpoints if row[0].startswith("/api/") and not row[0].startswith("/api/schema")]


def show_envelope(result: dict[str, Any], generator: Any, **options: Any) -> dict[str, Any]:
    """Success answers become `{code,status,data,message}` around what the view declares; failures are named once."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Refused"] = _envelope({"type": "object", "nullable": True, "properties": {"errors": _field_errors()}})
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, response in operation["responses"].items():
                content = response.get("content", {}).get("application/json", {})
                if code.startswith("2"):
                    bare = content.get("schema", {"nullable": True})
                    response["content"] = {"application/json": {**content, "schema": _envelope(bare)}}
            for code, description in ERRORS.items():
                reference = {"schema": {"$ref": "#/components/schemas/Refused"}}
                operation["responses"].setdefault(
                    code, {"description": description, "content": {"application/json": reference}}
                )
    return result


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
