"""Google's servers for FCM: OAuth2 by a signed assertion, and messages looked at as FCM looks at them."""

import json
import re
import threading
from collections.abc import Sequence
from ssl import SSLContext
from time import time
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from h2.errors import ErrorCodes

from tests.fakes.h2server import Answer, Manner, Request, Server
from tests.fakes.http import Fake, Ring

TOKEN_URI = "https://oauth2.googleapis.com/token"
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
OAUTH = ("invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope")
STATUSES = {
    "UNREGISTERED": (404, "NOT_FOUND"),
    "NOT_FOUND": (404, "NOT_FOUND"),
    "SENDER_ID_MISMATCH": (403, "PERMISSION_DENIED"),
    "PERMISSION_DENIED": (403, "PERMISSION_DENIED"),
    "INVALID_ARGUMENT": (400, "INVALID_ARGUMENT"),
    "INVALID_ARGUMENT/message.token": (400, "INVALID_ARGUMENT"),
    "FAILED_PRECONDITION": (400, "FAILED_PRECONDITION"),
    "UNAUTHENTICATED": (401, "UNAUTHENTICATED"),
    "THIRD_PARTY_AUTH_ERROR": (401, "UNAUTHENTICATED"),
    "QUOTA_EXCEEDED": (429, "RESOURCE_EXHAUSTED"),
    "QUOTA_EXCEEDED/device": (429, "RESOURCE_EXHAUSTED"),
    "RESOURCE_EXHAUSTED": (429, "RESOURCE_EXHAUSTED"),
    "UNAVAILABLE": (503, "UNAVAILABLE"),
    "DEADLINE_EXCEEDED": (504, "DEADLINE_EXCEEDED"),
    "ABORTED": (409, "ABORTED"),
}
NO_FCM_ERROR = ("NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED", "RESOURCE_EXHAUSTED", "ABORTED")
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
QUOTA_FAILURE = "type.googleapis.com/google.rpc.QuotaFailure"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


