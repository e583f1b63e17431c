"""The document's components as TypedDicts, with the wire's own keys."""

from collections.abc import Iterator
from keyword import iskeyword
from typing import Any

from generator.types import model, reference, typed

HEAD = '''"""What goes over the wire, as the OpenAPI document has it. Made by `make client`: do not edit."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict
'''
ENVELOPE = "Refused"


def written(document: dict[str, Any]) -> str:
    components: dict[str, Any] = document["components"]["schemas"]
    wanted = _used(document, components)
    names = [model(name) for name in wanted]
    if len(set(names)) < len(names):
        raise SystemExit(f"two models of one name: {sorted(name for name in names if names.count(name) > 1)}")
    return HEAD + "".join(_model(name, components[name]) for name in _in_order(wanted, components))


def _used(document: dict[str, Any], components: dict[str, Any]) -> set[str]:
    """All but the bodies of requests, whose fields are the methods' parameters."""
    bodies = {
        name
        for operations in document["paths"].values()
        for operation in operations.values()
        for media in operation.get("requestBody", {}).get("content", {}).values()
        if (name := reference(media["schema"]))
    }
    outputs = {name for name in components if not name.endswith("Request")} - {ENVELOPE}
    seen, waiting = set(outputs), [*outputs, *bodies]
    while waiting:
        for name in _references(components[waiting.pop()]):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rsplit("/", 1)[1]
        for part in node.values():
            yield from _references(part)
    elif isinstance(node, list):
        for part in node:
            yield from _references(part)


def _in_order(wanted: set[str], components: dict[str, Any]) -> list[str]:
    """Each after those it names."""
    order: list[str] = []

    def add(name: str) -> None:
        for other in sorted(set(_references(components[name])) - {name}):
            add(other)
        if name not in order:
            order.append(name)

    for name in sorted(wanted):
        add(name)
    return order


def _model(name: str, schema: dict[str, Any]) -> str:
    incoming = name.endswith("Request")
    if "properties" not in schema:
        return f"\n\n{model(name)} = {typed(schema, incoming=incoming)}\n"
    required = set(schema.get("required", ()))
    if any(iskeyword(field) for field in schema["properties"]):
        return _by_call(name, schema["properties"], required, incoming=incoming)
    lines = [
        f"    {field}: {kind}" if field in required else f"    {field}: NotRequired[{kind}]"
        for field, described in schema["properties"].items()
        for kind in [typed(described, incoming=incoming)]
    ]
    return f"\n\nclass {model(name)}(TypedDict):\n" + "\n".join(lines) + "\n"


def _by_call(name: str, fields: dict[str, Any], required: set[str], *, incoming: bool) -> str:
    """Where the wire uses words of Python's, `from` or `not`, which no class can have."""
    kinds = {field: typed(described, incoming=incoming) for field, described in fields.items()}
    lines = [
        f'    "{field}": {kind},' if field in required else f'    "{field}": NotRequired[{kind}],'
        for field, kind in kinds.items()
    ]
    return f'\n\n{model(name)} = TypedDict("{model(name)}", {{\n' + "\n".join(lines) + "\n})\n"
