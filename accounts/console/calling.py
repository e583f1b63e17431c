"""A button of the console is a call of the API's own row, made in this process by the operator himself."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve

from accounts.callers import Caller
from accounts.mandates import needed_for
from accounts.models import OperatorRole
from config.api.errors import Refusal

HOST: Final = "console"


def call(
    caller: Caller,
    method: str,
    path: str,
    *,
    body: Any = None,
    query: Mapping[str, Any] | None = None,
    key: str = "",
) -> Any:
    """The answer's `data`. `key` is the Idempotency-Key. Raises the Refusal that the row answers."""
    request = _request(caller, method, path, body, query or {}, key)
    found = resolve(path)
    response = found.func(request, *found.args, **found.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    if response.has_header("Content-Disposition"):
        return response
    answer = orjson.loads(response.content)
    if answer["code"] == 200:
        return answer["data"]
    errors = (answer["data"] or {}).get("errors")
    raise Refusal(answer["status"], answer["message"], code=answer["code"], errors=errors)


def needed_role(method: str, path: str) -> OperatorRole:
    """What an operator has to be in the app to call this row. Ids in the path don't matter."""
    found = resolve(path).func
    action = found.actions[method.lower()]  # type: ignore[attr-defined]  # DRF's view sets have both
    return needed_for(found.cls, action, method)  # type: ignore[attr-defined]


def _request(
    caller: Caller, method: str, path: str, body: Any, query: Mapping[str, Any], key: str
) -> WSGIRequest:
    sent = b"" if body is None else orjson.dumps(body)
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),  # as WSGI has it
        "QUERY_STRING": urlencode(query),
        "CONTENT_TYPE": "application/json" if sent else "",
        "CONTENT_LENGTH": str(len(sent)),
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "REMOTE_ADDR": caller.ip,
        "HTTP_USER_AGENT": caller.user_agent,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(sent),
    }
    if key:
        environ["HTTP_IDEMPOTENCY_KEY"] = key
    request = WSGIRequest(environ)
    request.console_caller = caller  # type: ignore[attr-defined]  # read by accounts.authentication.OperatorToken
    return request
