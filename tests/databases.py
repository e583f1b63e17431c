"""The migrations run once for all processes of pytest-xdist: each one's test database is a copy of theirs."""

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

TEMPLATE = "hongyan_migrated"
MIGRATED = {"django_migrations", "django_content_type", "auth_permission"}


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


def empty() -> None:
    """After a test that commits. Django would make the files of all tables anew and send `post_migrate`.

    Here only rows are deleted, where there are any, and what the migrations brought stays. The lock waits for
    threads that the test left in the middle of a write, as TRUNCATE does.
    """
    tables = [f'"{name}"' for name in connection.introspection.table_names() if name not in MIGRATED]
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers: order does not matter
        cursor.execute(filled)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")
