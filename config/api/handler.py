"""Turns whatever went wrong into the envelope: refusals, DRF's errors, dependencies that are away, bugs."""

import sys
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from rest_framework import exceptions
from rest_framework.response import Response

from config.api import status
from config.api.envelope import refusal_response, refused, retry_header
from config.api.errors import BadParameter, FieldError, Refusal, Unavailable

log = structlog.get_logger(__name__)

AWAY: dict[type[BaseException], str] = {
    OperationalError: "the database",
    InterfaceError: "the database",
    RedisConnectionError: "Redis",
    RedisTimeoutError: "Redis",
}


def refusal_for(problem: BaseException) -> Refusal:
    """The refusal that stands for any exception; what nobody foresaw is a logged 500 that tells nothing."""
    if isinstance(problem, Refusal):
        return problem
    if isinstance(problem, exceptions.APIException):
        return _from_drf(problem)
    for kind, what in AWAY.items():
        if isinstance(problem, kind):
            log.warning("dependency_away", dependency=what, error=str(problem)[:300])
            return Unavailable(what)
    if isinstance(problem, Http404):
        return Refusal(status.NO_SUCH_PATH, "no such path", code=404)
    if isinstance(problem, RequestDataTooBig):
        return Refusal(status.BODY_TOO_LARGE, "the body is too large", code=413)
    if isinstance(problem, SuspiciousOperation):
        return BadParameter("", "the request is malformed")
    log.error("unforeseen", exc_info=problem)
    return Refusal(status.INTERNAL_ERROR, "internal error, it has been logged", code=500)


def answer_error(problem: Exception, context: dict[str, Any]) -> Response:
    """DRF's EXCEPTION_HANDLER. Actions are atomic by themselves, so nothing is left to roll back here."""
    refusal = refusal_for(problem)
    headers = retry_header(refusal)
    if refusal.code == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="im"'
    if isinstance(problem, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return Response(refused(refusal), status=refusal.code, headers=headers, exception=True)


def _from_drf(problem: exceptions.APIException) -> Refusal:
    if isinstance(problem, exceptions.ValidationError):
        errors = field_errors(problem.detail)
        first = errors[0]
        return BadParameter(first["field"], first["message"], errors=errors)
    known = {
        400: status.BAD_PARAMETER,
        404: status.NO_SUCH_PATH,
        405: status.METHOD_NOT_ALLOWED,
        415: status.MEDIA_TYPE,
    }
    if problem.status_code in known:
        return Refusal(known[problem.status_code], str(problem.detail), code=problem.status_code)
    log.error("unforeseen", exc_info=problem)
    return Refusal(status.INTERNAL_ERROR, "internal error, it has been logged", code=500)


def field_errors(detail: Any, path: str = "") -> list[FieldError]:
    """Flattens DRF's nested details to `content.text`, `userIds[3]`, and plain sentences."""
    if isinstance(detail, dict):
        found: list[FieldError] = []
        for key, inner in detail.items():
            if isinstance(key, int):
                found += field_errors(inner, f"{path}[{key}]")
            elif key == "non_field_errors":
                found += field_errors(inner, path)
            else:
                found += field_errors(inner, f"{path}.{key}" if path else str(key))
        return found
    if isinstance(detail, list):
        found = []
        for index, inner in enumerate(detail):
            found += field_errors(inner, f"{path}[{index}]" if isinstance(inner, dict) and inner else path)
        return found
    return [{"field": path, "message": str(detail)}]


def _html_or_envelope(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.path.startswith("/api/"):
        return refusal_response(refusal)
    headers = {**retry_header(refusal), "Content-Type": "text/plain; charset=utf-8"}
    return HttpResponse(refusal.message, status=refusal.code, headers=headers)


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _html_or_envelope(request, refusal_for(exception))


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _html_or_envelope(request, Refusal(status.ROLE_TOO_LOW, "not allowed", code=403))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _html_or_envelope(request, Refusal(status.NO_SUCH_PATH, "no such path", code=404))


def handler500(request: HttpRequest) -> HttpResponse:
    """Django calls it while the exception is being handled: a dependency that is away is not our bug."""
    problem = sys.exc_info()[1]
    unknown = Refusal(status.INTERNAL_ERROR, "internal error, it has been logged", code=500)
    return _html_or_envelope(request, refusal_for(problem) if problem is not None else unknown)
