"""Whatever goes wrong is answered in the envelope, by one table; and what hostile headers do to Django."""

import sys
from io import BytesIO
from typing import Any

import orjson
import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import request_started
from django.db import InterfaceError, OperationalError, close_old_connections
from django.http import Http404
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSlow
from rest_framework import exceptions

from config.api import errors, handler
from config.api.handler import refusal_for
from config.wsgi import application

TABLE: list[tuple[Exception, int, str]] = [
    (errors.BadParameter("toId", "is wrong"), 400, "10004"),
    (errors.Unauthenticated("70003", "who"), 401, "70003"),
    (errors.Forbidden("60010", "no"), 403, "60010"),
    (errors.Missing("20003", "gone"), 404, "20003"),
    (errors.TooMany("slow down", retry_after=3), 429, "60007"),
    (errors.Unavailable("Redis"), 503, "90503"),
    (exceptions.ValidationError({"toId": ["is wrong"]}), 400, "10004"),
    (exceptions.ParseError(), 400, "10004"),
    (exceptions.NotFound(), 404, "90404"),
    (exceptions.MethodNotAllowed("PUT"), 405, "90405"),
    (exceptions.UnsupportedMediaType("text/plain"), 415, "90415"),
    (Http404(), 404, "90404"),
    (RequestDataTooBig(), 413, "90413"),
    (SuspiciousOperation(), 400, "10004"),
    (OperationalError("away"), 503, "90503"),
    (InterfaceError("away"), 503, "90503"),
    (RedisAway(), 503, "90503"),
    (RedisSlow(), 503, "90503"),
    (ZeroDivisionError(), 500, "90500"),
    (KeyError("secret"), 500, "90500"),
]


@pytest.mark.parametrize(("problem", "code", "status"), TABLE, ids=[type(row[0]).__name__ for row in TABLE])
def test_each_kind_of_problem_has_its_code_and_sub_code(problem: Exception, code: int, status: str) -> None:
    refusal = refusal_for(problem)
    assert (refusal.code, refusal.status) == (code, status)
    assert "secret" not in refusal.message


def test_nested_field_errors_are_named_by_their_path() -> None:
    detail: Any = {
        "content": {"text": ["is wrong"]},
        "userIds": {3: ["is too long"]},
        "non_field_errors": ["both"],
    }
    refusal = refusal_for(exceptions.ValidationError(detail))
    assert refusal.errors == [
        {"field": "content.text", "message": "is wrong"},
        {"field": "userIds[3]", "message": "is too long"},
        {"field": "", "message": "both"},
    ]


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/im/x", "application/json"), ("/admin/", "text/plain; charset=utf-8")]
)
def test_a_page_whose_database_is_away_says_503_and_when_to_come_back(path: str, kind: str) -> None:
    try:
        raise OperationalError("away")
    except OperationalError:
        assert sys.exc_info()[1] is not None
        answer = handler.handler500(RequestFactory().get(path))
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "2", kind)


def asked(**environ: Any) -> tuple[int, dict[str, Any]]:
    """What the web process answers to a POST, from the WSGI environment on."""
    body = environ.pop("body", b"{}")
    seen: list[str] = []
    plain = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/im/auth/login",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        "REMOTE_ADDR": "127.0.0.1",
    }

    def start(status: str, *rest: Any) -> Any:
        seen.append(status)

    request_started.disconnect(close_old_connections)  # as Django's test client: the connection is the test's
    try:
        answer = application({**plain, **environ}, start)
    finally:
        request_started.connect(close_old_connections)
    return int(seen[0][:3]), orjson.loads(b"".join(answer))


HOSTILE_TYPES = [
    "application/json; charset*=nosuch''x",
    "application/json; charset=hex",
    "application/json; charset=\xff",
    'application/json; charset="',
    ";;;;",
    "application/json" * 500,
]


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", HOSTILE_TYPES, ids=range(len(HOSTILE_TYPES)))
def test_a_hostile_content_type_is_refused_in_the_envelope(content_type: str) -> None:
    code, answer = asked(CONTENT_TYPE=content_type, QUERY_STRING="a=%41")
    assert code in (400, 415)
    assert answer["code"] == code


@pytest.mark.django_db
def test_a_chunked_body_without_a_length_is_read_all_the_same() -> None:
    code, answer = asked(
        body=b'{"appKey":"nosuch","userId":"u","userSig":"x"}',
        CONTENT_LENGTH="",
        HTTP_TRANSFER_ENCODING="chunked",
    )
    assert (code, answer["status"]) == (401, "70014")


@pytest.mark.django_db
def test_a_chunked_body_over_the_cap_is_413(settings: Any) -> None:
    settings.MAX_BODY_BYTES = 1000
    code, answer = asked(body=b" " * 2000, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert (code, answer["status"]) == (413, "90413")


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["abc", "-1", "1e3", "²"])
def test_a_nonsense_length_is_no_empty_body(length: str) -> None:
    code, answer = asked(body=b'{"appKey":"nosuch","userId":"u","userSig":"x"}', CONTENT_LENGTH=length)
    assert (code, answer["status"]) == (401, "70014")
