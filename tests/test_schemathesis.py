"""schemathesis calls every row with what our OpenAPI document allows, and with what it does not.

Short by default and the same every time; FUZZ=long tries much more, and something else every time.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case, checks
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from config.wsgi import application
from tests import shapes
from tests.client import Client
from tests.ids import as_it_runs, cast, known, standing
from tests.rows import ROWS, filled

__all__ = ["as_it_runs", "cast", "known", "standing"]

pytestmark = pytest.mark.usefixtures("standing", "as_it_runs")

LONG = os.environ.get("FUZZ") == "long"
CHECKS = [
    checks.not_a_server_error,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]


@cache
def document() -> Any:
    document = schemathesis.openapi.from_dict(shapes.document())
    document.app = application
    return document


@pytest.fixture(autouse=True)
def _one_transaction(known: dict[str, str]) -> Iterator[None]:
    """Between calls the server looks after its connection, and would end the test's transaction with it.

    After `known`, since Django's own test client does the same for its calls, and undoes it.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_keeps_to_the_document(
    name: str, known: dict[str, str], cast: Callable[[str], Client]
) -> None:
    """The row's cases are made here: `schema.parametrize()` makes those of all rows in each process."""
    method, _, path = name.partition(" ")
    build_operation_test(
        config=document().config,
        operation=document()[path][method],
        test_func=keeps_to_it,
        given_kwargs={},
        feedback=FeedbackSources(constants_value_source=make_constants_value_source(document())),
    )(known=known, cast=cast, made_up=set())


@settings(
    max_examples=300 if LONG else 10,
    derandomize=not LONG,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def keeps_to_it(
    case: Case[Any], known: dict[str, str], cast: Callable[[str], Client], made_up: set[str]
) -> None:
    """With ids that are there, too: made-up ones come no further than the 404, and are tried once."""
    row = ROWS[f"{case.operation.method.upper()} {case.operation.path}"]
    headers = cast(row.who).headers
    path = repr(case.path_parameters)
    if not row.path or path not in made_up:
        made_up.add(path)
        case.call_and_validate(headers=headers, checks=CHECKS)
    if row.path:
        case.path_parameters = filled(row.path, known)
        case.call_and_validate(headers=headers, checks=CHECKS)
