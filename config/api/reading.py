"""Reads requests through serializers: bodies, queries and path values by the same validators."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from rest_framework import serializers

from config.api.errors import BadParameter
from config.api.fields import Flag, Integer, Number, Words

FLAGS = {"true": True, "1": True, "false": False, "0": False}


@cache
def validator(kind: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """One instance per class: making one deep-copies all fields (0.2 ms); validating changes nothing."""
    return kind()


def as_object(body: Any) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        raise BadParameter("", "the body must be a JSON object")
    return body


def read(kind: type[serializers.Serializer[Any]], body: Any) -> dict[str, Any]:
    """The checked fields of a JSON body, or a refusal that names each bad field."""
    checked: dict[str, Any] = validator(kind).run_validation(as_object(body))
    return checked


def read_words(kind: type[serializers.Serializer[Any]], words: Mapping[str, str]) -> dict[str, Any]:
    """The same for a query or path: words become numbers, flags and lists where the serializer wants them."""
    checked: dict[str, Any] = validator(kind).run_validation(_typed_words(kind, words))
    return checked


def read_either(
    kind: type[serializers.Serializer[Any]], words: Mapping[str, str], body: Any
) -> dict[str, Any]:
    """The checked fields of a query and a body together; where both name one, the body's holds."""
    checked: dict[str, Any] = validator(kind).run_validation({**_typed_words(kind, words), **as_object(body)})
    return checked


def _typed_words(kind: type[serializers.Serializer[Any]], words: Mapping[str, str]) -> dict[str, Any]:
    fields = validator(kind).fields
    for name, word in words.items():
        if "\x00" in word or ("�" in word and name not in fields):
            raise BadParameter(name, "is not valid UTF-8 text")
    return {name: _typed(fields[name], word) for name, word in words.items() if name in fields}


def _typed(field: serializers.Field[Any, Any, Any, Any], word: str) -> Any:
    if isinstance(field, Words):
        items = [item.strip() for item in word.split(",") if item.strip()]
        return [_typed(field.child, item) for item in items] if field.child is not None else items
    if isinstance(field, Flag):
        return FLAGS.get(word, word)
    if isinstance(field, Integer):
        return int(word) if _is_integer(word) else word
    if isinstance(field, Number):
        try:
            return float(word)
        except ValueError:
            return word
    return word


def _is_integer(word: str) -> bool:
    digits = word[1:] if word.startswith("-") else word
    return digits.isascii() and digits.isdigit() and len(digits) <= 19
