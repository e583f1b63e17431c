"""What watches the server asks here: is it alive, may it get traffic, what has it counted."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from hmac import compare_digest
from time import monotonic, time

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from config.bounded import PATIENCE, Bounded
from config.metrics import exposition
from config.redis import client
from config.tasks import HEARTBEAT, HEARTBEAT_LIFE

LOOPBACK = frozenset({"127.0.0.1", "::1"})


class Unready(Exception):
    """Its text is the line of reason."""


def healthz(_: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def readyz(_: HttpRequest) -> HttpResponse:
    """All probes at once, so that the answer takes no longer than the slowest may."""
    end = monotonic() + PATIENCE
    asked = {name: probe.start() for name, probe in PROBES.items()}
    checks = {name: _outcome(future, end - monotonic()) for name, future in asked.items()}
    ready = all(check["ok"] for check in checks.values())
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever bears the internal token; in the demo also for this machine itself."""
    if not _may_scrape(request):
        return HttpResponse("the internal token is missing\n", status=403, content_type="text/plain")
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_scrape(request: HttpRequest) -> bool:
    """A loopback address proves nothing in production: it may be the proxy's."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if any(compare_digest(token, known.encode()) for known in settings.INTERNAL_TOKENS):
        return True
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return settings.DEMO and not forwarded and request.META.get("REMOTE_ADDR") in LOOPBACK


def _outcome(future: "Future[str]", seconds: float) -> dict[str, object]:
    try:
        return {"ok": True, "reason": future.result(max(seconds, 0))}
    except TimeoutError:
        return {"ok": False, "reason": f"no answer within {PATIENCE:.0f} s"}
    except Unready as problem:
        return {"ok": False, "reason": str(problem)}
    except Exception as problem:  # the class says enough; the text may name hosts and users
        return {"ok": False, "reason": f"does not answer ({type(problem).__name__})"}


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        if cursor.fetchone()[0]:
            raise Unready("is a standby and takes no writes")
    return "takes writes"


def _redis() -> str:
    client().ping()
    return "answers"


@cache
def _leaves() -> frozenset[tuple[str, str]]:
    """The newest migration of each app, as this release has them on disk."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def missing_migrations() -> list[str]:
    missing = _leaves() - set(MigrationRecorder(connection).applied_migrations())
    return sorted(".".join(node) for node in missing)


def _migrations() -> str:
    if missing := missing_migrations():
        raise Unready(f"not applied: {', '.join(missing)}; run manage.py migrate")
    return "all applied"


def _worker() -> str:
    beaten = client().get(HEARTBEAT)
    if not isinstance(beaten, bytes):
        raise Unready(f"no heartbeat for {HEARTBEAT_LIFE} s: is a worker running, and beat?")
    return f"heartbeat {max(0.0, time() - float(beaten)):.0f} s ago"


QUESTIONS: dict[str, Callable[[], str]] = {
    "postgresql": _postgresql,
    "redis": _redis,
    "migrations": _migrations,
    "worker": _worker,
}
PROBES = {name: Bounded(question) for name, question in QUESTIONS.items()}
