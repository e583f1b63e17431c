"""The migrations run once for all processes of pytest-xdist: each one's test database is a copy of theirs."""

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

TEMPLATE = "hongyan_migrated"


def provide_template() -> None:
    """Whoever comes first makes it, the others wait. Django makes the copies, and asks `migrate` again."""
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as usual:
        usual.execute("SELECT pg_advisory_lock(1)")
        if not usual.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            usual.execute(f"CREATE DATABASE {TEMPLATE}")
            _migrate()
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def _migrate() -> None:
    """Nobody may be connected to what is copied."""
    usual, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], TEMPLATE
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict["NAME"] = usual
