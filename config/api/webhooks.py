"""The events in the OpenAPI document, and each one's JSON schema, out of the modules of EVENT_SHAPES."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from drf_spectacular.plumbing import build_mocked_view
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
INTERNAL = "x-spec-enum-id"  # drf-spectacular's own
TOLD = {"2XX": {"description": "taken; anything else is tried again"}}
ANSWER = {
    "type": "object",
    "required": ["action"],
    "properties": {
        "action": {"enum": ["allow", "deny", "modify"]},
        "message": {"type": "string", "description": "with deny: what the sender is told"},
        "content": {"type": "object", "description": "with modify, of a message: what is sent instead"},
    },
}
ASKED = {
    "200": {
        "description": "the verdict; without one the endpoint's failOpen decides",
        "content": {"application/json": {"schema": ANSWER}},
    }
}


def list_webhooks(result: dict[str, Any], generator: Any, **options: Any) -> dict[str, Any]:
    """What endpoints can hear, under `webhooks`. The first of the hooks, since it adds components."""
    view = build_mocked_view("POST", "/", extend_schema(), generator.registry)
    for _, shape in [*_shapes("EVENTS"), *_shapes("ON_SOCKETS")]:
        view.schema.resolve_serializer(shape, "response")
    result["webhooks"] = {name: {"post": _call(name, shape)} for name, shape in sorted(_shapes("EVENTS"))}
    result["components"] = generator.registry.build(spectacular_settings.APPEND_COMPONENTS)
    return result


def event_schemas(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each event's `data` is, complete in itself: what only sockets hear, too."""
    components = document["components"]["schemas"]
    shapes = sorted([*_shapes("EVENTS"), *_shapes("ON_SOCKETS")])
    return {
        name: {"$schema": DIALECT, "title": name, **_whole(components[_component(shape)], components)}
        for name, shape in shapes
    }


def _shapes(which: str) -> Iterator[tuple[str, Any]]:
    for path in settings.EVENT_SHAPES:
        yield from getattr(import_module(path), which).items()


def _component(shape: Any) -> str:
    return str(shape.component_name if isinstance(shape, PolymorphicProxySerializer) else shape.__name__)


def _whole(node: Any, components: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_whole(part, components) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _whole(components[node["$ref"].rpartition("/")[2]], components)
    return {key: _whole(value, components) for key, value in node.items() if key != INTERNAL}


def _call(name: str, shape: Any) -> dict[str, Any]:
    body = {
        "type": "object",
        "required": ["type", "timestamp", "appKey", "data"],
        "properties": {
            "type": {"const": name},
            "timestamp": {"type": "integer", "description": "when it happened, in ms"},
            "appKey": {"type": "string"},
            "data": {"$ref": f"#/components/schemas/{_component(shape)}"},
        },
    }
    return {
        "operationId": "event_" + name.replace(".", "_"),
        "tags": ["events"],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": ASKED if ".before_" in name else TOLD,
    }