class Fcm(Fake):
    vendor = "FCM"
    scenes = {
        "dead": "UNREGISTERED",
        "bad": "INVALID_ARGUMENT/message.token",
        "throttled": "QUOTA_EXCEEDED",
        "broken": "INTERNAL",
    }

    def __init__(self, project: str = "chat-12345", key: rsa.RSAPrivateKey | None = None) -> None:
        self.project = project
        self.email = f"push@{project}.iam.gserviceaccount.com"
        self.key = key or new_key()
        self._lock = threading.Lock()
        super().__init__()

    @property
    def service_account(self) -> dict[str, str]:
        """As Google gives it out: the key file."""
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return {
            "type": "service_account",
            "project_id": self.project,
            "private_key_id": "0123456789abcdef",
            "private_key": pem,
            "client_email": self.email,
            "token_uri": TOKEN_URI,
        }

    def server(self, context: SSLContext, manner: Manner | None = None, port: int = 0) -> Server:
        return Server(self.handle, context, manner, port)

    def handle(self, request: Request) -> Answer:
        with self._lock:
            return self._token(request) if request.path == "/token" else self._send(request)

    def refuse(self, code: str, tokens: Sequence[str] = ()) -> Answer:
        number, status = STATUSES.get(code, (500, code))
        details: list[dict[str, Any]] = []
        if code not in NO_FCM_ERROR:
            details.append({"@type": FCM_ERROR, "errorCode": code.partition("/")[0]})
        if code.endswith("/message.token"):
            violation = {"field": "message.token", "description": "Invalid registration token"}
            details.append({"@type": BAD_REQUEST, "fieldViolations": [violation]})
        if code.endswith("/device"):
            violation = {"subject": "device:1", "description": "Device message rate exceeded"}
            details.append({"@type": QUOTA_FAILURE, "violations": [violation]})
        error = {"code": number, "message": self.words(tokens), "status": status, "details": details}
        return _answer(number, {"error": error}, self.retry_after)

    def _token(self, request: Request) -> Answer:
        self.fetches += 1
        if self.token_garbage is not None:
            return Answer(200, self.token_garbage)
        if self.saying in OAUTH:
            return _no_token(self.saying)
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        public = self.key.public_key()
        try:
            claims = jwt.decode(form["assertion"], public, algorithms=["RS256"], audience=TOKEN_URI)
        except (jwt.InvalidTokenError, KeyError):
            return _no_token("invalid_grant")
        if form["grant_type"] != GRANT or claims["scope"] != SCOPE or claims["iss"] != self.email:
            return _no_token("invalid_grant")
        if not 0 < claims["exp"] - claims["iat"] <= 3600:
            return _no_token("invalid_grant")
        said = {"access_token": self.issue(), "expires_in": 3599, "token_type": "Bearer"}
        return _answer(200, said)

    def _send(self, request: Request) -> Answer:
        if self.saying in OAUTH:
            self.revoke()
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.issued:
            return self.refuse("UNAUTHENTICATED")
        if request.path != f"/v1/projects/{self.project}/messages:send":
            return self.refuse("NOT_FOUND")
        said = json.loads(request.body)
        told = said["message"]
        if not _is_good(told):
            return self.refuse("INVALID_ARGUMENT")
        if said.get("validate_only"):
            return _answer(200, {"name": f"projects/{self.project}/messages/fake_message_id"})
        return self._play(told) or self._ring(told)

    def _play(self, told: dict[str, Any]) -> Answer | None:
        code = self.saying or self._scene([told["token"]])
        if code == "slow":
            return Answer(silent=True)
        if code == "reset":
            return Answer(reset=ErrorCodes.INTERNAL_ERROR)
        if code == "garbage":
            return Answer(200, self.garbage)
        if code.startswith("http_"):
            return _answer(int(code.removeprefix("http_")), {}, self.retry_after)
        return self.refuse(code, [told["token"]]) if code else None

    def _ring(self, told: dict[str, Any]) -> Answer:
        number = f"projects/{self.project}/messages/0:{next(self.ids)}%{int(time())}"
        texts, shown = told.get("notification", {}), told["android"].get("notification", {})
        data = dict(told["data"])
        self.ring(
            Ring(
                self.vendor,
                told["token"],
                number,
                texts.get("title", ""),
                texts.get("body", ""),
                shown.get("notification_count"),
                data=data,
                collapse=shown.get("tag", ""),
                push_id=data.pop("pushId"),
                task_id=data.pop("taskId"),
            )
        )
        return _answer(200, {"name": number}, after=self.latency)


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _is_good(told: dict[str, Any]) -> bool:
    if ("token" in told) == ("topic" in told):
        return False
    size = len(json.dumps({**told, "token": ""}, ensure_ascii=False, separators=(",", ":")).encode())
    android = told.get("android", {})
    return (
        size <= 4096 + len('"token":"",')
        and all(isinstance(value, str) for value in told.get("data", {}).values())
        and not any(re.match(r"(from|message_type)$|google\.|gcm\.", name) for name in told.get("data", {}))
        and re.fullmatch(r"\d+s", android.get("ttl", "0s")) is not None
        and int(android.get("ttl", "0s")[:-1]) <= 2_419_200
        and android.get("priority", "NORMAL") in ("NORMAL", "HIGH")
        and all(isinstance(value, str) for value in told.get("apns", {}).get("headers", {}).values())
        and set(told.get("notification", {})) <= {"title", "body", "image"}
    )


def _answer(status: int, said: dict[str, Any], retry_after: str = "", after: float = 0.0) -> Answer:
    headers = {"content-type": "application/json"}
    if retry_after:
        headers["retry-after"] = retry_after
    return Answer(status, json.dumps(said).encode(), headers, after)


def _no_token(code: str) -> Answer:
    status = 401 if code == "invalid_client" else 400
    return _answer(status, {"error": code, "error_description": "Invalid JWT Signature."})
