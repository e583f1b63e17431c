"""Holds every answer against the OpenAPI document: a shape that is declared is a shape that is kept."""

import re
from functools import cache
from typing import Any

from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

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


def check(method: str, path: str, code: int, envelope: dict[str, Any]) -> None:
    """Answers of no row (unknown path, wrong method) have only the envelope, which the client looks at."""
    try:
        route = resolve(path.rstrip("/")).route
    except Resolver404:
        return
    validator = _validator("/" + template_of(route), method.lower(), str(code))
    problems = list(validator.iter_errors(envelope)) if validator else []
    assert not problems, (
        f"{method} {path} differs from its schema: {problems[0].json_path}: {problems[0].message}"
    )


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
    """OpenAPI's `nullable` in JSON Schema's words; and nothing that is not declared."""
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    strict = {key: _strict(value) for key, value in node.items() if key != "nullable"}
    if isinstance(strict.get("properties"), dict):
        strict.setdefault("additionalProperties", False)
    return {"anyOf": [strict, {"type": "null"}]} if node.get("nullable") is True else strict
