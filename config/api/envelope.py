"""The envelope of every answer under `/api/`, made here and nowhere else."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.renderers import BaseRenderer

from config.api.errors import Refusal
from config.api.status import SUCCESS

JSON = "application/json"


def wrap(
    data: Any = None, *, code: int = 200, status: str = SUCCESS, message: str = "success"
) -> dict[str, Any]:
    return {"code": code, "status": status, "data": data, "message": message}


def refused(refusal: Refusal) -> dict[str, Any]:
    data = {"errors": refusal.errors} if refusal.errors else None
    return wrap(data, code=refusal.code, status=refusal.status, message=refusal.message)


def retry_header(refusal: Refusal) -> dict[str, str]:
    return {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}


def refusal_response(refusal: Refusal) -> HttpResponse:
    """For the places outside of DRF: unknown paths, middleware, the error views."""
    return HttpResponse(
        orjson.dumps(refused(refusal)), status=refusal.code, content_type=JSON, headers=retry_header(refusal)
    )


class EnvelopeRenderer(BaseRenderer):
    """Wraps bare data; errors come wrapped already by `answer_error`, the one other user of `wrap`."""

    media_type = JSON
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if renderer_context is None or not renderer_context["response"].exception:
            data = wrap(data)
        return orjson.dumps(data)
