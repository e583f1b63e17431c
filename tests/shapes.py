"""Holds every answer against the OpenAPI document: a shape that is declared is a shape that is kept."""

import re
from functools import cache
from typing import Any

import orjson
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from jsonschema_rs import Draft202012Validator

from config.api.webhooks import event_schemas

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def template_of(route: str) -> str:
    """A path as the reference prints it, of one as Django writes it."""
    return PARAMETER.sub(lambda match: "{" + _camel(match[1]) + "}", route)


def _camel(word: str) -> str:
    first, *rest = word.split("_")
    return first + "".join(part.capitalize() for part in rest)


@cache
def document() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """What it refers to, if need be beside null."""
    parts = [part for part in schema.get("oneOf", []) if part != {"type": "null"}]
    if len(parts) == 1:
        (schema,) = parts
    if "$ref" in schema:
        found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def check(method: str, path: str, code: int, envelope: dict[str, Any]) -> None:
    """Answers of no row (unknown path, wrong method) have only the envelope, which the client looks at."""
    try:
        route = resolve(path.rstrip("/")).route
    except Resolver404:
        return
    validator = _validator("/" + template_of(route), method.lower(), str(code))
    problems = problems_of(validator, envelope) if validator else []
    assert not problems, f"{method} {path} differs from its schema: {problems[0]}"


def differs(event: str, data: dict[str, Any]) -> list[str]:
    """In what an event's data differ from its schema. Nothing is said of what is no event of ours."""
    validator = _event_validators().get(event)
    return problems_of(validator, orjson.loads(orjson.dumps(data))) if validator else []


def problems_of(validator: Draft202012Validator, value: Any) -> list[str]:
    return [
        f"{'.'.join(map(str, problem.instance_path))}: {problem.message}"
        for problem in validator.iter_errors(value)
    ]


@cache
def _event_validators() -> dict[str, Draft202012Validator]:
    schemas = event_schemas(document())
    return {name: Draft202012Validator(_strict(schema)) for name, schema in schemas.items()}


@cache
def _validator(template: str, method: str, code: str) -> Draft202012Validator | None:
    operation = document()["paths"][template].get(method)
    response = operation and operation["responses"].get(code)
    if not response:
        return None
    schema = _strict(response["content"]["application/json"]["schema"])
    return Draft202012Validator({**schema, "components": _components()})


@cache
def _components() -> dict[str, Any]:
    strict: dict[str, Any] = _strict(document()["components"])
    return strict


def _strict(node: Any) -> Any:
    """And nothing that is not declared."""
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    strict = {key: _strict(value) for key, value in node.items()}
    if isinstance(strict.get("properties"), dict):
        strict.setdefault("additionalProperties", False)
    return strict
