"""System checks: each wrong set-up has a name and a hint. The worst of them stop the start itself."""

from collections.abc import Sequence
from importlib import import_module

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import weakness
from config.egress.trust import trusting

OLDEST_POSTGRESQL = 15
SINKS = {
    "EVENT_SINKS_INSIDE": ("deliver",),
    "EVENT_SINKS_NOW": ("deliver",),
    "EVENT_SINKS_LATER": ("deliver", "wants"),
}


def refuse_weak_secrets() -> None:
    """For the settings, outside the demo: web servers run no system checks, so nothing starts unasked."""
    problems = weakness.found()
    if problems:
        lines = [f"  {problem.id} {problem.what}.\n      {problem.hint}" for problem in problems]
        raise ImproperlyConfigured("this set-up is not fit for production:\n" + "\n".join(lines))


def register_all() -> None:
    for static in (production_environment, database_engine, production_settings, sinks, push_ca_file):
        checks.register(static)
    for asking in (postgresql_version, redis_policy):
        checks.register(asking, checks.Tags.database)


def production_environment(**_: object) -> list[checks.CheckMessage]:
    found = weakness.servers() if settings.DEMO else weakness.found()
    return [checks.Error(f"{problem.what}.", hint=problem.hint, id=problem.id) for problem in found]


def database_engine(**_: object) -> list[checks.CheckMessage]:
    engine = settings.DATABASES.get("default", {}).get("ENGINE", "")
    if not engine or engine.endswith(".postgresql"):
        return []
    hint = "DATABASE_URL must begin with postgres://; no other database is supported."
    return [checks.Error(f"{engine} is not PostgreSQL.", hint=hint, id="config.E010")]


def production_settings(**_: object) -> list[checks.CheckMessage]:
    if settings.DEMO:
        return []
    messages: list[checks.CheckMessage] = []
    if settings.DEBUG:
        hint = "DEBUG shows settings and source to strangers. It is off unless someone turned it on."
        messages.append(checks.Error("DEBUG is on.", hint=hint, id="config.E011"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        hint = "Set ALLOWED_HOSTS to the names that the server answers to, such as im.example.com."
        messages.append(
            checks.Error("ALLOWED_HOSTS is empty or allows any name.", hint=hint, id="config.E012")
        )
    if not settings.BASE_URL.startswith("https://"):
        hint = "Set HONGYAN_BASE_URL to the public address, with https: tokens travel over it."
        messages.append(checks.Warning("HONGYAN_BASE_URL is not https.", hint=hint, id="config.W001"))
    return messages


def sinks(**_: object) -> list[checks.CheckMessage]:
    wrong: list[checks.CheckMessage] = []
    for setting, functions in SINKS.items():
        for path in getattr(settings, setting):
            problem = _sink_problem(path, functions)
            if problem:
                hint = f"{setting} lists modules with {' and '.join(functions)}."
                wrong.append(checks.Error(f"The sink {path} {problem}.", hint=hint, id="config.E013"))
    return wrong


def _sink_problem(path: str, functions: tuple[str, ...]) -> str:
    try:
        module = import_module(path)
    except Exception as problem:  # a module may fail in any way while it is imported
        return f"cannot be imported: {problem!r}"
    missing = [name for name in functions if not callable(getattr(module, name, None))]
    return f"has no {missing[0]}()" if missing else ""


def push_ca_file(**_: object) -> list[checks.CheckMessage]:
    try:
        trusting(settings.PUSH_CA_FILE)
    except OSError as problem:  # TLS's own errors among them
        hint = "PUSH_CA_FILE names a PEM file with certificates of CAs; without it no push vendor is reached."
        return [checks.Error(f"PUSH_CA_FILE cannot be used: {problem}.", hint=hint, id="config.E015")]
    return []


def postgresql_version(databases: Sequence[str] | None = None, **_: object) -> list[checks.CheckMessage]:
    messages: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        try:
            with connection.cursor() as cursor:
                cursor.execute("SHOW server_version_num")
                version = int(cursor.fetchone()[0]) // 10_000
        except DatabaseError:
            continue  # whoever asked for this check is about to be told by the database itself
        if version < OLDEST_POSTGRESQL:
            hint = f"Upgrade it: {OLDEST_POSTGRESQL} is the oldest that works, 16 or newer is what we test."
            messages.append(checks.Error(f"PostgreSQL {version} is too old.", hint=hint, id="config.E014"))
    return messages


def redis_policy(databases: Sequence[str] | None = None, **_: object) -> list[checks.CheckMessage]:
    try:
        policy = _policy() if databases else "noeviction"
    except RedisError:
        return []  # away, or it tells nobody: neither is a wrong set-up
    if policy in ("", "noeviction"):
        return []
    hint = "Set maxmemory-policy to noeviction: otherwise a full Redis drops the queue in silence."
    return [checks.Warning(f"Redis evicts keys ({policy}).", hint=hint, id="config.W002")]


def _policy() -> str:
    once = Retry(NoBackoff(), 0)
    with Redis.from_url(settings.REDIS_URL, socket_timeout=2.0, retry=once) as redis:
        return str(redis.info("memory").get("maxmemory_policy", ""))
