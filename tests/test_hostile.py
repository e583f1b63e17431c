"""No input makes a 500, and no answer leaves the envelope (the client itself looks at that)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from tests import hostile, shapes
from tests.client import Answer, Client
from tests.ids import as_it_runs, cast, known, standing
from tests.rows import NAME, ROWS, call, filled

__all__ = ["as_it_runs", "cast", "known", "standing"]

pytestmark = pytest.mark.usefixtures("standing", "as_it_runs")

EVERY = pytest.mark.parametrize("name", ROWS)
WITH_BODY = pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.body is not None])
WITH_PATH = pytest.mark.parametrize("name", [name for name in ROWS if "{" in name])
# Headers are read by doors, parser and Idempotency-Key, not by rows: one row of each kind says it for all.
KINDS = {(row.who, name.partition(" ")[0], row.body is not None): name for name, row in ROWS.items()}
FEW = 5  # queries for rows of other kinds that read none
ONE_OF_A_KIND = pytest.mark.parametrize("name", KINDS.values())
Cast = Callable[[str], Client]


@pytest.fixture
def ids(known: dict[str, str]) -> dict[str, str]:
    return known


def survived(answer: Answer, what: object) -> None:
    assert answer.code < 500, (what, answer)


def test_there_are_enough_of_them() -> None:
    kinds = (hostile.BODIES, hostile.VALUES, hostile.QUERIES, hostile.SEGMENTS, hostile.HEADERS)
    assert sum(map(len, kinds)) >= 200


@WITH_BODY
def test_bodies(name: str, ids: dict[str, str], cast: Cast) -> None:
    client = cast(ROWS[name].who)
    for what, raw in hostile.BODIES.items():
        answer = call(client, name, ids, raw=raw)
        survived(answer, what)
        if len(raw) > settings.MAX_BODY_BYTES:
            assert answer.refused(413, "90413"), what


@WITH_BODY
def test_values_of_every_field(name: str, ids: dict[str, str], cast: Cast) -> None:
    client = cast(ROWS[name].who)
    good = filled(ROWS[name].body, ids)
    for path in fields(name):
        for value in hostile.VALUES:
            survived(call(client, name, ids, body=put(good, path, value)), (path, str(value)[:50]))


@EVERY
def test_queries(name: str, ids: dict[str, str], cast: Cast) -> None:
    client = cast(ROWS[name].who)
    for query in hostile.QUERIES if reads_a_query(name) else hostile.QUERIES[:FEW]:
        survived(call(client, name, ids, query=query), query[:100])


@WITH_PATH
def test_segments_of_paths(name: str, ids: dict[str, str], cast: Cast) -> None:
    client = cast(ROWS[name].who)
    for segment in hostile.SEGMENTS:
        url = segment.join(NAME.split(name.partition(" ")[2])[::2])
        answer = call(client, name, ids, url=url)
        survived(answer, segment[:50])


@ONE_OF_A_KIND
def test_headers(name: str, ids: dict[str, str], cast: Cast) -> None:
    client = cast(ROWS[name].who)
    for headers in hostile.HEADERS:
        survived(call(client, name, ids, headers=headers), str(headers)[:100])
        survived(call(Client(), name, ids, headers=headers), str(headers)[:100])


@WITH_BODY
def test_content_types(name: str, ids: dict[str, str], cast: Cast) -> None:
    client = cast(ROWS[name].who)
    for content_type in hostile.CONTENT_TYPES:
        survived(call(client, name, ids, content_type=content_type), content_type[:50])


def reads_a_query(name: str) -> bool:
    """One row of each kind stands for those that read none."""
    method, _, template = name.partition(" ")
    parameters = shapes.document()["paths"][template][method.lower()].get("parameters", ())
    return name in KINDS.values() or any(one["in"] == "query" for one in parameters)


def fields(name: str) -> Iterator[tuple[str, ...]]:
    """The paths of all fields that the row's body may have, as the OpenAPI document shows them."""
    method, _, template = name.partition(" ")
    operation = shapes.document()["paths"][template][method.lower()]
    yield from _fields(operation["requestBody"]["content"]["application/json"]["schema"], ())


def _fields(schema: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    schema = shapes.resolved(schema)
    for field, inner in schema.get("properties", {}).items():
        yield (*above, field)
        yield from _fields(inner, (*above, field))


def put(body: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The body with another value in this place."""
    first, *rest = path
    inner = body.get(first)
    below = put(inner if isinstance(inner, dict) else {}, tuple(rest), value) if rest else value
    return {**body, first: below}
