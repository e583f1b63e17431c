"""The tests' way in: every answer is held against the envelope and against its row's schema."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson
from django.test import Client as DjangoClient

from tests import shapes

KEYS = {"code", "status", "data", "message"}
BARE = ("/api/schema", "/api/docs", "/api/redoc")


@dataclass(frozen=True)
class Answer:
    code: int
    status: str
    data: Any
    message: str
    headers: dict[str, str]
    raw: bytes

    @property
    def ok(self) -> bool:
        return self.code == 200 and self.status == "0"

    def refused(self, code: int, status: str | None = None, field: str | None = None) -> bool:
        """Refused just so; `field` must be among the fields that the answer complains about."""
        fields = [error["field"] for error in (self.data or {}).get("errors", [])]
        return self.code == code and status in (None, self.status) and (field is None or field in fields)

    @property
    def items(self) -> list[Any]:
        items: list[Any] = self.data["items"]
        return items


@dataclass
class Client:
    """`headers` are sent with every call: the credential, above all."""

    headers: dict[str, str] = field(default_factory=dict)
    django: DjangoClient = field(default_factory=lambda: DjangoClient(raise_request_exception=False))

    def get(self, path: str, /, **query: Any) -> Answer:
        return self.call("GET", path, query=query)

    def post(self, path: str, body: Any = None, /, **query: Any) -> Answer:
        return self.call("POST", path, body=body, query=query)

    def put(self, path: str, body: Any = None, /, **query: Any) -> Answer:
        return self.call("PUT", path, body=body, query=query)

    def delete(self, path: str, body: Any = None, /, **query: Any) -> Answer:
        return self.call("DELETE", path, body=body, query=query)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        raw: bytes | None = None,
        query: dict[str, Any] | str | None = None,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """`raw` is sent as it is; `query` may be a string, already encoded."""
        words = (
            query
            if isinstance(query, str)
            else urlencode({key: _word(value) for key, value in (query or {}).items()})
        )
        sent = raw if raw is not None else b"" if body is None else orjson.dumps(body)
        response = self.django.generic(
            method,
            path,
            sent,
            content_type=content_type if sent else "",
            headers={**self.headers, **(headers or {})},
            QUERY_STRING=words,
        )
        content = bytes(response.content)
        if response.has_header("Content-Disposition"):
            return Answer(response.status_code, "0", None, "", dict(response.headers), content)
        if not path.startswith("/api/") or path.startswith(BARE):
            return Answer(response.status_code, "", None, "", dict(response.headers), content)
        return _opened(response.status_code, dict(response.headers), content, method, path)


def _word(value: Any) -> Any:
    """As a query spells it: true, a,b,c."""
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else value


def _opened(code: int, headers: dict[str, str], content: bytes, method: str, path: str) -> Answer:
    assert headers["Content-Type"] == "application/json", (method, path, code, headers)
    envelope = orjson.loads(content)
    assert envelope.keys() == KEYS, (method, path, envelope)
    assert envelope["code"] == code, (method, path, envelope)
    assert isinstance(envelope["status"], str), (method, path, envelope)
    assert envelope["message"], (method, path, envelope)
    assert (envelope["status"] == "0") == (code == 200), (method, path, envelope)
    shapes.check(method, path, code, envelope)
    return Answer(code, envelope["status"], envelope["data"], envelope["message"], headers, content)
