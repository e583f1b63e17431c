"""Each wrong set-up has a name and a hint, and outside the demo the worst of them stop the start."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from secrets import token_bytes, token_urlsafe

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import checks, weakness
from config.redis import client

ROOT = Path(__file__).resolve().parents[2]
ENV_EXAMPLE = ROOT / ".env.example"


def key(size: int = 32) -> str:
    return b64encode(token_bytes(size)).decode()


GOOD = {
    "DATABASE_URL": "postgres://im:s3@db.internal/hongyan",
    "REDIS_URL": "redis://cache.internal/0",
    "SECRET_KEY": token_urlsafe(48),
    "TOKEN_KEY": token_urlsafe(48),
    "INTERNAL_TOKEN": token_urlsafe(48),
    "ENCRYPTION_KEYS": f"k2:{key()}, k1:{key()}",
}


@pytest.fixture
def production(monkeypatch, settings):
    """A set-up fit for production."""
    for name in ("HONGYAN_DEMO", "HONGYAN_LIMITS", *(f"{name}_FILE" for name in GOOD)):
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    settings.DEMO = False
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["im.internal"]
    settings.BASE_URL = "https://im.internal"
    return monkeypatch


def named(messages) -> list[str]:
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


def test_a_good_set_up_has_nothing_to_be_told(production):
    assert weakness.found() == []
    checks.refuse_weak_secrets()
    assert checks.production_environment() == []
    assert checks.production_settings() == []


@pytest.mark.parametrize(
    ("name", "value", "id_"),
    [
        ("DATABASE_URL", "", "config.E001"),
        ("REDIS_URL", "", "config.E002"),
        ("SECRET_KEY", "", "config.E003"),
        ("SECRET_KEY", "short-but-random-Zq81", "config.E003"),
        ("SECRET_KEY", "django-insecure-" + "x7Kq2mLp9sVt4Rw8" * 3, "config.E003"),
        ("SECRET_KEY", "change-me-" + token_urlsafe(48), "config.E003"),
        ("SECRET_KEY", "abcd" * 20, "config.E003"),
        ("TOKEN_KEY", "", "config.E004"),
        ("TOKEN_KEY", GOOD["SECRET_KEY"], "config.E004"),
        ("INTERNAL_TOKEN", "", "config.E005"),
        ("INTERNAL_TOKEN", GOOD["INTERNAL_TOKEN"] + ",old", "config.E005"),
        ("INTERNAL_TOKEN", GOOD["INTERNAL_TOKEN"] + ",", "config.E005"),
        ("ENCRYPTION_KEYS", "", "config.E006"),
        ("ENCRYPTION_KEYS", key(), "config.E006"),
        ("ENCRYPTION_KEYS", f"k1:{key(16)}", "config.E006"),
        ("ENCRYPTION_KEYS", "k1:not base64 at all", "config.E006"),
        ("ENCRYPTION_KEYS", f"k1:{key()},k1:{key()}", "config.E006"),
        ("ENCRYPTION_KEYS", f"k 1:{key()}", "config.E006"),
        ("ENCRYPTION_KEYS", f"k1:{key()},", "config.E006"),
        ("ENCRYPTION_KEYS", f"k1:{b64encode(bytes(32)).decode()}", "config.E006"),
        ("HONGYAN_LIMITS", "off", "config.E007"),
    ],
    ids=lambda value: value if value.startswith("config.") else "",  # names must not vary
)
def test_each_weakness_is_named_with_a_hint_and_refuses_the_start(production, name, value, id_):
    production.setenv(name, value)
    [problem] = weakness.found()
    assert problem.id == id_
    assert name in problem.what
    assert named(checks.production_environment()) == [id_]
    with pytest.raises(ImproperlyConfigured, match=name):
        checks.refuse_weak_secrets()


def test_a_secret_may_come_from_a_file(production, tmp_path):
    file = tmp_path / "token_key"
    file.write_text(GOOD["TOKEN_KEY"] + "\n")
    production.delenv("TOKEN_KEY")
    production.setenv("TOKEN_KEY_FILE", str(file))
    assert weakness.found() == []


def test_a_token_that_rotates_may_have_a_previous_one(production):
    production.setenv("INTERNAL_TOKEN", f"{token_urlsafe(48)}, {token_urlsafe(48)}")
    assert weakness.found() == []


def test_no_refusal_repeats_a_secret(production):
    production.setenv("SECRET_KEY", "Zq81-tell-nobody")
    with pytest.raises(ImproperlyConfigured) as refusal:
        checks.refuse_weak_secrets()
    assert "Zq81" not in str(refusal.value)


def test_the_demo_is_not_asked_for_production_secrets(production, settings):
    production.setenv("SECRET_KEY", "weak")
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert checks.production_environment() == []
    assert checks.production_settings() == []


@pytest.mark.parametrize(("name", "id_"), [("DATABASE_URL", "config.E001"), ("REDIS_URL", "config.E002")])
def test_one_server_without_the_other_is_wrong_in_the_demo_too(production, settings, name, id_):
    production.delenv(name)
    settings.DEMO = True
    assert named(checks.production_environment()) == [id_]


def start(**environ: str) -> "subprocess.CompletedProcess[str]":
    """What granian, celery and the gateway do first; none of them runs system checks."""
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "VIRTUAL_ENV", "LANG")}
    command = [sys.executable, "-c", "import django; django.setup(); print('started')"]
    return subprocess.run(
        command,
        env=bare | {"DJANGO_SETTINGS_MODULE": "config.settings"} | environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_nothing_starts_outside_the_demo_with_nothing_set():
    refused = start()
    assert refused.returncode != 0
    assert "started" not in refused.stdout
    for name in GOOD:
        assert name in refused.stderr


def test_everything_starts_outside_the_demo_with_a_good_set_up(tmp_path):
    started = start(**GOOD, HONGYAN_DATA=str(tmp_path))
    assert "started" in started.stdout, started.stderr


@pytest.mark.parametrize(
    ("setting", "value", "id_"),
    [
        ("DEBUG", True, "config.E011"),
        ("ALLOWED_HOSTS", [], "config.E012"),
        ("ALLOWED_HOSTS", ["im.internal", "*"], "config.E012"),
        ("BASE_URL", "http://im.internal", "config.W001"),
    ],
)
def test_settings_unfit_for_production_are_named(production, settings, setting, value, id_):
    setattr(settings, setting, value)
    assert named(checks.production_settings()) == [id_]


@pytest.mark.parametrize("engine", ["django.db.backends.sqlite3", "django.db.backends.mysql"])
def test_another_database_is_refused(settings, monkeypatch, engine):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    assert named(checks.database_engine()) == ["config.E010"]


def test_postgresql_is_accepted():
    assert checks.database_engine() == []


@pytest.mark.parametrize(
    ("setting", "path", "complaint"),
    [
        ("EVENT_SINKS_NOW", "nobody.there", "cannot be imported"),
        ("EVENT_SINKS_INSIDE", "journal.facts", "has no deliver()"),
        ("EVENT_SINKS_LATER", "tests.journal.sinks.live", "has no wants()"),
    ],
)
def test_a_sink_that_cannot_work_is_named(settings, setting, path, complaint):
    for name in checks.SINKS:
        setattr(settings, name, [])
    setattr(settings, setting, [path])
    [problem] = checks.sinks()
    assert named([problem]) == ["config.E013"]
    assert path in problem.msg
    assert complaint in problem.msg


@pytest.mark.django_db
def test_the_postgresql_at_hand_is_new_enough():
    assert checks.postgresql_version(databases=["default"]) == []


@pytest.mark.django_db
def test_an_old_postgresql_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 99)
    assert named(checks.postgresql_version(databases=["default"])) == ["config.E014"]


def test_a_redis_that_evicts_is_warned_of():
    client().config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert named(checks.redis_policy(databases=["default"])) == ["config.W002"]
    finally:
        client().config_set("maxmemory-policy", "noeviction")


def test_a_redis_that_keeps_everything_is_what_we_want():
    client().config_set("maxmemory-policy", "noeviction")
    assert checks.redis_policy(databases=["default"]) == []


def test_a_redis_that_is_away_is_not_a_wrong_set_up(settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    assert checks.redis_policy(databases=["default"]) == []


def test_servers_are_asked_only_by_the_checks_of_databases(settings):
    settings.REDIS_URL = "nonsense"
    assert checks.redis_policy() == []
    assert checks.postgresql_version() == []


@pytest.mark.django_db
def test_the_checks_are_registered(monkeypatch):
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 99)
    found = [message.id for message in run_checks(databases=["default"])]
    assert "config.E014" in found
    assert connection.vendor == "postgresql"


def test_the_example_explains_each_variable_and_is_refused_as_it_stands(production):
    lines = ENV_EXAMPLE.read_text().splitlines()
    told = {line.partition("=")[0].lstrip("# ") for line in lines if "=" in line}
    assert told >= {
        *GOOD,
        "HONGYAN_BASE_URL",
        "HONGYAN_WS_URL",
        "ALLOWED_HOSTS",
        "HONGYAN_DATA",
        "PORT",
        "LOG_LEVEL",
    }
    for line in lines:
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            production.setenv(name, value)
    assert {problem.id for problem in weakness.found()} >= {f"config.E00{n}" for n in range(3, 7)}


def test_cas_that_cannot_be_read_are_named(settings, tmp_path):
    assert checks.push_ca_file() == []
    (tmp_path / "ca.pem").write_text("no certificate")
    for path in (tmp_path / "gone.pem", tmp_path / "ca.pem"):
        settings.PUSH_CA_FILE = str(path)
        assert named(checks.push_ca_file()) == ["config.E015"]
