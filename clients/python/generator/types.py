"""Schemas as Python's types. What comes in is loose (Sequence, Mapping), what comes out is exact."""

from typing import Any

SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
NULL = {"type": "null"}


def model(name: str) -> str:
    """`ProfileShown` is a Profile; requests keep their word, for they are other types."""
    return name.removesuffix("Shown")


def reference(schema: dict[str, Any]) -> str | None:
    """The one component that it is, if need be beside null."""
    schema = without_null(schema)
    return schema["$ref"].rsplit("/", 1)[1] if "$ref" in schema else None


def nullable(schema: dict[str, Any]) -> bool:
    return "null" in schema.get("type", ()) or NULL in schema.get("oneOf", ())


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), list):
        (kind,) = (word for word in schema["type"] if word != "null")
        return {**schema, "type": kind}
    if NULL in schema.get("oneOf", ()):
        parts = [part for part in schema["oneOf"] if part != NULL]
        return parts[0] if len(parts) == 1 else {**schema, "oneOf": parts}
    return schema


def typed(schema: dict[str, Any], *, incoming: bool, prefix: str = "") -> str:
    """`incoming`: what the caller gives. `prefix` stands before the names of models."""
    kind = _bare(without_null(schema), incoming=incoming, prefix=prefix)
    return f"{kind} | None" if nullable(schema) and kind != "Any" else kind


def _bare(schema: dict[str, Any], *, incoming: bool, prefix: str) -> str:
    if (name := reference(schema)) is not None:
        return prefix + model(name)
    if "oneOf" in schema:
        return " | ".join(typed(part, incoming=incoming, prefix=prefix) for part in schema["oneOf"])
    if "enum" in schema:
        values = ", ".join(repr(value) for value in schema["enum"] if value is not None)
        return f"Literal[{values}]".replace("'", '"')
    kind = schema.get("type")
    if kind == "array":
        item = typed(schema["items"], incoming=incoming, prefix=prefix)
        return f"Sequence[{item}]" if incoming else f"list[{item}]"
    if kind == "object":
        more = schema.get("additionalProperties")
        item = typed(more, incoming=incoming, prefix=prefix) if isinstance(more, dict) and more else "Any"
        return f"Mapping[str, {item}]" if incoming else f"dict[str, {item}]"
    return SIMPLE.get(str(kind), "Any")
